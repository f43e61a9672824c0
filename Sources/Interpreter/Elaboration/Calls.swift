import Syntax

extension Pipeline {
  /// Every call in it, those in braces and arguments included, in order.
  public var calls: [Call] { steps.flatMap(\.calls) }
}

extension Step {
  var calls: [Call] {
    switch self {
    case .call(let call): [call] + call.arguments.flatMap { $0.value.calls }
    case .choice(let choice): choice.calls
    case .value(let value): value.calls
    }
  }
}

extension Choice {
  var calls: [Call] {
    alternatives.flatMap { alternative in
      switch alternative {
      case .pipeline(let pipeline): pipeline.calls
      case .value(let value): value.calls
      }
    }
  }
}

extension Value {
  var calls: [Call] {
    switch self {
    case .list(let values, _): values.flatMap(\.calls)
    case .choice(let choice): choice.calls
    case .formula(.value(let value), _): value.calls
    case .pipeline(let pipeline, _): pipeline.calls
    default: []
    }
  }
}
