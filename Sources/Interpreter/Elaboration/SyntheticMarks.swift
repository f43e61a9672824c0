import Plans
import Syntax

extension Elaborator {
  /// What stands on a number because variables in it come from data that are not real.
  func synthetic(_ value: Value, in scope: Scope) -> String? {
    switch value {
    case .name(let name), .field(let name, _):
      if case .written(let value, let callerScope, _)? = scope.parameters[name.text] {
        return synthetic(value, in: callerScope)
      }
      return scope.variables[name.text]?.value?.payload.synthetic
    case .formula(let formula, _): return formula.operands.lazy.compactMap { self.synthetic($0, in: scope) }.first
    case .list(let elements, _): return elements.lazy.compactMap { self.synthetic($0, in: scope) }.first
    case .number, .string, .boolean, .none, .range, .choice, .pipeline: return nil
    }
  }
}
