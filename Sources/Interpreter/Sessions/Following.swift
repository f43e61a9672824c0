import Diagnostics
import Plans
import Syntax

/// What a statement left behind when it ran, so that a session that begins again can be given it without running it.
public struct RanStatement: Sendable {
  public let outcome: Outcome
  /// Nil for what leaves no value: a definition, a setting, a command.
  let variable: Variable?
  let name: String?

  /// Whether it left a value that later statements may go on from.
  public var leavesValue: Bool { variable != nil }

  /// The value that was shown or bound.
  public var value: PlanValue? {
    switch outcome {
    case .shown(let value), .bound(_, let value): value
    case .defined, .done: nil
    }
  }
}

/// What is known of a statement before it runs.
public struct StatementOutlook: Sendable {
  /// Each plan that it stands for; none for what runs no plan.
  public var plans: [Plan] = []
}

/// For hosts that follow a script while it is being edited: each time it is run from its beginning, but what has not
/// changed is put back rather than run.
extension Session {
  /// Forgets all variables, definitions and settings of the script. The cache and the log of experiments stay.
  public func beginAgain(with settings: RunSettings) {
    scope = Scope(library: scope.library)
    self.settings = settings
    undoable = []
    transcript = []
    shownField = nil
  }

  /// Runs one statement of a script, with whatever the statements before it have left.
  /// - Throws: `Diagnostic` or `Diagnostics` where it is wrong or fails; `Interrupted`.
  public func runOne(_ statement: Statement, of source: SourceText) throws -> RanStatement {
    shownField = statement.field(in: source)
    let outcome = try run(statement, of: source)
    switch statement.kind {
    case .binding(let name, _):
      return RanStatement(outcome: outcome, variable: scope.variables[name.text], name: name.text)
    case .expression(let pipeline, let continuesLast):
      let isCommand = !continuesLast && command(in: pipeline, scope) != nil
      return RanStatement(outcome: outcome, variable: isCommand ? nil : scope.variables["_"], name: nil)
    case .definition, .use, .set: return RanStatement(outcome: outcome, variable: nil, name: nil)
    }
  }

  /// Leaves what a statement left when it ran before.
  public func putBack(_ ran: RanStatement) {
    guard let variable = ran.variable else { return }
    if let name = ran.name { scope.variables[name] = variable }
    scope.variables["_"] = variable
  }

  /// What every statement of a script would run, as far as that is known beforehand. Runs nothing, changes nothing.
  /// - Parameter limit: of sweeps with more combinations nothing is told.
  public func outlooks(of script: Script, limit: Int = 1000) -> [StatementOutlook] {
    let checker = ScriptChecker(self, script.source)
    return script.statements.map { statement in
      checker.check(statement)
      let known: Elaborated? =
        switch statement.kind {
        case .binding(let name, _): checker.scope.variables[name.text]?.known
        case .expression(let pipeline, let continuesLast):
          !continuesLast && command(in: pipeline, checker.scope) != nil ? nil : checker.scope.variables["_"]?.known
        case .definition, .use, .set: nil
        }
      let combinations = known?.grid?.combinations ?? []
      guard combinations.count <= limit else { return StatementOutlook() }
      return StatementOutlook(plans: combinations.map(\.plan))
    }
  }

  /// What `why` tells of a value.
  public func account(of value: PlanValue) -> Document { WhyCommand.document(on: value) }
}
