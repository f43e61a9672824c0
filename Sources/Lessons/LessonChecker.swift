import Diagnostics
import Interpreter

/// Tells all that is wrong with a lesson before anybody plays it: its code, and every line, comparison and number that its
/// questions and texts name, each with the variables there are at its place.
public struct LessonChecker {
  /// Empty for a lesson that is right. Runs nothing.
  public static func problems(with source: SourceText, in session: Session) -> [Diagnostic] {
    let (lesson, problems) = LessonReader.read(source, name: source.name, mistakes: LessonLibrary.mistakes)
    guard problems.isEmpty else { return problems }
    let found = session.check(source)
    guard found.isEmpty else { return found }
    var code = ""
    var all: [Diagnostic] = []
    for (index, step) in lesson.steps.enumerated() {
      // What is asked before code runs is judged after it.
      let later = following(index, in: lesson)
      switch step {
      case .code(let text), .check(let text): code += text + "\n"
      case .text(let text): all += check(LessonText.formulas(in: text), after: code, session, source)
      case .question(let question):
        if question.isPrediction, later.isEmpty {
          all.append(
            Diagnostic(
              .brokenLesson, "no code runs behind this prediction, so nothing tells what came of it",
              at: .init(
                place(of: question.prompt.split(separator: "\n").first.map(String.init) ?? "", in: source),
                "put it before the code that makes its number, or ask a `[question]`")))
        }
        all += check(lines(of: question), after: code, session, source)
        all += check(formulas(of: question), after: code + later + result(of: question), session, source)
      }
    }
    return all
  }

  private static func following(_ index: Int, in lesson: Lesson) -> String {
    lesson.steps[index...].lazy.compactMap { if case .code(let code) = $0 { code + "\n" } else { nil } }.first ?? ""
  }

  private static func result(of question: LessonQuestion) -> String {
    guard case .line(let answer) = question.kind, let line = answer.right.first else { return "" }
    return line + "\n"
  }

  /// Those that must be right; a known mistake may be one because it is refused.
  private static func lines(of question: LessonQuestion) -> [String] {
    guard case .line(let answer) = question.kind else { return [] }
    return answer.right
  }

  private static func formulas(of question: LessonQuestion) -> [String] {
    let inTexts = LessonText.formulas(in: question.explanation)
    switch question.kind {
    case .number(let formula, _): return [formula] + inTexts
    case .choice(let options), .order(let options): return options.compactMap(\.value) + inTexts
    case .line(let answer): return [answer.accepts].compactMap { $0 } + inTexts
    }
  }

  private static func check(
    _ lines: [String], after code: String, _ session: Session, _ source: SourceText
  ) -> [Diagnostic] {
    lines.flatMap { line in
      session.check(SourceText(name: source.name, text: code + line)).map { problem in
        var problem = problem
        let whole = place(of: line, in: source)
        let part = problem.primary.flatMap { within(whole, $0.location.span, of: line, after: code) }
        problem.primary = Diagnostic.Label(part ?? whole, problem.primary?.text ?? "")
        return problem
      }
    }
  }

  /// The part of a line that is wrong, in the comments of the lesson; nil where it is wrong as a whole.
  private static func within(_ whole: Location, _ span: Span, of line: String, after code: String) -> Location? {
    let start = span.start - code.utf8.count
    let end = span.end - code.utf8.count
    guard start >= 0, end <= line.utf8.count, whole.span.end - whole.span.start == line.utf8.count else { return nil }
    return Location(whole.source, Span(whole.span.start + start, whole.span.start + end))
  }

  /// Where a line stands in the comments of the lesson.
  private static func place(of line: String, in source: SourceText) -> Location {
    let start = source.text.firstRange(of: line).map {
      source.text.utf8.distance(from: source.text.utf8.startIndex, to: $0.lowerBound)
    }
    return Location(source, Span(start ?? 0, (start ?? 0) + (start == nil ? 1 : line.utf8.count)))
  }
}
