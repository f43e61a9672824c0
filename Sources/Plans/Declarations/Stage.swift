import Numerics
import Samples

/// A stage, as a value: its parameters are its properties, bound and checked. Conform to one of the protocols below,
/// which say what the stage may see.
public protocol Stage: Declared {
  static var kind: StageKind { get }
  /// Itself as what it is to whoever runs plans; its protocol gives it.
  var role: StageRole { get }
  /// Whether, with the arguments it was given, it works on rows in which some numbers are missing (NaN); others refuse
  /// them.
  var takesMissingValues: Bool { get }
  /// What can be told to be wrong before anything runs, such as a missing file; asked where all arguments are known.
  /// Cheap.
  func check(in environment: RunEnvironment) throws
  /// Its arguments as they stand in a cache key: files by their content.
  func keyArguments(in environment: RunEnvironment) throws -> String
  /// Changes when anything else changes that its work depends on, beside its input and its arguments: part of the cache
  /// key. Cheap: asked in every run.
  func identity(in environment: RunEnvironment) throws -> String
  /// Whether, with the arguments it was given, the clock decides what it gives, so that it need not give the same again.
  var endsByTheClock: Bool { get }
  /// The files and folders that it writes, for the checking of the lines after it; empty texts for what is not known yet.
  var writtenPaths: [String] { get }
  /// The files and folders that it reads, which a later stage must not write over; asked when it has run.
  func readPaths(in environment: RunEnvironment) -> [String]
}

extension Stage {
  public var takesMissingValues: Bool { false }
  public var endsByTheClock: Bool { false }
  public func check(in environment: RunEnvironment) throws {}
  public func identity(in environment: RunEnvironment) throws -> String { "" }

  public func keyArguments(in environment: RunEnvironment) throws -> String {
    var isSpelling = true
    let arguments = try declaredParameters.map { name, parameter in
      let text = try parameter.keyText(in: environment)
      isSpelling = isSpelling && text == parameter.canonicalText
      return "\(name)=\(text)"
    }
    // A stage may spell its arguments in its own way.
    return isSpelling ? canonicalArguments : arguments.sorted().joined(separator: " ")
  }
  public var writtenPaths: [String] { [] }
  public func readPaths(in environment: RunEnvironment) -> [String] { [] }
}

/// Makes rows.
public protocol SourceStage: Stage {
  func load(_ context: StageContext) throws -> Samples
  /// This source with another data set beside it, for an evaluator that tests on one; nil where that makes no sense.
  func adding(source name: String) -> (any SourceStage)?
}

extension SourceStage {
  public static var kind: StageKind { .source }
  public func adding(source name: String) -> (any SourceStage)? { nil }
}

/// Decides which rows there are, by what is known of them and never by their content.
///
/// What it leaves out is no part of the data that an evaluator deals, so it stands before all that learns, and what
/// comes out has a fingerprint of its own.
public protocol SelectorStage: Stage {
  /// Numbers of the rows that stay: ascending, each once, one at least.
  func rows(of metadata: RowMetadata, _ context: StageContext) throws -> [Int]
}

extension SelectorStage {
  public static var kind: StageKind { .selector }
  public var takesMissingValues: Bool { true }
}

/// Looks at one row at a time.
public protocol RowwiseStage: Stage {
  /// As many rows as it was given, in the same order.
  func apply(to content: any RowContent, _ context: StageContext) throws -> any RowContent
}

extension RowwiseStage {
  public static var kind: StageKind { .rowwise }
}

/// `skip`: leaves no trace in a plan.
public protocol IdentityStage: RowwiseStage {}

extension IdentityStage {
  public var takesMissingValues: Bool { true }
}

/// Learns from training rows, then applies to all.
public protocol FittedStage: Stage {
  associatedtype Fitted: FittedTransform
  /// Whether, with the arguments it was given, its columns are those it was given, with other numbers in them.
  var keepsColumns: Bool { get }
  func fit(_ training: Samples, _ context: StageContext) throws -> Fitted
}

extension FittedStage {
  public var keepsColumns: Bool { false }
  public static var kind: StageKind { .fitted }
}

