import Learning
import Numerics
import Plans
import Samples

/// A fitted model among several, which a file tells by the name of its stage.
struct FittedMember: Sendable, Codable {
  private enum Key: CodingKey {
    case stage, learnt
  }

  let stage: String
  let model: any FittedModel

  init(stage: String, model: any FittedModel) {
    self.stage = stage
    self.model = model
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    stage = try container.decode(String.self, forKey: .stage)
    guard let type = try decoder.catalogue().stage(named: stage) as? any ModelStage.Type else {
      throw DecodingError.dataCorruptedError(forKey: .stage, in: container, debugDescription: "no model '\(stage)'")
    }
    model = try Self.fitted(by: type, container)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(stage, forKey: .stage)
    try Self.encode(model, &container)
  }

  private static func encode(_ model: some FittedModel, _ container: inout KeyedEncodingContainer<Key>) throws {
    try container.encode(model, forKey: .learnt)
  }

  private static func fitted<Stage: ModelStage>(
    by type: Stage.Type, _ container: KeyedDecodingContainer<Key>
  ) throws -> any FittedModel {
    try container.decode(Stage.Fitted.self, forKey: .learnt)
  }

  /// Its probabilities or, where it has none, 1 for the class that it predicts.
  func scores(of content: any RowContent, context: ExecutionContext) throws -> Matrix {
    if let probabilities = try model.probabilities(content, context: context) { return probabilities }
    return votes(for: try model.predict(content, context: context).codes)
  }
}

extension ModelParameter {
  /// - Throws: what the model throws.
  func fitted(to training: Samples, _ context: StageContext) throws -> FittedMember {
    guard let stage else { throw StageError.noModel }
    return FittedMember(stage: name, model: try Self.fit(stage, training, context))
  }

  private static func fit(_ stage: any ModelStage, _ training: Samples, _ context: StageContext) throws
    -> any FittedModel
  {
    try stage.fit(training, context)
  }

  /// Whether its answers tell how likely each class is.
  var givesProbabilities: Bool { stage?.givesProbabilities ?? true }

  /// - Throws: `StageError.shiftIsLost` where it shifts its answers, which `outer` does not go by.
  func checkShift(in outer: String) throws {
    if stage?.shiftsAnswers == true { throw StageError.shiftIsLost(outer: outer, model: text) }
  }

  var weightsClasses: Bool { stage?.weightsClasses ?? false }
  var takesMissingValues: Bool { stage?.takesMissingValues ?? false }
}
