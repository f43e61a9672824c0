import Diagnostics
import Plans
import Syntax

extension Elaborator {
  /// A model that stands as an argument: `logreg`, `(svm rbf C=10)`, or a `def` of one.
  func model(_ value: Value, in scope: Scope, _ source: SourceText) -> ArgumentValue? {
    let pipeline: Pipeline
    switch value {
    case .name(let name):
      if let parameter = scope.parameters[name.text] {
        names?.use(parameter: name, in: source)
        guard case .written(let value, let callerScope, let callerSource) = parameter else { return nil }
        return argumentValue(value, as: .list(.model), in: callerScope, callerSource)
      }
      pipeline = Pipeline(steps: [.call(Call(name: name, arguments: [], span: name.span))], span: name.span)
    case .formula(.value(let inner), _): return model(inner, in: scope, source)
    case .pipeline(let inner, _): pipeline = inner
    default:
      reportNoModel(value.span, source)
      return nil
    }
    let reported = diagnostics.count
    guard let expansions = expand(pipeline, in: scope, source) else { return nil }
    guard expansions.count == 1, let steps = expansions.first?.steps, steps.count == 1, steps[0].kind == .model else {
      if diagnostics.count == reported { reportNoModel(value.span, source) }
      return nil
    }
    return .step(steps[0])
  }

  private func reportNoModel(_ span: Span, _ source: SourceText) {
    let (model, other) = (catalogue.suggestions.model, catalogue.suggestions.modelWithArgument)
    report(
      .wrongType, "\(slice(span, of: source)) is not one model", at: span, in: source, "a model was expected here",
      notes: [
        "write a model's name, or the model with its arguments in parentheses: [\(model), (\(other))]",
        "what comes before the model stands before the whole; braces around the whole list make a sweep",
      ])
  }
}

extension Value {
  var isList: Bool {
    if case .list = self { true } else { false }
  }
}