/// A fitted stage part of whose learning is the same for many arguments: the covariances behind `pca {20, 50, 100}`.
/// They are worked out once for all of them, and what is learnt is, bit for bit, what it would be without.
public protocol PrecomputingStage: FittedStage {
  associatedtype Preparation: Sendable
  /// What the preparation is, for a person.
  static var preparationName: String { get }
  /// Those of its arguments that the preparation depends on, in one spelling.
  var preparationArguments: String { get }
  /// - Parameter products: of the training rows, where the splits of an evaluation share them.
  func prepare(
    _ training: Samples, products: TrainingProducts?, _ context: StageContext
  ) throws -> Preparation
  func fit(_ training: Samples, prepared: Preparation, _ context: StageContext) throws -> Fitted
  /// What it takes in memory.
  func byteCount(of preparation: Preparation) -> Int
}

extension PrecomputingStage {
  public var preparationArguments: String { "" }

  public func fit(_ training: Samples, _ context: StageContext) throws -> Fitted {
    try fit(training, prepared: prepare(training, products: nil, context), context)
  }
}

/// What a fitted stage has learnt.
public protocol FittedTransform: Sendable, Codable {
  /// What it takes in memory, in bytes: the cache goes by it.
  var byteCount: Int { get }
  /// Whether a copy that was written and read gives rows the same numbers to the last digit; what does not is kept in
  /// memory alone.
  var isCopiedExactly: Bool { get }
  func apply(to content: any RowContent, context: ExecutionContext) throws -> any RowContent
}

extension FittedTransform {
  public var isCopiedExactly: Bool { true }
}

/// Changes training rows.
public protocol ResamplerStage: Stage {
  /// Whether it levels the sizes of classes, rather than cleaning or varying rows.
  static var balancesClasses: Bool { get }
  func resample(_ training: Samples, _ context: StageContext) throws -> Samples
}

extension ResamplerStage {
  public static var kind: StageKind { .resampler }
  public static var balancesClasses: Bool { true }
}

/// Learns classes.
public protocol ModelStage: Stage {
  associatedtype Fitted: FittedModel
  /// Whether, with the arguments it was given, it lets rare classes count for more.
  var weightsClasses: Bool { get }
  /// Whether, with the arguments it was given, what it learns tells how likely each class is.
  var givesProbabilities: Bool { get }
  /// Whether it answers otherwise than its probabilities tell, so that whoever goes by those does not see it.
  var shiftsAnswers: Bool { get }
  func fit(_ training: Samples, _ context: StageContext) throws -> Fitted
}

extension ModelStage {
  public static var kind: StageKind { .model }
  public var weightsClasses: Bool { false }
  public var givesProbabilities: Bool { true }
  public var shiftsAnswers: Bool { false }
}

/// A model part of whose learning is the same for many arguments: the kernel behind `svm C={1, 10}`, the binned columns
/// behind `xgboost depth={3, 6}`. It is worked out once for all of them, and what is learnt is, bit for bit, what it would
/// be without.
public protocol PrecomputingModelStage: ModelStage {
  associatedtype Preparation: Sendable
  /// What the preparation is, for a person.
  static var preparationName: String { get }
  /// Those of its arguments that the preparation depends on, in one spelling.
  var preparationArguments: String { get }
  func prepare(_ training: Samples, _ context: StageContext) throws -> Preparation
  func fit(_ training: Samples, prepared: Preparation, _ context: StageContext) throws -> Fitted
  /// What it takes in memory.
  func byteCount(of preparation: Preparation) -> Int
  /// How much of the preparation it uses, where what one that uses much leaves behind serves those that use less, such as
  /// the neighbours behind `knn {3, 5, 9}`: a sweep begins with those that use most. 0 where all use the same.
  var preparationUse: Int { get }
}

extension PrecomputingModelStage {
  public var preparationUse: Int { 0 }

  public func fit(_ training: Samples, _ context: StageContext) throws -> Fitted {
    try fit(training, prepared: prepare(training, context), context)
  }
}

