import Learning
import Numerics

/// How many training rows, columns and classes there are: what a search space and the work of a fit depend on.
public struct TrainingShape: Sendable, Equatable {
  public var rows: Int
  public var columns: Int
  public var classes: Int

  public init(rows: Int, columns: Int, classes: Int) {
    self.rows = rows
    self.columns = columns
    self.classes = classes
  }
}

/// A method of learning with the options that a search may choose: all that a search knows of it.
public struct Learner: Sendable {
  /// Among all learners.
  public let name: String
  /// The method; several learners may search different options of one method.
  public let method: String
  /// Options of the method that this learner keeps as they are.
  public let fixed: [Configuration.Entry]
  /// What a first improvement is taken to cost, relative to the other learners.
  public let relativeCost: Double
  /// Whether columns are brought to mean 0 and deviation 1 before it sees them, for methods that compare distances or
  /// sizes of weights.
  public let scalesColumns: Bool
  public let hasProbabilities: Bool
  /// Whether its method takes `weights`, none or balanced.
  public let takesClassWeights: Bool
  /// Whether missing numbers (NaN) may be among its rows.
  public let takesMissingValues: Bool
  let fittedType: any FittedClassifier.Type
  private let options: @Sendable (TrainingShape) -> [SearchDimension]
  private let operations: @Sendable (Configuration, TrainingShape) throws -> Double
  private let fitting: @Sendable (Configuration, TrainingSet, Seeds, ExecutionContext) throws -> any FittedClassifier

  /// The seed of each method that takes part, by its name.
  public typealias Seeds = @Sendable (String) -> UInt64

  /// - Parameters:
  ///   - options: what is searched over, for training rows of that shape.
  ///   - operations: roughly how many a fit takes; what trials cost where time does not count.
  ///   - classifier: the method with a configuration's options.
  public init<Method: Classifier>(
    _ name: String, method: String? = nil, fixed: [Configuration.Entry] = [], relativeCost: Double,
    scalesColumns: Bool = false, hasProbabilities: Bool = true, takesClassWeights: Bool = false,
    options: @escaping @Sendable (TrainingShape) -> [SearchDimension],
    operations: @escaping @Sendable (Configuration, TrainingShape) throws -> Double,
    classifier: @escaping @Sendable (Configuration) throws -> Method
  ) {
    let methodName = method ?? name
    self.name = name
    self.method = methodName
    self.fixed = fixed
    self.relativeCost = relativeCost
    self.scalesColumns = scalesColumns
    self.hasProbabilities = hasProbabilities
    self.takesClassWeights = takesClassWeights
    takesMissingValues = Method.takesMissingValues && !scalesColumns
    self.options = options
    self.operations = operations
    fittedType = scalesColumns ? FittedOnScaledColumns<Method.Fitted>.self : Method.Fitted.self
    fitting = { configuration, rows, seeds, context in
      let learner = try classifier(configuration)
      let correction = try configuration.correction
      let scaler = scalesColumns ? try StandardScaler().fit(rows.features, context: context) : nil
      let scaled = try scaler.map { try rows.transformed(by: $0, context) } ?? rows
      let corrected = try correction.applied(to: scaled, seed: seeds(correction.name), context: context)
      let model = try learner.fit(
        corrected.features, corrected.labels, weights: nil, seed: seeds(methodName), context: context)
      guard let scaler else { return model }
      return FittedOnScaledColumns(scaler: scaler, model: model)
    }
  }

  /// - Parameter corrections: whether what is done for rare classes is searched over too.
  public func space(for shape: TrainingShape, corrections: Bool = false) -> SearchSpace {
    SearchSpace(options(shape) + (corrections ? [ClassCorrection.dimension(takesWeights: takesClassWeights)] : []))
  }

  /// The work of one fit, in units of 10⁹ operations.
  public func work(_ configuration: Configuration, _ shape: TrainingShape) throws -> Double {
    max(try operations(configuration, shape) * 1e-9, 1e-9)
  }

  /// Scales the columns, corrects the classes and learns, in this order and as far as the learner and its configuration
  /// say.
  /// - Throws: `LearningError` and its kin, `Interrupted`.
  public func fit(
    _ configuration: Configuration, _ features: Matrix, _ labels: Labels, seeds: @escaping Seeds,
    context: ExecutionContext
  ) throws -> any FittedClassifier {
    try fitting(configuration, TrainingSet(features: features, labels: labels), seeds, context)
  }
}

/// Rows to learn from.
struct TrainingSet: Sendable {
  let features: Matrix
  let labels: Labels

  func transformed(by scaler: FittedScaler, _ context: ExecutionContext) throws -> TrainingSet {
    TrainingSet(features: try scaler.transform(features, context: context), labels: labels)
  }
}

/// A classifier with the scaling that its rows were given.
struct FittedOnScaledColumns<Model: FittedClassifier>: FittedClassifier {
  let scaler: FittedScaler
  let model: Model

  var classNames: [String] { model.classNames }
  var byteCount: Int { scaler.byteCount + model.byteCount }

  func predict(_ features: Matrix, context: ExecutionContext) throws -> [Int] {
    try model.predict(scaler.transform(features, context: context), context: context)
  }

  func probabilities(_ features: Matrix, context: ExecutionContext) throws -> Matrix? {
    try model.probabilities(scaler.transform(features, context: context), context: context)
  }
}
