import Samples

/// A fitted plan in a file, and inside a tuned model: each stage with what it has learnt, in the form its stage gave it.
extension FittedPipeline: Codable {
  private enum Key: CodingKey {
    case steps, classNames, data, dataFingerprint, synthetic, columnNames, trainingRows, learntRows
  }

  private enum StepKey: CodingKey {
    case step, learnt
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(classNames, forKey: .classNames)
    try container.encode(origin.name, forKey: .data)
    try container.encode(origin.fingerprint, forKey: .dataFingerprint)
    try container.encodeIfPresent(origin.synthetic, forKey: .synthetic)
    try container.encodeIfPresent(origin.columnNames, forKey: .columnNames)
    try container.encode(trainingRows, forKey: .trainingRows)
    try container.encodeIfPresent(learntRows, forKey: .learntRows)
    var list = container.nestedUnkeyedContainer(forKey: .steps)
    for (step, learnt) in steps {
      var fields = list.nestedContainer(keyedBy: StepKey.self)
      try fields.encode(StepRecord(step), forKey: .step)
      switch learnt {
      case .rowwise: break
      case .transform(let transform): try fields.encode(transform, forKey: .learnt)
      case .model(let model): try fields.encode(model, forKey: .learnt)
      }
    }
  }

  /// - Throws: `UnreadablePlan` where the catalogue lacks a stage; what decoding throws.
  public init(from decoder: any Decoder) throws {
    let catalogue = try decoder.catalogue()
    let container = try decoder.container(keyedBy: Key.self)
    var list = try container.nestedUnkeyedContainer(forKey: .steps)
    var steps: [(step: PlanStep, learnt: Step)] = []
    while !list.isAtEnd {
      let fields = try list.nestedContainer(keyedBy: StepKey.self)
      let step = try fields.decode(StepRecord.self, forKey: .step).step(of: catalogue, named: "a saved model")
      steps.append((step, try Self.learnt(by: step, fields)))
    }
    self.init(
      steps: steps, classNames: try container.decode([String].self, forKey: .classNames),
      origin: DataProvenance(
        name: try container.decode(String.self, forKey: .data),
        synthetic: try container.decodeIfPresent(String.self, forKey: .synthetic),
        fingerprint: try container.decode(String.self, forKey: .dataFingerprint),
        columnNames: try container.decodeIfPresent([String].self, forKey: .columnNames)),
      trainingRows: try container.decode(Int.self, forKey: .trainingRows),
      learntRows: try container.decodeIfPresent(LearntRows.self, forKey: .learntRows))
  }

  private static func learnt(by step: PlanStep, _ fields: KeyedDecodingContainer<StepKey>) throws -> Step {
    switch step.stage.role {
    case .rowwise(let stage): .rowwise(stage)
    case .fitted(let stage): .transform(try transform(of: stage, fields))
    case .model(let stage): .model(try model(of: stage, fields))
    case .source, .selector, .resampler, .evaluator, .seeding, .grid, .reader:
      throw UnreadablePlan(reason: "'\(step.text)' has no place in a fitted model")
    }
  }

  private static func transform<Stage: FittedStage>(
    of stage: Stage, _ fields: KeyedDecodingContainer<StepKey>
  ) throws -> any FittedTransform {
    try fields.decode(Stage.Fitted.self, forKey: .learnt)
  }

  private static func model<Stage: ModelStage>(
    of stage: Stage, _ fields: KeyedDecodingContainer<StepKey>
  ) throws -> any FittedModel {
    try fields.decode(Stage.Fitted.self, forKey: .learnt)
  }

  /// With what a model that chooses among plans chose in its place: the others are no part of what was learnt.
  public var withChoicesMade: FittedPipeline {
    FittedPipeline(
      steps: steps.flatMap { step, learnt in
        if case .model(let model) = learnt, let chosen = (model as? any ChoosingModel)?.chosenPipeline {
          chosen.withChoicesMade.steps
        } else {
          [(step, learnt)]
        }
      }, classNames: classNames, origin: origin, trainingRows: trainingRows, learntRows: learntRows)
  }
}
