/// An argument, as data.
public indirect enum ArgumentRecord: Sendable, Equatable, Codable {
  case number(Double, unit: String)
  case text(String)
  case word(String)
  case boolean(Bool)
  case none
  case list([ArgumentRecord])
  /// A stage handed to another, such as a model to `vote`.
  case stage(StepRecord)
  /// The value of a variable, or a comparison: what readers alone take, and no plan holds.
  case unwritable(String)

  public init(_ argument: ArgumentValue) {
    switch argument {
    case .number(let number, let unit): self = .number(number, unit: unit.rawValue)
    case .text(let text): self = .text(text)
    case .word(let word): self = .word(word)
    case .boolean(let value): self = .boolean(value)
    case .none: self = .none
    case .list(let values): self = .list(values.map { ArgumentRecord($0) })
    case .step(let step): self = .stage(StepRecord(step))
    case .value, .condition: self = .unwritable(argument.description)
    }
  }

  func value(of catalogue: Catalogue, named name: String) throws(UnreadablePlan) -> ArgumentValue {
    switch self {
    case .number(let number, let unit):
      guard let unit = ArgumentValue.Unit(rawValue: unit) else {
        throw UnreadablePlan(reason: "it counts in '\(unit)', which this version does not know")
      }
      return .number(number, unit)
    case .text(let text): return .text(text)
    case .word(let word): return .word(word)
    case .boolean(let value): return .boolean(value)
    case .none: return .none
    case .list(let records):
      var values: [ArgumentValue] = []
      for record in records { values.append(try record.value(of: catalogue, named: name)) }
      return .list(values)
    case .stage(let step): return .step(try step.step(of: catalogue, named: name))
    case .unwritable(let what):
      throw UnreadablePlan(reason: "one of its arguments was \(what), which cannot be written down")
    }
  }
}
