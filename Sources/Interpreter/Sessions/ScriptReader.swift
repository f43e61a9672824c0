import Diagnostics
import Plans
import Syntax

/// Reads one text again and again while it is being edited: what stands before an edit is not checked again.
///
/// What the checker finds in a statement depends on the statement and on what the ones before it have left: names and
/// settings. These are marked every few statements; a text that begins like the one read before goes on from the last mark
/// before the difference. The result is that of `Session.read` as long as nothing else changes that the text stands on:
/// files that it uses or loads. Whoever learns of such a change begins with a new reader.
public final class ScriptReader {
  /// What the statements before one have left.
  private struct Mark {
    let scope: Scope
    let settings: RunSettings
    let bound: [String: Location]
  }

  /// What was found in one statement. Places are in the text that was read then, which began as this one does.
  private struct Check {
    let diagnostics: [Diagnostic]
    let names: [NameUse]
  }

  /// Each mark costs copies of the tables of names; what lies between two is checked again.
  private static let distance = 16

  private let session: Session
  private var parsed: ParseResult
  private var checks: [Check] = []
  /// `marks[i]` stands before statement `i * distance`.
  private var marks: [Mark] = []

  public init(_ session: Session) {
    self.session = session
    parsed = parse(SourceText(name: "", text: ""))
  }

  /// What could be read of a text. Cost: a parse, unless it was the last to be read.
  public func script(of source: SourceText) -> Script {
    parsed(source).script
  }

  /// Does what `Session.read` does. Cost: a parse, and a check of the statements from the first difference on.
  public func read(_ source: SourceText, before end: Int = .max) -> ScriptReading {
    let parsed = parsed(source)
    let script = parsed.script
    let count = script.statements.prefix { $0.span.start < end }.count
    session.scope = checker(after: count, of: script).scope
    let checked = checks[..<count]
    let found =
      parsed.diagnostics.isEmpty
      ? checked.flatMap(\.diagnostics).map { $0.moved(to: source) } : parsed.diagnostics
    return ScriptReading(
      script: script, diagnostics: advised(found, of: script),
      names: checked.flatMap(\.names).map { $0.moved(to: source) }.inOrder)
  }

  private func advised(_ found: [Diagnostic], of script: Script) -> [Diagnostic] {
    guard !found.isEmpty else { return [] }
    var last: (count: Int, state: Advisor.State)?
    return Advisor(session, script) { [self] count in
      if let last, last.count == count { return last.state }
      let checker = checker(after: count, of: script)
      last = (count, (checker.scope, checker.settings))
      return (checker.scope, checker.settings)
    }.advised(found)
  }

  private func parsed(_ source: SourceText) -> ParseResult {
    guard parsed.script.source != source else { return parsed }
    let new = parse(source)
    forget(from: statementsBeforeDifference(new))
    parsed = new
    return new
  }

  /// How many statements are in both texts what they were: they end before the first byte that differs, and before
  /// anything that the parser stumbled over, since its recovery reads on from there as well as it can.
  private func statementsBeforeDifference(_ new: ParseResult) -> Int {
    let (old, source) = (parsed.script.source, new.script.source)
    guard old.name == source.name else { return 0 }
    var end = zip(old.text.utf8, source.text.utf8).prefix { $0 == $1 }.count
    for diagnostic in [parsed.diagnostics.first, new.diagnostics.first] {
      guard let diagnostic else { continue }
      end = min(end, diagnostic.primary?.location.span.start ?? 0)
    }
    return zip(parsed.script.statements, new.script.statements).prefix { $0.span == $1.span && $0.span.end < end }.count
  }

  private func forget(from count: Int) {
    checks.removeLast(max(0, checks.count - count))
    marks.removeLast(max(0, marks.count - (checks.count / Self.distance + 1)))
  }

  /// What the first statements leave; those that were not checked yet are.
  private func checker(after count: Int, of script: Script) -> ScriptChecker {
    if marks.isEmpty {
      marks = [Mark(scope: Scope(library: session.scope.library), settings: session.settings, bound: [:])]
    }
    let place = min(min(count, checks.count) / Self.distance, marks.count - 1)
    let mark = marks[place]
    let names = NameRecorder(bound: mark.bound)
    let checker = ScriptChecker(
      session, script.source, scope: mark.scope.copy(), settings: mark.settings, names: names)
    for index in place * Self.distance..<count {
      if index == marks.count * Self.distance {
        marks.append(Mark(scope: checker.scope.copy(), settings: checker.settings, bound: names.bound))
      }
      checker.check(script.statements[index])
      let check = Check(diagnostics: checker.takeDiagnostics(), names: names.takeUses())
      if index == checks.count { checks.append(check) }
    }
    return checker
  }
}

extension Location {
  /// The same place in the text as it stands now, where it is one of an earlier state of it.
  fileprivate func moved(to now: SourceText) -> Location {
    source.name == now.name ? Location(now, span) : self
  }
}

extension Diagnostic {
  fileprivate func moved(to now: SourceText) -> Diagnostic {
    var moved = self
    moved.primary?.location = primary?.location.moved(to: now) ?? Location(now, Span(0, 0))
    for index in secondary.indices { moved.secondary[index].location = secondary[index].location.moved(to: now) }
    return moved
  }
}

extension NameUse {
  fileprivate func moved(to now: SourceText) -> NameUse {
    NameUse(name: name, kind: kind, location: location.moved(to: now), origin: origin.moved(to: now))
  }
}
