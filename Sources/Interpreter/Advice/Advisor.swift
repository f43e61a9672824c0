import Basics
import Diagnostics
import Plans
import Syntax

/// Makes what an error advises fit what was meant and where it stands: the words of other languages, a verb before its
/// object, a list in place of braces. Looks at diagnostics after they were found, so that neither parser nor checker needs
/// to know of habits; and lets no line through that the checker would not take in that place.
struct Advisor {
  /// What becomes of an error that is one of several with the same mend.
  enum Answer {
    case advice(Diagnostic)
    /// Another of them has the advice, so that nothing is left to say of this one.
    case partOfAnother
  }

  /// What the statements before one leave.
  typealias State = (scope: Scope, settings: RunSettings)

  let session: Session
  let script: Script
  /// What so many of the first statements leave.
  private let state: (Int) -> State
  let elsewhere = NamesElsewhere.standard

  /// - Parameters:
  ///   - script: what could be read of the text that the errors are of.
  ///   - state: what so many of its first statements leave; asked for where there is something to advise.
  init(_ session: Session, _ script: Script, state: @escaping (Int) -> State) {
    (self.session, self.script, self.state) = (session, script, state)
  }

  var source: SourceText { script.source }

  /// The same errors, with advice that was found.
  func advised(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    let budget = AdviceContext.Budget(300)
    /// Where a whole line was given in place of a statement, which is once enough.
    var answered: Set<Int> = []
    return diagnostics.compactMap { diagnostic in
      guard let label = diagnostic.primary, label.location.source == source else { return diagnostic }
      let context = context(of: label, diagnostics, budget)
      let answer =
        comparison(diagnostic, label, script.statements, context) ?? listOfArguments(diagnostic, label, context)
      switch answer {
      case .advice(let advised): return advised
      case .partOfAnother: return nil
      case nil: break
      }
      return advised(diagnostic, label, context, &answered)
    }
  }

  private func advised(
    _ diagnostic: Diagnostic, _ label: Diagnostic.Label, _ context: AdviceContext, _ answered: inout Set<Int>
  ) -> Diagnostic {
    let gate = AdviceGate(context: context)
    let means = isOfElsewhere(diagnostic, label) || isVerbFirst(diagnostic, label, context)
    if means, let advised = translated(diagnostic, context, &answered, isForced: true) { return advised }
    let candidates =
      [
        comparisonOfResults(diagnostic, context), wordElsewhere(diagnostic, label), listForBraces(diagnostic, label),
        pipeForBlank(diagnostic, label), commaInArgument(diagnostic, label, context),
        equalityInArgument(diagnostic, label, context), stageWithSign(diagnostic, label),
        beginningOfField(diagnostic, label),
        stageInFormula(diagnostic, label), wordOfParameter(diagnostic, label, context),
      ].compactMap { $0 } + [diagnostic]
    // A method is no field, though its name would be taken for one; and what has a name elsewhere is no slip of a name here.
    let advice = isOfElsewhere(diagnostic, label) ? [] : candidates.filter(AdviceGate.advises)
    for candidate in advice {
      if let passed = gate.passed(candidate, on: diagnostic, .line) { return passed }
    }
    if !means, let advised = translated(diagnostic, context, &answered) { return advised }
    for candidate in advice {
      if let passed = gate.passed(candidate, on: diagnostic, .step) { return passed }
    }
    if !isOfElsewhere(diagnostic, label), let plain = candidates.first(where: { !AdviceGate.advises($0) }) {
      return plain
    }
    return general(diagnostic, label, context)
  }

  func words(_ span: Span) -> String { slice(span, of: source) }

  // MARK: Where it stands

  /// The statement around a place, or the lines of it where it could not be read.
  private func context(
    of label: Diagnostic.Label, _ diagnostics: [Diagnostic], _ budget: AdviceContext.Budget
  ) -> AdviceContext {
    let place = label.location.span
    let span =
      script.statements.first { $0.span.start <= place.start && place.end <= $0.span.end }?.span
      ?? source.lines(around: place)
    let count = script.statements.prefix { $0.span.start < span.start }.count
    return AdviceContext(
      session: session, source: source, span: span, state: { state(count) },
      reported: diagnostics.filter { other in
        other.primary.map {
          $0.location.source == source && span.start <= $0.location.span.start && $0.location.span.end <= span.end
        } ?? false
      },
      followsMistake: diagnostics.contains { $0.primary.map { $0.location.span.end <= span.start } ?? false },
      budget: budget)
  }

  // MARK: The words of other languages

  private func isOfElsewhere(_ diagnostic: Diagnostic, _ label: Diagnostic.Label) -> Bool {
    switch diagnostic.code {
    case .unknownName, .unknownField: elsewhere[name(at: label)] != nil
    case .unknownVariable: elsewhere.exact(path(at: label)) != nil && path(at: label).contains(".")
    case .callWithParentheses:
      words(Span(0, label.location.span.start)).hasSuffix(".")
        || (session.command(named: name(at: label)) != nil && session.catalogue.stage(named: name(at: label)) != nil)
    case .foreignStatement: AdviceGate.advises(diagnostic) && elsewhere[name(at: label)] != nil
    default: false
    }
  }

  private func name(at label: Diagnostic.Label) -> String { words(label.location.span).firstWord }

  /// With what points join to it: `read.csv`.
  private func path(at label: Diagnostic.Label) -> String {
    words(Span(label.location.span.start, source.text.utf8.count)).firstWord
  }

