import Numerics

/// The mean loss of the rows plus the L2 penalty, as a function of coefficients and intercepts.
///
/// Parameters are the coefficients, output after output, then the intercepts. Inside, columns count as centred (an
/// output is (x − mean)·w + b), which leaves penalty and minimum as they are and takes the intercepts' part out of
/// the curvature. Two classes have one output, of the second class; more have one each.
struct LogisticObjective: Sendable {
  /// Stretches of rows that are added up by themselves: enough for any number of cores, whatever the threads.
  private static let strands = 32

  let features: Matrix
  let classes: PresentClasses
  let means: [Double]
  let outputs: Int
  let l2: Double
  private let l1: Double
  let rowWeights: [Float]?
  private let totalWeight: Double

  init(
    _ features: Matrix, _ classes: PresentClasses, rowWeights: [Float]?, c: Double,
    penalty: (l1: Double, l2: Double), context: ExecutionContext
  ) throws {
    self.features = features
    self.classes = classes
    self.rowWeights = rowWeights
    means = try features.columnMeans(context: context)
    outputs = classes.count == 2 ? 1 : classes.count
    totalWeight = rowWeights?.reduce(0.0) { $0 + Double($1) } ?? Double(features.rows)
    l1 = penalty.l1 / (c * totalWeight)
    l2 = penalty.l2 / (c * totalWeight)
  }

  var width: Int { features.columns }
  /// Products in one pass over the rows.
  var workload: Int { features.rows * width * outputs }
  var parameterCount: Int { outputs * (width + 1) }

  /// The L1 weight of each parameter, nil where there is no such term.
  var l1Weights: [Double]? {
    guard l1 > 0 else { return nil }
    return (0..<parameterCount).map { $0 < outputs * width ? l1 : 0 }
  }

  /// Mean loss plus L2 term, and the gradient. Cost: 4·n·d·outputs operations.
  func evaluate(
    _ parameters: [Double], _ context: ExecutionContext
  ) throws -> (value: Double, gradient: [Double]) {
    let coefficients = parameters.prefix(outputs * width).map(Float.init)
    let offsets = uncentredIntercepts(parameters).map(Float.init)
    return try combined(strandSums(context) { lossSums(of: $0, coefficients, offsets) }, parameters)
  }

  /// What each strand of the rows contributes.
  func strandSums(_ context: ExecutionContext, _ body: @escaping @Sendable (Range<Int>) -> LossSums) throws
    -> [LossSums]
  {
    var sums = [LossSums](repeating: LossSums(count: 0), count: Self.strands)
    try sums.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      let length = (features.rows + Self.strands - 1) / Self.strands
      try context.forEachPiece(of: features.rows, size: length) { rows in
        target[rows.lowerBound / length] = body(rows)
      }
    }
    return sums
  }

  /// Intercepts for columns as they are: b − mean·w.
  func uncentredIntercepts(_ parameters: [Double]) -> [Double] {
    (0..<outputs).map { output in
      let shift = means.indices.reduce(0.0) { $0 + means[$1] * parameters[output * width + $1] }
      return parameters[outputs * width + output] - shift
    }
  }

  /// Loss and gradient of some rows, in blocks that stay in the cache between the two products.
  private func lossSums(of rows: Range<Int>, _ coefficients: [Float], _ offsets: [Float]) -> LossSums {
    let size = max(32, min(1024, (1 << 18) / width / 16 * 16))
    var result = LossSums(count: parameterCount)
    var scores = ClassScores(classes: classes.count, room: size)
    var products = [Float](repeating: 0, count: outputs * width)
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: size) {
      let block = start..<min(rows.upperBound, start + size)
      scores.compute(features, block, coefficients: coefficients, offsets: offsets)
      result.loss += scores.turnIntoResiduals(places: classes.places, weights: rowWeights, block)
      scores.multiply(features, block, into: &products)
      for i in products.indices { result.gradient[i] += Double(products[i]) }
      for output in 0..<outputs { result.gradient[outputs * width + output] += scores.sum(output, block.count) }
    }
    return result
  }

  func combined(_ sums: [LossSums], _ parameters: [Double]) -> (value: Double, gradient: [Double]) {
    var loss = 0.0
    var gradient = [Double](repeating: 0, count: parameterCount)
    for part in sums where !part.gradient.isEmpty {
      loss += part.loss
      VectorKernels.axpy(1, part.gradient, into: &gradient, count: parameterCount)
    }
    var value = loss / totalWeight
    for i in gradient.indices { gradient[i] /= totalWeight }
    for output in 0..<outputs {
      let residuals = gradient[outputs * width + output]
      for column in 0..<width {
        let parameter = parameters[output * width + column]
        gradient[output * width + column] += l2 * parameter - residuals * means[column]
        value += 0.5 * l2 * parameter * parameter
      }
    }
    return (value, gradient)
  }

  /// The model at a minimum.
  func fitted(_ minimum: LimitedMemoryBFGS.Minimum, _ names: [String]) -> FittedLogisticRegression {
    var intercepts = uncentredIntercepts(minimum.parameters)
    if outputs > 1 {
      // Only differences between intercepts matter; the peer's add to 0.
      let mean = intercepts.reduce(0, +) / Double(outputs)
      intercepts = intercepts.map { $0 - mean }
    }
    let notes =
      minimum.isConverged
      ? [] : ["logistic regression stopped after \(minimum.iterations) iterations, before it had converged"]
    return FittedLogisticRegression(
      classNames: names, classCodes: classes.codes, width: width,
      coefficients: minimum.parameters.prefix(outputs * width).map(Float.init), intercepts: intercepts,
      objective: minimum.value, iterations: minimum.iterations, notes: notes)
  }
}

/// What one stretch of rows contributes.
struct LossSums: Sendable {
  var loss = 0.0
  var gradient: [Double]

  init(count: Int) {
    gradient = [Double](repeating: 0, count: count)
  }
}
