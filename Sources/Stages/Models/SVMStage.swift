import Basics
import Learning
import Numerics
import Plans
import Samples

/// `svm rbf`, `svm linear C=10 weights=balanced`
struct SVMStage: PrecomputingModelStage {
  enum KernelName: String, WordParameter {
    case linear, rbf, poly, sigmoid
    static let placeholder = KernelName.rbf
  }

  static let declaration = Declaration(
    "svm", "Support vector machine: the widest margin between each pair of classes.", takes: .features,
    gives: .result,
    discussion: """
      Between two classes lies the boundary that keeps the largest distance to both; the rows that touch the margin, the \
      support vectors, decide it alone. A kernel lets the boundary bend: `rbf` compares rows by their distance. With \
      more than two classes every pair votes. C says what a row on the wrong side costs: small C, smoother boundary. \
      Distances listen to large columns: put `scale` or `pca` before it.
      """,
    searchTerms: ["svc", "support", "vector", "kernel", "libsvm"],
    reference: "Cortes & Vapnik 1995; Fan, Chen & Lin 2005; sklearn.svm.SVC",
    examples: [
      Example("faces n=160 subjects=16 intensity=1 | lbp | pca 20 | svm rbf", shows: "macro-F1"),
      Example(
        "faces n=160 subjects=16 intensity=1 | lbp | pca 20 | svm linear C=10 weights=balanced", shows: "macro-F1"),
    ])

  @Parameter("how rows are compared", positional: true) var kernel = KernelName.rbf
  // swift-format-ignore: AlwaysUseLowerCamelCase
  @Parameter("what a row inside the margin costs", in: .greaterThan(0), aliases: ["c", "cost"]) var C = 1.0
  @Parameter("how near rows must be to count as alike: scale, auto or a number", in: .between(1e-37, 1e37))
  var gamma = GammaChoice.scale
  @Parameter("degree of the polynomial kernel", in: .between(1, 20)) var degree = 3
  @Parameter("constant of the poly and sigmoid kernels", in: .between(-1e37, 1e37)) var coef0 = 0.0
  @Parameter("how much classes count: none, or balanced (rare ones as much as common ones)", aliases: ["class_weight"])
  var weights = WeightChoice.none
  @Parameter("stopping tolerance of the solver", in: .from(1e-10), aliases: ["tol"]) var tolerance = 0.001
  @Parameter("whether to learn probabilities too, at about five times the work") var probability = false

  var weightsClasses: Bool { weights == .balanced }
  var givesProbabilities: Bool { probability }

  typealias Fitted = FeatureModel<FittedSupportVectorMachine>

  static let preparationName = "kernel matrix"

  var preparationArguments: String {
    "\(kernel.rawValue) \(gamma.canonicalText) \(degree) \(NumberFormat.shortest(coef0))"
  }

  private func machine(_ context: StageContext) throws -> SupportVectorMachine {
    try SupportVectorMachine(
      cost: C, kernel: engineKernel, gamma: gamma.engineGamma, classWeights: weights == .balanced ? .balanced : .none,
      tolerance: tolerance, probability: probability,
      classKernelBytes: min(
        Self.classKernelBytes.upperBound, max(Self.classKernelBytes.lowerBound, context.memoryBudget / 4)))
  }

  /// A quarter of what there is, between these: up to the lower no result depends on it, and the upper is enough for 36,000
  /// rows of seven classes to be compared once, which takes half the time of comparing them again for each pair.
  private static let classKernelBytes = 640 << 20...1792 << 20

  func prepare(_ training: Samples, _ context: StageContext) throws -> SupportVectorMachine.Preparation {
    try machine(context).prepare(
      training.content.require(Matrix.self, for: "svm"), training.metadata.labels,
      weights: training.metadata.rowWeights,
      context: context.execution)
  }

  func byteCount(of preparation: SupportVectorMachine.Preparation) -> Int { preparation.byteCount }

  func fit(
    _ training: Samples, prepared: SupportVectorMachine.Preparation, _ context: StageContext
  ) throws -> FeatureModel<FittedSupportVectorMachine> {
    FeatureModel(
      name: "svm",
      fitted: try machine(context).fit(
        training.content.require(Matrix.self, for: "svm"), training.metadata.labels,
        weights: training.metadata.rowWeights, prepared: prepared,
        seed: context.seed, context: context.execution))
  }

  private var engineKernel: Kernel {
    switch kernel {
    case .linear: .linear
    case .rbf: .rbf
    case .poly: .polynomial(degree: degree, coef0: Float(coef0))
    case .sigmoid: .sigmoid(coef0: Float(coef0))
    }
  }
}

/// `none` or `balanced`.
enum WeightChoice: String, WordParameter {
  case none, balanced
  static let placeholder = WeightChoice.none

  var engineWeighting: ClassWeighting { self == .balanced ? .balanced : .none }
}

/// The width of a kernel: a rule, or a number.
enum GammaChoice: ParameterValue, Hashable {
  case scale, auto
  case value(Double)

  static let type = ParameterType.either([.words(["scale", "auto"]), .number])
  static let placeholder = GammaChoice.scale

  init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    switch argument {
    case .word("scale"): self = .scale
    case .word("auto"): self = .auto
    case .word(let word): throw .word(word, expected: Self.type.words)
    case .number(let value, .plain): self = .value(value)
    default: throw .type(expected: Self.type, found: argument.description)
    }
  }

  var canonicalText: String {
    switch self {
    case .scale: "scale"
    case .auto: "auto"
    case .value(let value): NumberFormat.shortest(value)
    }
  }

  var boundedNumbers: [Double] {
    if case .value(let value) = self { [value] } else { [] }
  }

  var engineGamma: KernelGamma {
    switch self {
    case .scale: .scale
    case .auto: .auto
    case .value(let value): .value(value)
    }
  }
}