  /// `report base`, `best t by=f1`: what stands first elsewhere stands behind here.
  private func isVerbFirst(_ diagnostic: Diagnostic, _ label: Diagnostic.Label, _ context: AdviceContext) -> Bool {
    let span = label.location.span
    // A variable that is not there is missing on either side.
    guard diagnostic.code != .unknownVariable,
      let statement = script.statements.first(where: { $0.span.start <= span.start && span.end <= $0.span.end }),
      case .call(let call)? = statement.pipeline?.steps.first,
      let object = call.arguments.first, object.label == nil, case .name(let name) = object.value,
      context.scope.variables[name.text] != nil,
      span == object.span || (span.start == call.span.start && span.end <= call.span.end),
      let stage = session.catalogue.stage(named: call.name.text)
    else { return false }
    return stage.kind != .source
  }

  /// The whole line as it is said here, or the step of it that alone is to be changed.
  private func translated(
    _ diagnostic: Diagnostic, _ context: AdviceContext, _ answered: inout Set<Int>, isForced: Bool = false
  ) -> Diagnostic? {
    let translator = Translator(context: context, elsewhere: elsewhere)
    if diagnostic.code == .foreignStatement {
      guard AdviceGate.advises(diagnostic), let word = diagnostic.primary.map(name) else { return nil }
      return translator.line(for: word).map { diagnostic.advising("write `\($0.line)`", note: $0.remark) }
    }
    guard isForced || Self.translatable.contains(diagnostic.code),
      let (line, remark) = translator.translated()
    else { return nil }
    if let (place, piece) = context.onlyStep(of: line, around: diagnostic.primary?.location.span) {
      var advised = diagnostic
      advised.primary?.location = Location(source, place)
      return advised.advising("write `\(piece)`", note: remark)
    }
    guard answered.insert(context.span.start).inserted else {
      return AdviceGate.advises(diagnostic) ? diagnostic.advising("") : diagnostic
    }
    return diagnostic.advising("write `\(line)`", note: remark)
  }

  /// Errors that are made by who writes as elsewhere, whatever they advise.
  private static let translatable: Set<DiagnosticCode> = [
    .unknownName, .callWithParentheses, .commandOption, .foreignLiteral, .foreignQuotes, .unknownParameter,
    .foreignAssignment, .foreignPipe, .bareFormula, .unexpected, .commaOutsideBrackets,
    .misplacedVariable,
  ]

  /// Where no line is right: where to read on.
  private func general(_ diagnostic: Diagnostic, _ label: Diagnostic.Label, _ context: AdviceContext) -> Diagnostic {
    let near = label.text.firstMatch(of: #/did you mean '([^']+)'/#).map { String($0.output.1) }
    let step = words(Span(context.span.start, max(context.span.start, label.location.span.start)))
    let names = [
      name(at: label), path(at: label), (step.split(separator: "|").last.map(String.init) ?? "").trimmed.firstWord,
    ]
    let elsewhere = names.flatMap { self.elsewhere[$0]?.lines ?? [] }
      .flatMap { ForeignTemplate($0, session).steps.map(\.firstWord) }
    let isOfWords = Self.translatable.contains(diagnostic.code) || diagnostic.code == .unknownField
    let topics = near.map { [$0] } ?? (isOfWords ? names.filter { !$0.isEmpty } + elsewhere : [])
    if let topic = topics.first(where: context.hasHelp) {
      return diagnostic.advising(near == nil ? "`help \(topic)` tells what does this here" : "see `help \(topic)`")
    }
    var advised = diagnostic
    let before = label.text.firstRange(of: "write `").map { label.text[..<$0.lowerBound] } ?? ""
    advised.primary?.text = before.firstRange(of: ", or ").map { String(before[..<$0.lowerBound]) } ?? ""
    advised.notes.append("`explain \(diagnostic.code.id)` tells how it is written here")
    return advised
  }
}

extension Statement {
  /// What it works out; nil where it is no pipeline.
  var pipeline: Pipeline? {
    switch kind {
    case .binding(_, let pipeline), .expression(let pipeline, _): pipeline
    case .definition, .use, .set: nil
    }
  }
}

extension Diagnostic {
  func advising(_ text: String, note: String? = nil) -> Diagnostic {
    var advised = self
    advised.primary?.text = text
    let note = note.flatMap { $0.isEmpty ? nil : $0 }
    advised.notes = note.map { [$0] } ?? notes.filter { $0 != "`help` lists all stages" }
    return advised
  }
}

extension SourceText {
  /// The lines of what is probably one statement around a place: those that a `|` or an open bracket joins.
  fileprivate func lines(around place: Span) -> Span {
    let bytes = Array(text.utf8)
    let newline = UInt8(ascii: "\n")
    var start = bytes[..<min(place.start, bytes.count)].lastIndex(of: newline).map { $0 + 1 } ?? 0
    while start > 0, bytes[start...].firstOfLine == UInt8(ascii: "|") {
      start = bytes[..<(start - 1)].lastIndex(of: newline).map { $0 + 1 } ?? 0
    }
    var end = bytes[max(start, min(place.end, bytes.count))...].firstIndex(of: newline) ?? bytes.count
    while end < bytes.count,
      bytes[(end + 1)...].firstOfLine == UInt8(ascii: "|") || bytes[start..<end].last == UInt8(ascii: "|")
        || bytes[start..<end].openBrackets > 0
    {
      end = bytes[(end + 1)...].firstIndex(of: newline) ?? bytes.count
    }
    return Span(start, end)
  }
}

extension ArraySlice<UInt8> {
  /// The first byte of a line that is no blank.
  fileprivate var firstOfLine: UInt8? { first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") } }

  fileprivate var openBrackets: Int {
    reduce(0) { depth, byte in
      "([{".utf8.contains(byte) ? depth + 1 : ")]}".utf8.contains(byte) ? depth - 1 : depth
    }
  }
}
