import Interpreter
import Plans

/// Judges answers with the variables and results that a session has.
struct LessonJudge {
  let session: Session

  func verdict(on plan: LinePlan, by answer: LessonQuestion.LineAnswer) -> Verdict {
    let passes = answer.accepts.map { number($0) == 1 }
    let mistakes = answer.wrong.compactMap { mistake in
      LinePattern(mistake.line, session).map { (pattern: $0, hint: mistake.hint) }
    }
    let right = answer.right.compactMap { line in
      session.plan(of: line).map { (plan: $0, name: nameAtHead(of: line)) }
    }
    return Judge.line(
      plan, right: right.map(\.plan), names: right.map(\.name), passes: passes, mistakes: mistakes)
  }

  /// The variable that a line begins with; nil where it begins with a stage.
  private func nameAtHead(of line: String) -> String? {
    let head = String(line.prefix { $0 != "|" && $0 != " " })
    return session.value(named: head) == nil ? nil : head
  }

  func verdict(on said: LessonAnswer, of question: LessonQuestion) -> Verdict {
    switch (said, question.kind) {
    case (.choice(let choice), .choice(let options)):
      let right =
        options.firstIndex { $0.isRight || ($0.value.map { number($0) == 1 } ?? false) }
        ?? options.lastIndex { $0.value == nil } ?? 0
      let outcome = "it is \"\(options[right].text)\""
      let told =
        !question.isPrediction ? "" : choice == right ? outcome : "you said \"\(options[choice].text)\", \(outcome)"
      let reasons = [told, choice == right ? "" : options[choice].hint].filter { !$0.isEmpty }
      return Verdict(score: choice == right ? 1 : 0, reasons: reasons)
    case (.number(let guess), .number(let outcome, let within)):
      return Judge.number(guess, outcome: number(outcome) ?? .nan, within: within)
    case (.order(let guess), .order(let items)):
      return Judge.order(guess, values: items.map { $0.value.flatMap(number) ?? 0 }, names: items.map(\.text))
    default: return Verdict(score: 0)
    }
  }

  /// What a calculation gives now; a comparison gives 1 or 0.
  func number(_ formula: String) -> Double? {
    guard let payload = try? session.evaluate(formula).payload, let scalar = payload.scalar else { return nil }
    if case .boolean(let isTrue) = scalar { return isTrue ? 1 : 0 }
    return scalar.number
  }
}

extension LinePattern {
  /// Reads `… | cv by=row` as steps of any line, anything else as a whole one; nil where it is wrong with the variables
  /// there are.
  init?(_ line: String, _ session: Session) {
    guard line.hasPrefix("… | ") else {
      guard let plan = session.plan(of: line) else { return nil }
      self = .whole(plan)
      return
    }
    let part = String(line.dropFirst("… | ".count))
    // The beginning is what the part can stand behind: images, features, a result or a table.
    for beginning in ["faces", "faces | lbp", "faces | lbp | svm", "faces | lbp | pca {2, 3} | svm"] {
      guard let plan = session.plan(of: "\(beginning) | \(part)"), let begun = session.plan(of: beginning) else {
        continue
      }
      self = .part(Array(plan.first.dropFirst(begun.first.count)))
      return
    }
    return nil
  }
}
