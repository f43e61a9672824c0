import Basics
import Diagnostics
import Plans
import Syntax

/// Says a line of another language in this one, from what its words stand for and what they are said of: step by step,
/// each step the first of its ways that the checker takes behind the ones before it. What it gives is right where it
/// stands, by construction; where no way is right it gives nothing.
struct Translator {
  let context: AdviceContext
  let elsewhere: NamesElsewhere

  /// A step whose words have been looked up.
  private struct Call {
    var word: String
    var arguments: [ForeignLine.Argument]
    var raw: String?
  }

  /// The line, and the first word of another language in it.
  func translated() -> (line: String, remark: String)? {
    guard var read = ForeignLine(context.text), read.links.count <= 12 else { return nil }
    let start = subject(of: &read.links)
    let calls = read.links.map { link in
      Call(word: word(of: link.path), arguments: link.arguments, raw: link.raw)
    }
    guard calls.allSatisfy({ $0.word.isEmpty || isKnown($0.word) }) else { return nil }
    let remark = calls.lazy.compactMap { entry($0.word)?.remark }.first { !$0.isEmpty } ?? ""
    for isPostponing in [true, false] {
      guard let line = line(calls, from: start, isPostponing) else { continue }
      for binding in [read.binding.map { "\($0) = " } ?? "", ""] where context.isRight(binding + line) {
        return (binding + line, fitting(remark))
      }
    }
    return nil
  }

  /// What to write for a word of another language that nothing is said of.
  /// - Parameter values: variables that are named with it.
  func line(for word: String, of values: [String] = []) -> (line: String, remark: String)? {
    let call = Call(word: word, arguments: values.map { ForeignLine.Argument(value: $0) }, raw: nil)
    return begun(call, templates(of: call)).map { ($0, fitting(elsewhere[word]?.remark ?? "")) }
  }

