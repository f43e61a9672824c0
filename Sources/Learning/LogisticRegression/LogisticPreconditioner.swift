import Numerics

/// About the inverse of the objective's curvature: that at zero, where all classes are equally likely.
///
/// There the Hessian of each output is p(1 − p) times the covariance of the columns plus the penalty. Where the
/// covariance is too dear, or the L1 term needs steps along the axes, its diagonal serves.
struct LogisticPreconditioner: Sendable {
  /// Up to this width the covariance is formed and factored.
  private static let widest = 4096

  private enum Form: Sendable {
    case factored(CholeskyFactor)
    case diagonal([Double])
  }

  private let form: Form
  private let outputs: Int
  private let width: Int
  private let interceptCurvature: Double
  /// What the gradient's elements are measured by: the columns' deviations, or the hundredth part of their means
  /// where that is more, because rounding grows with the numbers themselves. 1 for the intercepts.
  let gradientScales: [Double]

  /// - Throws: `LearningError.overflow`, `Interrupted`.
  init(_ objective: LogisticObjective, diagonal: Bool, context: ExecutionContext) throws {
    let features = objective.features
    outputs = objective.outputs
    width = features.columns
    let likely = 1 / Double(objective.classes.count)
    interceptCurvature = likely * (1 - likely)
    let variances = try features.columnVariances(around: objective.means, context: context)
    // Sums of a thousand squares must stay within single precision.
    guard variances.allSatisfy({ $0 < 1e34 }) else { throw LearningError.overflow }
    let scales = zip(variances, objective.means).map { max($0.squareRoot(), 0.01 * abs($1)) }.map { $0 > 0 ? $0 : 1 }
    gradientScales = (0..<outputs).flatMap { _ in scales } + [Double](repeating: 1, count: outputs)
    // Columns that never change keep a curvature above 0, so that the step stays finite.
    let floor = 1e-10 * (variances.max() ?? 0) + 1e-30
    let curvatures = variances.map { [interceptCurvature] in interceptCurvature * $0 + objective.l2 + floor }
    if !diagonal, width <= Self.widest, features.rows >= 2 * width,
      let factor = try Self.factor(of: objective, interceptCurvature, ridge: floor, context)
    {
      form = .factored(factor)
    } else {
      form = .diagonal(curvatures)
    }
  }

  /// The factor of the covariance of at most 4d + 4,096 rows, evenly spread; nil where rounding makes it indefinite.
  private static func factor(
    of objective: LogisticObjective, _ scale: Double, ridge: Double, _ context: ExecutionContext
  ) throws -> CholeskyFactor? {
    let features = objective.features
    let most = 4 * features.columns + 4096
    let step = max(1, features.rows / most)
    let rows = step == 1 ? features : features.gathering(Array(stride(from: 0, to: features.rows, by: step)))
    var product = try SymmetricProduct.of(
      rows, side: .columns, means: objective.means.map(Float.init), context: context)
    let factor = scale / Double(rows.rows)
    for i in product.storage.indices { product.storage[i] *= factor }
    for i in 0..<product.order {
      // The products are right to single precision, which bounds how small a curvature can be told from none.
      let diagonal = product[i, i]
      product.storage[i * product.order + i] = diagonal * (1 + 1e-5) + objective.l2 + ridge
    }
    do { return try CholeskyFactor(product, context: context) } catch is NumericsError { return nil }
  }

  /// Replaces a gradient by about the Newton step, its sign aside.
  func apply(to gradient: inout [Double]) {
    let count = outputs * width
    switch form {
    case .factored(let factor):
      var coefficients = Array(gradient.prefix(count))
      factor.solve(&coefficients, count: outputs)
      gradient.replaceSubrange(0..<count, with: coefficients)
    case .diagonal(let curvatures):
      for output in 0..<outputs {
        for column in 0..<width { gradient[output * width + column] /= curvatures[column] }
      }
    }
    for i in count..<gradient.count { gradient[i] /= interceptCurvature }
  }
}
