import Numerics
import Samples
import Synchronization

/// All stages there are, and the two that the language uses without being named.
public struct Catalogue: Sendable {
  public let stages: [any Stage.Type]
  /// What evaluates a plan that ends in a model and names no evaluator.
  public let defaultEvaluator: any EvaluatorStage
  /// Turns predictions into metrics.
  public let scorer: any Scorer
  /// What rows can be made of that can be kept over processes.
  public let storableContents: [any StorableContent.Type]
  /// What errors and help name as examples.
  public let suggestions: StageSuggestions
  /// The kinds of value that `open` reads beside results and models.
  public let storableValues: [any StorableValue.Type]
  /// What help says of a whole kind of stage, beside what each says of itself.
  public let guidance: [StageKind: [String]]
  private let byName: [String: any Stage.Type]
  private let signatures = Signatures()

  public init(
    stages: [any Stage.Type], defaultEvaluator: any EvaluatorStage, scorer: any Scorer,
    storableContents: [any StorableContent.Type] = [Matrix.self, CompactRows.self],
    storableValues: [any StorableValue.Type] = [], suggestions: StageSuggestions? = nil,
    guidance: [StageKind: [String]] = [:]
  ) {
    self.guidance = guidance
    self.stages = stages
    self.storableContents = storableContents
    self.storableValues = storableValues
    self.suggestions = suggestions ?? StageSuggestions(from: stages)
    self.defaultEvaluator = defaultEvaluator
    self.scorer = scorer
    byName = Dictionary(stages.map { ($0.declaration.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  public func stage(named name: String) -> (any Stage.Type)? {
    byName[name]
  }

  /// The parameters of a stage, read off its type the first time that they are asked for.
  public func parameters(of type: any Stage.Type) -> [ParameterDeclaration] {
    signatures.parameters(of: type)
  }

  public var names: [String] { stages.map { $0.declaration.name } }
}

/// What a long script asks for on every line. Copies of a catalogue share it.
private final class Signatures: Sendable {
  private let known = Mutex<[ObjectIdentifier: [ParameterDeclaration]]>([:])

  func parameters(of type: any Stage.Type) -> [ParameterDeclaration] {
    let key = ObjectIdentifier(type)
    if let parameters = known.withLock({ $0[key] }) { return parameters }
    let parameters = type.parameters
    known.withLock { $0[key] = parameters }
    return parameters
  }
}
