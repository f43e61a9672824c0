import Numerics

/// The C-support vector classifier (Cortes and Vapnik 1995), one machine for each pair of classes.
///
/// Peer: LIBSVM, as `sklearn.svm.SVC` wraps it. The same optimum to the same tolerance, so the same predictions but for
/// rows that lie on a boundary.
public struct SupportVectorMachine: Classifier {
  /// How much each class counts besides the weights of its rows.
  public enum ClassWeights: String, Sendable, Codable {
    case none
    /// n / (classes · rows of the class): small classes count as much as large ones.
    case balanced
  }

  /// C: what a row on the wrong side of its margin costs; the larger, the closer the fit.
  public let cost: Double
  public let kernel: Kernel
  public let gamma: KernelGamma
  public let classWeights: ClassWeights
  /// By how much the optimality conditions may be violated at the end.
  public let tolerance: Double
  /// Whether to learn probabilities too: Platt scaling on five internal folds, about five times the work.
  public let probability: Bool
  /// Memory for the kernel rows of one pair of classes, in bytes; as many pairs are at work as there are threads. Where
  /// it holds the kernel matrix of all rows, pairs of three classes or more share that one.
  public let rowCacheBytes: Int
  /// Where so many bytes hold the kernel matrices of the classes and twice what two of them have with each other, pairs
  /// look rows up there.
  public let classKernelBytes: Int

  /// - Parameter classKernelBytes: nil for two and a half times `rowCacheBytes`.
  /// - Throws: `LearningError.invalidOption`.
  public init(
    cost: Double = 1, kernel: Kernel = .rbf, gamma: KernelGamma = .scale, classWeights: ClassWeights = .none,
    tolerance: Double = 1e-3, probability: Bool = false, rowCacheBytes: Int = 256 << 20,
    classKernelBytes: Int? = nil
  ) throws {
    try Self.require(cost > 0 && cost.isFinite, "c", cost, "greater than 0")
    try Self.require(tolerance > 0 && tolerance.isFinite, "tolerance", tolerance, "greater than 0")
    if case .value(let value) = gamma {
      // γ is applied in single precision.
      try Self.require(Float(value) > 0 && Float(value).isFinite, "gamma", value, "greater than 0")
    }
    try Self.check(kernel)
    self.cost = cost
    self.kernel = kernel
    self.gamma = gamma
    self.classWeights = classWeights
    self.tolerance = tolerance
    self.probability = probability
    self.rowCacheBytes = rowCacheBytes
    self.classKernelBytes = classKernelBytes ?? rowCacheBytes / 2 * 5
  }

  /// What does not depend on the cost of a row inside the margin: machines that differ in this, in the weights of classes,
  /// in the tolerance or in probabilities alone share it.
  public struct Preparation: Sendable {
    let source: KernelSource
    let origin: [Float]
    let classKernels: ClassKernels?

    /// What it takes in memory.
    public var byteCount: Int {
      source.features.byteCount + (source.shared?.byteCount ?? 0) + (classKernels?.byteCount ?? 0)
    }
  }

  /// - Returns: what `fit` of the same rows and labels takes.
  /// - Throws: `LearningError`, `SupportVectorError`, `Interrupted`.
  /// - Cost: two passes over the rows, and half of the kernel matrix where it is looked up: see `rowCacheBytes`.
  public func prepare(
    _ features: Matrix, _ labels: Labels, weights: [Float]?, context: ExecutionContext
  ) throws -> Preparation {
    try check(features, labels, weights, context)
    let classRows = try sortOut(labels, weights)
    let function = try KernelFunction(kernel, gamma: gamma, features: features)
    let origin = KernelSource.origin(for: function, features: features)
    var source = try KernelSource(function, features, origin: origin, context: context)
    source.shared = try SharedKernel(
      source, classes: classRows.present.count, byteBudget: rowCacheBytes, context: context)
    let classKernels =
      source.shared == nil
      ? try ClassKernels(source, classRows, byteBudget: classKernelBytes, context: context) : nil
    return Preparation(source: source, origin: origin, classKernels: classKernels)
  }

