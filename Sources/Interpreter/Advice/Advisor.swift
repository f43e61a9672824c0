import Basics
import Diagnostics
import Plans
import Syntax

/// Makes what an error advises fit what was meant: the words of other languages, a verb before its object, a list in place
/// of braces. Looks at diagnostics after they were found, so that neither parser nor checker needs to know of habits.
struct Advisor {
  let session: Session
  let script: Script
  /// What the text has bound, as far as it was checked.
  let scope: Scope
  private let elsewhere = NamesElsewhere.standard

  /// - Parameter script: what could be read of the text that the errors are of.
  init(_ session: Session, _ script: Script, scope: Scope) {
    (self.session, self.script, self.scope) = (session, script, scope)
  }

  var source: SourceText { script.source }

  /// The same errors, with advice that was found.
  func advised(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    diagnostics.compactMap { diagnostic in
      guard let label = diagnostic.primary, label.location.source == source else { return diagnostic }
      switch comparison(diagnostic, label, script.statements) {
      case .advice(let advised): return advised
      case .partOfAnother: return nil
      case nil: break
      }
      return verbFirst(diagnostic, label, script.statements) ?? listForBraces(diagnostic, label)
        ?? commaInArgument(diagnostic, label) ?? equalityInArgument(diagnostic, label) ?? foreignName(diagnostic, label)
        ?? stageWithSign(diagnostic, label)
        ?? beginningOfField(diagnostic, label) ?? stageInFormula(diagnostic, label) ?? diagnostic
    }
  }

  func words(_ span: Span) -> String { slice(span, of: source) }

  // MARK: A verb before its object

  /// `report base`, `best t by=f1`: what stands first elsewhere stands behind here.
  private func verbFirst(_ diagnostic: Diagnostic, _ label: Diagnostic.Label, _ statements: [Statement]) -> Diagnostic?
  {
    let span = label.location.span
    // A variable that is not there is missing on either side.
    guard diagnostic.code != .unknownVariable,
      let statement = statements.first(where: { $0.span.start <= span.start && span.end <= $0.span.end }),
      let pipeline = statement.pipeline, case .call(let call)? = pipeline.steps.first,
      let object = call.arguments.first, object.label == nil, case .name(let name) = object.value,
      scope.variables[name.text] != nil,
      span == object.span || (span.start == call.span.start && span.end <= call.span.end)
    else { return nil }
    if let stage = session.catalogue.stage(named: call.name.text), stage.kind != .source {
      let rest = ([call.name.text] + call.arguments.dropFirst().map { words($0.span) }).joined(separator: " ")
      let tail = pipeline.steps.dropFirst().map { " | " + words($0.span) }.joined()
      let line = "\(name.text) | \(rest)\(tail)"
      return isRight(line) ? diagnostic.advising("write `\(line)`") : nil
    }
    guard diagnostic.code == .unknownName, let entry = elsewhere[call.name.text] else { return nil }
    return diagnostic.advising(entry, of: name.text)
  }

  /// Whether a line passes the checker with the names there are: no advice may fail when it is followed.
  func isRight(_ line: String) -> Bool {
    let parsed = parse(SourceText(name: "advice", text: line))
    let checker = ScriptChecker(session, parsed.script.source, scope: scope.copy())
    for statement in parsed.script.statements { checker.check(statement) }
    return parsed.diagnostics.isEmpty && checker.diagnostics.isEmpty
  }

  // MARK: A list in place of braces

  private func listForBraces(_ diagnostic: Diagnostic, _ label: Diagnostic.Label) -> Diagnostic? {
    let text = words(label.location.span)
    guard text.hasPrefix("["), text.hasSuffix("]"), text.contains(","),
      diagnostic.code == .wrongType || diagnostic.code == .misplacedVariable
    else { return nil }
    return diagnostic.advising("write `{\(text.dropFirst().dropLast())}`", note: "braces try each, a list is one value")
  }

  // MARK: Names of other languages

