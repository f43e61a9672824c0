import Learning
import Numerics

/// What a search found: the best configuration, fitted on all rows, and how it was found.
public struct FittedAutoML: FittedClassifier {
  public let learner: Learner
  public let configuration: Configuration
  public let objective: SearchObjective
  public let trials: [Trial]
  public let end: SearchEnd
  public let model: any FittedClassifier
  /// How many rows the model has learnt from, where there was no time to learn from all; nil otherwise.
  public let partialRows: Int?

  public var classNames: [String] { model.classNames }
  public var byteCount: Int { model.byteCount + trials.count * MemoryLayout<Trial>.stride }
  /// Of the best trial, on rows that were held back: the best of many, so better than it will be on new rows.
  public var bestLoss: Double? { trials.last?.bestLoss }

  /// - Throws: `LearningError.wrongWidth`, `.nonFinite`, at missing numbers (NaN) unless the learner that won takes them;
  ///   `Interrupted`.
  public func predict(_ features: Matrix, context: ExecutionContext) throws -> [Int] {
    try check(features, context)
    return try model.predict(features, context: context)
  }

  public func probabilities(_ features: Matrix, context: ExecutionContext) throws -> Matrix? {
    try check(features, context)
    return try model.probabilities(features, context: context)
  }

  private func check(_ features: Matrix, _ context: ExecutionContext) throws {
    // What takes missing numbers refuses infinity itself.
    if !learner.takesMissingValues { try InputChecks.checkFinite(features, context: context) }
  }

  init(
    learner: Learner, configuration: Configuration, objective: SearchObjective, trials: [Trial], end: SearchEnd,
    model: any FittedClassifier, partialRows: Int? = nil
  ) {
    self.learner = learner
    self.configuration = configuration
    self.objective = objective
    self.trials = trials
    self.end = end
    self.model = model
    self.partialRows = partialRows
  }
}

extension FittedAutoML: Codable {
  private enum CodingKeys: String, CodingKey {
    case learner, configuration, objective, trials, end, model, partialRows
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let name = try values.decode(String.self, forKey: .learner)
    do { learner = try Learner.named(name) } catch {
      throw DecodingError.dataCorruptedError(forKey: .learner, in: values, debugDescription: "no learner \(name)")
    }
    configuration = try values.decode(Configuration.self, forKey: .configuration)
    objective = try values.decode(SearchObjective.self, forKey: .objective)
    trials = try values.decode([Trial].self, forKey: .trials)
    end = try values.decode(SearchEnd.self, forKey: .end)
    model = try values.decode(learner.fittedType, forKey: .model)
    partialRows = try values.decodeIfPresent(Int.self, forKey: .partialRows)
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(learner.name, forKey: .learner)
    try values.encode(configuration, forKey: .configuration)
    try values.encode(objective, forKey: .objective)
    try values.encode(trials, forKey: .trials)
    try values.encode(end, forKey: .end)
    try values.encode(model, forKey: .model)
    try values.encodeIfPresent(partialRows, forKey: .partialRows)
  }
}