  /// Cost: O(steps · n) for each pair of classes, at most n kernel rows each; memory `rowCacheBytes` a thread and three
  /// times the rows.
  /// - Throws: `LearningError`, `SupportVectorError`, `Interrupted`.
  public func fit(
    _ features: Matrix, _ labels: Labels, weights: [Float]?, seed: UInt64, context: ExecutionContext
  ) throws -> FittedSupportVectorMachine {
    try fit(
      features, labels, weights: weights, prepared: prepare(features, labels, weights: weights, context: context),
      seed: seed, context: context)
  }

  /// The same, bit for bit, with what was prepared.
  /// - Parameter prepared: by a machine of the same kernel, width and memory, of the same rows, labels and weights.
  public func fit(
    _ features: Matrix, _ labels: Labels, weights: [Float]?, prepared: Preparation, seed: UInt64,
    context: ExecutionContext
  ) throws -> FittedSupportVectorMachine {
    let classRows = try sortOut(labels, weights)
    let machines = try OneVersusOne(
      source: prepared.source, classRows: classRows, tolerance: tolerance, byteBudget: rowCacheBytes,
      classKernels: prepared.classKernels
    )
    .machines(
      folds: probability ? { PlattFolds(of: $0, classRows, seed: seed) } : nil, context: context)
    return FittedSupportVectorMachine(
      classNames: labels.names, function: prepared.source.function, origin: prepared.origin, features: features,
      classRows: classRows, machines: machines)
  }

  private func check(
    _ features: Matrix, _ labels: Labels, _ weights: [Float]?, _ context: ExecutionContext
  ) throws {
    try InputChecks.checkFeatures(features, context: context)
    try InputChecks.checkLabels(labels, rows: features.rows)
    try InputChecks.checkWeights(weights, rows: features.rows)
    let present = labels.counts.indices.filter { labels.counts[$0] > 0 }
    if present.count == 1 { throw LearningError.oneClass(name: labels.names[present[0]]) }
    try InputChecks.checkVaried(features)
  }

  /// Rows by class and the bound of each: C × class weight × row weight.
  private func sortOut(_ labels: Labels, _ weights: [Float]?) throws -> ClassRows {
    let weights = weights?.map(Double.init) ?? [Double](repeating: 1, count: labels.count)
    var rows = [[Int32]](repeating: [], count: labels.names.count)
    var totals = [Double](repeating: 0, count: labels.names.count)
    for (row, code) in labels.codes.enumerated() where weights[row] > 0 {
      rows[code].append(Int32(row))
      totals[code] += weights[row]
    }
    let present = totals.filter { $0 > 0 }
    guard present.count > 1 else { throw SupportVectorError.noWeight }
    let average = present.reduce(0, +) / Double(present.count)
    let factors = totals.map { classWeights == .balanced && $0 > 0 ? average / $0 : 1 }
    let bounds = zip(labels.codes, weights).map { cost * factors[$0] * $1 }
    return ClassRows(rows: rows, bounds: bounds)
  }

  private static func check(_ kernel: Kernel) throws {
    switch kernel {
    case .linear, .rbf: break
    case .polynomial(let degree, let coef0):
      guard degree >= 1 else {
        throw LearningError.invalidOption(name: "degree", value: "\(degree)", allowed: "1 or more")
      }
      try require(coef0.isFinite, "coef0", Double(coef0), "a finite number")
    case .sigmoid(let coef0): try require(coef0.isFinite, "coef0", Double(coef0), "a finite number")
    }
  }

  private static func require(_ holds: Bool, _ name: String, _ value: Double, _ allowed: String) throws {
    guard holds else { throw LearningError.invalidOption(name: name, value: "\(value)", allowed: allowed) }
  }
}