  private func foreignName(_ diagnostic: Diagnostic, _ label: Diagnostic.Label) -> Diagnostic? {
    let text = words(label.location.span)
    let name = String(text.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." })
    guard !name.isEmpty else { return nil }
    switch diagnostic.code {
    case .unknownName: return elsewhere[name].map { diagnostic.advising($0) }
    case .callWithParentheses:
      let receiver = receiver(before: label.location.span)
      guard session.catalogue.stage(named: name) == nil || receiver != nil else { return nil }
      let own = session.catalogue.stage(named: name).map { _ in NamesElsewhere.Entry(line: "base | \(name)", remark: "")
      }
      guard let entry = elsewhere[name] ?? own ?? receiver.flatMap({ elsewhere[$0] }) else { return nil }
      return diagnostic.advising(entry, of: receiver.flatMap { scope.variables[$0] == nil ? nil : $0 })
    default: return nil
    }
  }

  /// `x` of `x.head()`.
  private func receiver(before span: Span) -> String? {
    let before = words(Span(0, span.start))
    guard before.hasSuffix(".") else { return nil }
    let name = before.dropLast().reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    return name.isEmpty ? nil : String(name.reversed())
  }

  // MARK: `cv=5`

  private func stageWithSign(_ diagnostic: Diagnostic, _ label: Diagnostic.Label) -> Diagnostic? {
    let span = label.location.span
    guard diagnostic.code == .unexpected, words(span) == "=" else { return nil }
    let name = String(words(Span(0, span.start)).reversed().prefix { $0.isLetter || $0 == "_" }.reversed())
    let value = words(Span(span.end, source.text.utf8.count)).prefix { !$0.isWhitespace && $0 != "|" }
    guard session.catalogue.stage(named: name) != nil, !value.isEmpty else { return nil }
    let whole = Span(span.start - name.utf8.count, span.end + value.utf8.count)
    var advised = diagnostic
    advised.primary = .init(Location(source, whole))
    return advised.advising("write `\(name) \(value)`")
  }

  // MARK: `select * from x`

  /// What begins with a stage is no calculation, so parentheses around it would not help.
  private func stageInFormula(_ diagnostic: Diagnostic, _ label: Diagnostic.Label) -> Diagnostic? {
    guard diagnostic.code == .bareFormula, let start = label.text.firstRange(of: "write `(") else { return nil }
    let name = label.text[start.upperBound...].prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    guard session.catalogue.stage(named: String(name)) != nil || elsewhere[String(name)] != nil else { return nil }
    if let name = joinedName(around: label.location.span) {
      var advised = diagnostic
      advised.primary = .init(Location(source, name))
      return advised.advising("write `\"\(words(name))\"`")
    }
    return diagnostic.advising("`\(words(label.location.span))` only calculates with numbers, in parentheses")
  }

  /// `faces-01`: what stands on both sides of a sign without a blank is a name, which needs quotes.
  private func joinedName(around sign: Span) -> Span? {
    func isPart(_ character: Character) -> Bool { character.isLetter || character.isNumber || "_-".contains(character) }
    let before = words(Span(0, sign.start)).reversed().prefix(while: isPart)
    let after = words(Span(sign.end, source.text.utf8.count)).prefix(while: isPart)
    guard !before.isEmpty, !after.isEmpty else { return nil }
    return Span(sign.start - String(before).utf8.count, sign.end + after.utf8.count)
  }

  // MARK: `base.macro`

  private func beginningOfField(_ diagnostic: Diagnostic, _ label: Diagnostic.Label) -> Diagnostic? {
    guard diagnostic.code == .unknownField, label.text.isEmpty else { return nil }
    let beginning = words(label.location.span)
    let fields = diagnostic.notes.flatMap { $0.split { !($0.isLetter || $0.isNumber || $0 == "_") } }.map(String.init)
    guard let field = fields.first(where: { $0.hasPrefix(beginning) && $0 != "fields" }) else { return nil }
    return diagnostic.advising("did you mean '\(field)'?")
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
    advised.notes = note.map { [$0] } ?? notes.filter { $0 != "`help` lists all stages" }
    return advised
  }

  /// - Parameter variable: what was typed in the place of the entry's `base`, `faces` or `t`.
  fileprivate func advising(_ entry: NamesElsewhere.Entry, of variable: String? = nil) -> Diagnostic {
    let words = entry.line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    let isStandIn = ["base", "faces", "t"].contains(words.first ?? "") && (words.count == 1 || words[1] == "|")
    let line = ([variable].compactMap { isStandIn ? $0 : nil } + words.dropFirst(variable != nil && isStandIn ? 1 : 0))
      .joined(separator: " ")
    return advising("write `\(line)`", note: entry.remark.isEmpty ? nil : entry.remark)
  }
}
