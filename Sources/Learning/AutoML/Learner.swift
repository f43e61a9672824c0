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
  /// Whether it takes `weights`, none or balanced.
  public let takesClassWeights: Bool
  let fittedType: any FittedClassifier.Type
  private let options: @Sendable (TrainingShape) -> [SearchDimension]
  private let operations: @Sendable (Configuration, TrainingShape) throws -> Double
  private let fitting: @Sendable (Configuration, TrainingSet, UInt64, ExecutionContext) throws -> any FittedClassifier

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
    self.name = name
    self.method = method ?? name
    self.fixed = fixed
    self.relativeCost = relativeCost
    self.scalesColumns = scalesColumns
    self.hasProbabilities = hasProbabilities
    self.takesClassWeights = takesClassWeights
    self.options = options
    self.operations = operations
    fittedType = scalesColumns ? FittedOnScaledColumns<Method.Fitted>.self : Method.Fitted.self
    fitting = { configuration, rows, seed, context in
      let method = try classifier(configuration)
      guard scalesColumns else {
        return try method.fit(rows.features, rows.labels, weights: nil, seed: seed, context: context)
      }
      return try FittedOnScaledColumns(method, rows, seed: seed, context: context)
    }
  }

  /// - Parameter weights: whether class weights are searched over too, where it takes them.
  public func space(for shape: TrainingShape, weights: Bool = false) -> SearchSpace {
    let none = Setting.word("none")
    let choice = SearchDimension("weights", .choice([none, .word("balanced")]), start: none)
    return SearchSpace(options(shape) + (weights && takesClassWeights ? [choice] : []))
  }

  /// The work of one fit, in units of 10⁹ operations.
  public func work(_ configuration: Configuration, _ shape: TrainingShape) throws -> Double {
    max(try operations(configuration, shape) * 1e-9, 1e-9)
  }

  /// - Throws: `LearningError` and its kin, `Interrupted`.
  public func fit(
    _ configuration: Configuration, _ features: Matrix, _ labels: Labels, seed: UInt64, context: ExecutionContext
  ) throws -> any FittedClassifier {
    try fitting(configuration, TrainingSet(features: features, labels: labels), seed, context)
  }
}

/// Rows to learn from.
struct TrainingSet: Sendable {
  let features: Matrix
  let labels: Labels
}

/// A classifier with the scaling that its rows were given.
struct FittedOnScaledColumns<Model: FittedClassifier>: FittedClassifier {
  let scaler: FittedScaler
  let model: Model

  var classNames: [String] { model.classNames }

  init<Method: Classifier>(
    _ method: Method, _ rows: TrainingSet, seed: UInt64, context: ExecutionContext
  ) throws where Method.Fitted == Model {
    scaler = try StandardScaler().fit(rows.features, context: context)
    let scaled = try scaler.transform(rows.features, context: context)
    model = try method.fit(scaled, rows.labels, weights: nil, seed: seed, context: context)
  }

  func predict(_ features: Matrix, context: ExecutionContext) throws -> [Int] {
    try model.predict(scaler.transform(features, context: context), context: context)
  }

  func probabilities(_ features: Matrix, context: ExecutionContext) throws -> Matrix? {
    try model.probabilities(scaler.transform(features, context: context), context: context)
  }
}
