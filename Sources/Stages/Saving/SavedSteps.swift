import Diagnostics
import FoundationEssentials
import Plans

/// A stage with its arguments, as it stands in a file.
struct SavedStep: Codable {
  var stage: String
  var text: String
  var arguments: [SavedArgument]
  /// What a fitted stage or a model has learnt, as JSON of its own.
  var learnt: Data?
  /// What `tune` chose among.
  var alternatives: [[SavedStep]]?
}

struct SavedArgument: Codable {
  indirect enum Value: Codable {
    case number(Double, unit: String)
    case text(String)
    case word(String)
    case boolean(Bool)
    case none
    case list([Value])
  }

  var name: String
  var value: Value
}

extension SavedArgument.Value {
  /// nil for what cannot stand in a file, such as a variable.
  init?(_ value: ArgumentValue) {
    switch value {
    case .number(let number, let unit): self = .number(number, unit: unit.rawValue)
    case .text(let text): self = .text(text)
    case .word(let word): self = .word(word)
    case .boolean(let value): self = .boolean(value)
    case .none: self = .none
    case .list(let values):
      let saved = values.compactMap(Self.init)
      guard saved.count == values.count else { return nil }
      self = .list(saved)
    case .value, .condition: return nil
    }
  }

  var argument: ArgumentValue {
    switch self {
    case .number(let number, let unit): .number(number, ArgumentValue.Unit(rawValue: unit) ?? .plain)
    case .text(let text): .text(text)
    case .word(let word): .word(word)
    case .boolean(let value): .boolean(value)
    case .none: .none
    case .list(let values): .list(values.map(\.argument))
    }
  }
}

extension SavedStep {
  init(_ step: PlanStep, learnt: Data? = nil) {
    self.init(
      stage: step.declaration.name, text: step.text,
      arguments: step.arguments.compactMap { argument in
        SavedArgument.Value(argument.value).map { SavedArgument(name: argument.name, value: $0) }
      }, learnt: learnt,
      alternatives: (step.stage as? TunedModelStage)?.candidates.map { $0.steps.map { SavedStep($0) } })
  }

  /// The stage with its arguments bound anew, so that a file from elsewhere is checked as a script would be.
  /// - Throws: `StageError.notMien`.
  func planStep(from path: String, _ catalogue: Catalogue) throws -> PlanStep {
    guard let type = catalogue.stage(named: stage) else {
      throw StageError.notMien(path: path, reason: "it holds a stage '\(stage)' that this version does not have")
    }
    let location = Location(SourceText(name: path, text: text), Span(0, text.utf8.count))
    let given = arguments.map {
      GivenArgument(label: ($0.name, location), value: $0.value.argument, location: location)
    }
    let (bound, values, problems) = type.bound(to: given, at: location)
    if let problem = problems.first { throw StageError.notMien(path: path, reason: problem.message) }
    var stage: any Stage = bound
    if let tune = bound as? TuneStage, let alternatives {
      let candidates = try alternatives.map { steps in
        TunedModelStage.Candidate(steps: try steps.map { try $0.planStep(from: path, catalogue) })
      }
      stage = TunedModelStage(candidates: candidates, inner: tune.inner, metric: tune.by.name)
    }
    return PlanStep(stage: stage, text: text, location: location, arguments: values)
  }
}