  /// A remark whose own lines are right here too.
  func fitting(_ remark: String) -> String {
    let lines = remark.matches(of: #/`([^`]+)`/#).map { String($0.output.1) }.filter { $0.contains(" ") }
    return lines.allSatisfy(context.isRight) ? remark : ""
  }

  // MARK: What it is said of

  /// Takes what a line is said of out of its calls: the variable at its head, or the first among the arguments.
  private func subject(of links: inout [ForeignLine.Link]) -> String {
    guard let first = links.first else { return "" }
    if let raw = first.raw, context.kind(of: raw) != nil {
      links.removeFirst()
      return raw
    }
    if let head = first.path.first, isVariable(head), first.path.count > 1 || first.arguments.isEmpty {
      if first.path.count == 1 { links.removeFirst() } else { links[0].path.removeFirst() }
      if !links.isEmpty { links[0].raw = nil }
      return head
    }
    if let head = first.path.first, first.path.count > 1, elsewhere[head] == nil,
      let meant = nearestName(to: head, among: context.variables(of: .anything))
    {
      links[0].path.removeFirst()
      links[0].raw = nil
      return meant
    }
    if first.path.count == 1, first.arguments.isEmpty, links.count > 1, !isKnown(first.path[0]),
      context.reported.count > 1 || !context.reported.contains(where: { $0.code == .unknownName })
    {
      links.removeFirst()  // Told already that it is not there: what is there stands for it.
      links[0].raw = nil
    }
    for index in links.indices {
      guard let place = links[index].arguments.firstIndex(where: { isVariable($0.value) }) else { continue }
      let subject = links[index].arguments.remove(at: place).value
      if index == 0 { links[0].raw = nil }
      return subject
    }
    return ""
  }

  private func isVariable(_ name: String) -> Bool { context.scope.variables[name] != nil }

  private func isKnown(_ word: String) -> Bool {
    elsewhere[word] != nil || context.parameters(of: word) != nil
  }

  /// `set.seed` is one word, of `plt.plot` the last is it.
  private func word(of path: [String]) -> String {
    let whole = path.joined(separator: ".")
    return elsewhere.exact(whole) != nil ? whole : path.last ?? ""
  }

  // MARK: Step by step

  /// - Parameter isPostponing: whether what does not fit yet and decides who is tested may stand further behind.
  private func line(_ calls: [Call], from start: String, _ isPostponing: Bool) -> String? {
    var line = start
    var postponed: [Call] = []
    for (index, call) in calls.enumerated() {
      let isLast = index == calls.count - 1
      if let next = direct(call, behind: line, isLast && postponed.isEmpty) {
        line = next
      } else if isPostponing, !isLast, decidesTest(call) {
        postponed.append(call)
      } else if let next = bridged(call, behind: line) {
        line = next
      } else {
        return nil
      }
    }
    for call in postponed {
      guard let next = direct(call, behind: line, false) ?? bridged(call, behind: line) else { return nil }
      line = next
    }
    return line.isEmpty ? nil : line
  }

  private func decidesTest(_ call: Call) -> Bool {
    templates(of: call).contains { template in
      template.steps.last.map { context.session.catalogue.stage(named: $0.firstWord)?.kind == .evaluator } ?? false
    }
  }

  /// With a step that fits as it is.
  private func direct(_ call: Call, behind line: String, _ isLast: Bool) -> String? {
    if let raw = call.raw, !line.isEmpty, context.isRight("\(line) | \(raw)") { return "\(line) | \(raw)" }
    let templates = templates(of: call)
    guard !line.isEmpty else { return begun(call, templates) }
    let kind = context.kind(of: line) ?? .nothing
    let ordered = templates.filter { $0.fits(kind) } + templates.filter { !$0.fits(kind) }
    for template in ordered {
      for body in bodies(template, call) {
        let next = template.line(behind: line, body)
        if template.continues, !template.begins, context.isRight(next) { return next }
      }
    }
    guard isLast else { return nil }
    let named = [line] + call.arguments.map(\.value)
    return templates.lazy.compactMap { whole($0, call, of: named) }.first
  }

  /// With what is missing between the line and the step.
  private func bridged(_ call: Call, behind line: String) -> String? {
    let suggestions = context.session.catalogue.suggestions
    let feature = suggestions.features[0]
    let model = suggestions.modelWithArgument
    for template in templates(of: call) where template.continues && !template.begins {
      for body in bodies(template, call).prefix(6) where !body.isEmpty {
        for bridge in [feature, model, "\(feature) | \(model)"] {
          let next = line.isEmpty ? "\(suggestions.source) | \(bridge) | \(body)" : "\(line) | \(bridge) | \(body)"
          if context.isRight(next) { return next }
        }
      }
    }
    return nil
  }

  /// Where nothing is named that it is said of: a line of its own, or of what there is.
  private func begun(_ call: Call, _ templates: [ForeignTemplate]) -> String? {
    for template in templates {
      if let line = whole(template, call, of: call.arguments.map(\.value)) { return line }
      guard template.continues, !template.begins else { continue }
      let heads = template.standIn.map { context.variables(of: $0.kinds) } ?? context.variables(of: .anything)
      let samples =
        template.standIn.map { [$0.sample(context.session.catalogue.suggestions)] } ?? [
          context.session.catalogue.suggestions.source
        ]
      for head in heads.prefix(6) + samples {
        for body in bodies(template, call) {
          let line = template.line(behind: head, body)
          if context.isRight(line) { return line }
        }
      }
    }
    return nil
  }

  /// A line that does not go on from anything, such as `vars`, or one that names variables inside.
  private func whole(_ template: ForeignTemplate, _ call: Call, of preferred: [String]) -> String? {
    if template.continues, !template.begins { return nil }
    // Variables that are named take the places of stand-ins, and are no arguments beside them.
    var call = call
    if template.text != call.word { call.arguments.removeAll { isVariable($0.value) } }
    for line in bodies(template, call) {
      guard let filled = template.filled(line, preferred: preferred, in: context) else { continue }
      if context.isRight(filled) { return filled }
    }
    return nil
  }

  // MARK: Words

  /// What a word stands for: what has that name here, then what it is elsewhere.
  private func templates(of call: Call) -> [ForeignTemplate] {
    let own = context.parameters(of: call.word).map { _ in [call.word] + example(of: call.word) } ?? []
    return own.map { ForeignTemplate($0, context.session, isOwn: true) }
      + (entry(call.word)?.lines ?? []).map { ForeignTemplate($0, context.session) }
  }

  /// What a word is elsewhere; for one of this language only where it stands in a line.
  private func entry(_ word: String) -> NamesElsewhere.Entry? {
    context.parameters(of: word) == nil ? elsewhere[word] : elsewhere.exact(word)
  }

  /// The step of a stage's own example, for arguments that it must be given.
  private func example(of word: String) -> [String] {
    let examples = context.session.catalogue.stage(named: word)?.declaration.examples ?? []
    return examples.lazy.compactMap { example in
      example.script.split(separator: "|").map { String($0).trimmed }.first { $0.firstWord == word && $0 != word }
    }.prefix(1).map { $0 }
  }

  /// What is to stand behind a `|` for it, with the arguments that were given in the ways that they can be.
  private func bodies(_ template: ForeignTemplate, _ call: Call) -> [String] {
    let written = template.steps.joined(separator: " | ")
    guard let last = template.steps.last, template.standIn != nil || template.steps.count == 1,
      !call.arguments.isEmpty
    else { return [written] }
    let name = last.firstWord
    let before = template.steps.dropLast().map { "\($0) | " }.joined()
    // A command takes any word for a topic; what it knows of is right.
    let isCommand = context.session.command(named: name) != nil && context.session.catalogue.stage(named: name) == nil
    let ways = ForeignArguments(parameters: context.parameters(of: name) ?? [], elsewhere: elsewhere)
      .ways(to: call.arguments).filter { !isCommand || context.hasHelp($0.text) }
    var beginnings = [last, name]
    if let blank = last.lastIndex(of: " ") { beginnings.insert(String(last[..<blank]), at: 1) }
    let kept = beginnings.uniqued()
    // Who writes as one writes here means each argument.
    let isOwn = call.raw.map { !$0.hasPrefix("\(call.word)(") } ?? false && template.text.firstWord == call.word
    let most = isOwn ? 0 : ways.map(\.leftOut).max() ?? 0
    return (0...most).flatMap { leftOut in
      kept.flatMap { beginning in
        ways.filter { $0.leftOut == leftOut }.map { "\(before)\(beginning) \($0.text)" }
      }
    } + (isOwn ? [] : [written])
  }
}

extension [String] {
  /// Each once, where it comes first.
  fileprivate func uniqued() -> [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
