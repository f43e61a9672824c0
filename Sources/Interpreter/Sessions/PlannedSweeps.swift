import Diagnostics
import Plans
import Syntax

/// What a statement of a script would score, and under which settings.
public struct PlannedSweep: Sendable {
  /// All that hold a model; several where the statement has braces.
  public var plans: [Plan]
  public var settings: RunSettings
  /// The folder that `set cache` names before it; nil where none does.
  public var cacheFolder: String?
  /// As written.
  public var text: String
}

extension Session {
  /// The plans that a script would score, statement by statement, each plan once. Runs nothing and changes nothing; what
  /// only arguments score, such as a pipeline in brackets, is left out.
  /// - Throws: `ScriptIsWrong`.
  public func plannedSweeps(of source: SourceText) throws(ScriptIsWrong) -> [PlannedSweep] {
    let parsed = parse(source)
    guard parsed.diagnostics.isEmpty else { throw ScriptIsWrong(diagnostics: advised(parsed)) }
    let problems = check(parsed.script)
    guard problems.isEmpty else { throw ScriptIsWrong(diagnostics: problems) }
    let checker = ScriptChecker(self, source)
    var sweeps: [PlannedSweep] = []
    var seen: Set<String> = []
    var cacheFolder: String?
    for statement in parsed.script.statements {
      checker.check(statement)
      switch statement.kind {
      case .set(let name, .string(let path)) where name.text == "cache": cacheFolder = path.plainText
      case .binding, .expression:
        guard let grid = checker.scope.variables["_"]?.known.grid else { continue }
        let plans = grid.combinations.map(\.plan).filter { plan in
          let name = plan.steps.map(\.canonicalText).joined(separator: "|")
          return plan.modelIndex != nil && seen.insert("\(checker.settings.seed) \(name)").inserted
        }
        guard !plans.isEmpty else { continue }
        sweeps.append(
          PlannedSweep(plans: plans, settings: checker.settings, cacheFolder: cacheFolder, text: grid.text))
      default: continue
      }
    }
    return sweeps
  }
}