/// What a model has learnt.
public protocol FittedModel: Sendable, Codable {
  /// In the order of the codes it predicts.
  var classNames: [String] { get }
  func predict(_ content: any RowContent, context: ExecutionContext) throws -> Predictions
  /// The same where more is known of the rows than their content: for a model that goes by a group.
  func predict(rows: Samples, context: ExecutionContext) throws -> Predictions
  /// Rows × classes, or nil where the model has none.
  func probabilities(_ content: any RowContent, context: ExecutionContext) throws -> Matrix?
  /// Whether a person ended the learning early. Such a model serves this session, but no later one takes it from the
  /// disk for what its plan says.
  var isCutShort: Bool { get }
  /// What it takes in memory, in bytes: the cache goes by it.
  var byteCount: Int { get }
}

extension FittedModel {
  public var isCutShort: Bool { false }

  public func predict(rows: Samples, context: ExecutionContext) throws -> Predictions {
    try predict(rows.content, context: context)
  }

  public func probabilities(_ content: any RowContent, context: ExecutionContext) throws -> Matrix? {
    try predict(content, context: context).probabilities
  }
}

/// A model that chose among alternatives by its training rows.
public protocol ChoosingModel: FittedModel {
  var choice: ModelChoice { get }
  /// Where it chose among whole plans, the one that it chose, fitted.
  var chosenPipeline: FittedPipeline? { get }
}

/// What a model chose.
public struct ModelChoice: Sendable, Hashable, Codable {
  /// The alternative, as written.
  public var chosen: String
  /// How it scored inside the training rows, and what else belongs to it: "(inner macro-F1 0.61 over 3 folds)".
  public var reason: String

  public init(_ chosen: String, reason: String) {
    self.chosen = chosen
    self.reason = reason
  }

  public var text: String { "\(chosen) \(reason)" }
}

extension ChoosingModel {
  public var chosenPipeline: FittedPipeline? { nil }
}

public struct Predictions: Sendable {
  /// The class code of each row.
  public var codes: [Int]
  /// Rows × classes, or nil where the model has none.
  public var probabilities: Matrix?

  public init(codes: [Int], probabilities: Matrix? = nil) {
    self.codes = codes
    self.probabilities = probabilities
  }

  public var byteCount: Int { codes.count * MemoryLayout<Int>.stride + (probabilities?.byteCount ?? 0) }
}

/// Decides which rows train and which test.
public protocol EvaluatorStage: Stage {
  /// Whether it changes how the evaluator before it works (`cv 5 | repeat 10`), rather than taking its place.
  static var wrapsAnother: Bool { get }
  /// - Parameter inner: for an evaluator that wraps another, the one before it, if any.
  func splits(of metadata: RowMetadata, wrapping inner: (any EvaluatorStage)?, _ context: StageContext) throws
    -> SplitPlan
  /// A data set that must be among the sources for this evaluator to work.
  var neededSource: String? { get }
}

extension EvaluatorStage {
  public static var kind: StageKind { .evaluator }
  public static var wrapsAnother: Bool { false }
  public var neededSource: String? { nil }
}

/// Reads a value; changes nothing that is cached.
public protocol ReaderStage: Stage {
  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload
  /// The columns of the table it gives for a table with `columns`; nil where it does not give a table.
  func columns(from columns: [String]) -> [String]?
}

extension ReaderStage {
  public static var kind: StageKind { .reader }
  public func columns(from columns: [String]) -> [String]? { nil }
}

/// What a reader may use beside its input.
public struct ReaderContext: Sendable {
  public let stage: StageContext
  /// Fits a plan's stages on the training rows of its first split, or takes them from the cache.
  public let fittedPipeline: @Sendable (Plan) throws -> FittedPipeline
  /// The test rows of a plan's first split, as its model is given them.
  public let modelInput: @Sendable (Plan) throws -> Samples
  /// Scores a plan, or takes its predictions from the cache.
  public let evaluated: @Sendable (Plan) throws -> EvaluationResult
  /// How likely each class is for the test rows of each split, rows × classes, as the models say that were scored; nil
  /// where a model says nothing of that.
  public let probabilities: @Sendable (Plan) throws -> [Matrix]?
  /// What is known of the rows that a plan starts from, training rows included.
  public let metadata: @Sendable (Plan) throws -> RowMetadata
  public let catalogue: Catalogue
  /// All plans that have been scored.
  public let experimentLog: any ExperimentLog
}
