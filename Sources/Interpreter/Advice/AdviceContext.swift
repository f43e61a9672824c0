import Basics
import Diagnostics
import Plans
import Syntax

/// The line that an error is in, with what the lines before it have left: where advice is tried before it is given.
struct AdviceContext {
  /// How often lines may still be tried for one text; a bound on what a text that is wrong everywhere costs.
  final class Budget {
    var trials: Int

    init(_ trials: Int) { self.trials = trials }
  }

  let session: Session
  let source: SourceText
  /// The statement, or the lines of it where it could not be read.
  let span: Span
  /// What stands before the statement has left.
  let state: () -> Advisor.State
  /// What was found wrong with it.
  let reported: [Diagnostic]
  /// Whether a statement before it is wrong, so that what it leaves is not what is meant.
  let followsMistake: Bool
  let budget: Budget

  var scope: Scope { state().scope }

  /// Of a stage, a command, or a `def` that stands before the statement; nil where there is none of that name.
  func parameters(of name: String) -> [ParameterDeclaration]? { session.parameters(of: name, in: scope) }

  /// Whether `help` has a page of this name.
  func hasHelp(_ name: String) -> Bool { session.hasHelp(name, in: scope) }

  /// As written, over as many lines as it takes.
  var text: String {
    let bytes = source.text.utf8
    let start = bytes.index(bytes.startIndex, offsetBy: span.start, limitedBy: bytes.endIndex) ?? bytes.endIndex
    let end = bytes.index(bytes.startIndex, offsetBy: span.end, limitedBy: bytes.endIndex) ?? bytes.endIndex
    return String(decoding: bytes[start..<max(start, end)], as: UTF8.self)
  }

  /// The statement with something else in a place of it.
  func text(with piece: String, at place: Span) -> String { text(with: [(place, piece)]) }

  /// The statement with something else in several places, none of which touches another.
  func text(with pieces: [(place: Span, text: String)]) -> String {
    var bytes = Array(text.utf8)
    for piece in pieces.sorted(by: { ($0.place.start, $0.place.end) > ($1.place.start, $1.place.end) }) {
      guard span.start <= piece.place.start, piece.place.end - span.start <= bytes.count else { continue }
      bytes.replaceSubrange(piece.place.start - span.start..<piece.place.end - span.start, with: piece.text.utf8)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// What is wrong with a line that stands in the place of the statement. Cost: a parse and a check.
  func problems(of line: String) -> [Diagnostic] { tried(line).problems }

  func isRight(_ line: String) -> Bool { problems(of: line).isEmpty }

  /// What a line would give; nil where it is wrong.
  func kind(of line: String) -> ValueKinds? { tried(line).kind }

  private func tried(_ line: String) -> (problems: [Diagnostic], kind: ValueKinds?) {
    guard budget.trials > 0 else { return (reported, nil) }
    budget.trials -= 1
    let parsed = parse(SourceText(name: source.name, text: line))
    guard parsed.diagnostics.isEmpty else { return (parsed.diagnostics, nil) }
    let (scope, settings) = state()
    let checker = ScriptChecker(session, parsed.script.source, scope: scope.copy(), settings: settings)
    for statement in parsed.script.statements { checker.check(statement) }
    let problems = checker.diagnostics.filter { !isOfWriter($0) }
    return (problems, problems.isEmpty ? checker.scope.variables["_"]?.known.kind : nil)
  }

  /// Whether the fault is not the line's: a file that the writer named is not there.
  private func isOfWriter(_ problem: Diagnostic) -> Bool {
    guard problem.code.title == DiagnosticCode.stageFailed.title || problem.code == .unreadableScript,
      let place = problem.primary?.location
    else { return false }
    let named = slice(place.span, of: place.source)
    return named.hasPrefix("\"") && text.contains(named.filter { $0 != "\"" })
  }

  /// The variables that can stand for one of a kind, in order of their names.
  func variables(of kinds: ValueKinds) -> [String] {
    scope.variables.filter { $0.key != "_" && !$0.value.known.kind.isDisjoint(with: kinds) }.map(\.key).sorted()
  }

  /// The step around a place that alone is another in a line than in the statement, and what it is there; nil where more is.
  func onlyStep(of line: String, around place: Span?) -> (place: Span, piece: String)? {
    let (old, new) = (Array(text.utf8), Array(line.utf8))
    let bar = UInt8(ascii: "|")
    let common = zip(old, new).prefix { $0 == $1 }.count
    guard let place, let start = old[..<common].lastIndex(of: bar).map({ $0 + 1 }) else { return nil }
    let shared = zip(old.reversed(), new.reversed()).prefix { $0 == $1 }.count
    let tail = min(shared, old.count - start, new.count - start)
    let end = old[(old.count - tail)...].firstIndex(of: bar) ?? old.count
    let newEnd = new.count - (old.count - end)
    guard newEnd > start, start < end, old[start] != UInt8(ascii: ">"), !old[start..<end].contains(bar),
      !new[start..<newEnd].contains(bar)
    else { return nil }
    let piece = String(decoding: new[start..<newEnd], as: UTF8.self).trimmed
    let written = String(decoding: old[start..<end], as: UTF8.self)
    let first = span.start + start + written.utf8.prefix { $0 == UInt8(ascii: " ") }.count
    let whole = Span(first, first + written.trimmed.utf8.count)
    guard whole.start <= place.start, place.end <= whole.end, !piece.isEmpty else { return nil }
    return (whole, piece)
  }
}
