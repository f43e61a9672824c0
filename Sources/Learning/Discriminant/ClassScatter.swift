import Glibc
import Numerics

/// How the rows of each class lie around its mean, in double precision.
struct ClassScatter {
  /// Directions whose deviation, on standardised columns, is below this count as having none, as in the peer.
  private static let leastDeviation = 1e-4

  let features: Matrix
  let classes: PresentClasses
  let moments: ClassMoments
  let weights: [Float]?

  private var width: Int { features.columns }

  func overallMean(_ priors: [Double]) -> [Double] {
    (0..<width).map { c in priors.indices.reduce(0) { $0 + priors[$1] * moments.means[$1 * width + c] } }
  }

  /// Class means minus a centre, class after class.
  func differences(from centre: [Double]) -> [Double] {
    moments.means.indices.map { moments.means[$0] - centre[$0 % width] }
  }

  /// The inverse of the pooled covariance times each of several vectors.
  func pooledInverse(times vectors: [Double], _ context: ExecutionContext) throws -> [Double] {
    let (rows, mass) = (features.rows, moments.masses.reduce(0, +))
    let deviations = pooledDeviations(mass)
    let scaled = try residuals(of: Array(0..<rows), scale: { 1 / (deviations[$0] * mass.squareRoot()) }, context)
    let directions = try Self.directions(scaled, rows: rows, columns: width, context)
    // S⁻¹ v = D V Λ⁻¹ Vᵀ D v, with D the columns' scales.
    return stride(from: 0, to: vectors.count, by: width).flatMap { start in
      let vector = (0..<width).map { vectors[start + $0] / deviations[$0] }
      var result = [Double](repeating: 0, count: width)
      for direction in directions {
        let part = VectorKernels.dot(direction.vector, vector, count: width) / direction.variance
        VectorKernels.axpy(part, direction.vector, into: &result, count: width)
      }
      return (0..<width).map { result[$0] / deviations[$0] }
    }
  }

  /// Of each column within classes; 1 where there is none.
  private func pooledDeviations(_ mass: Double) -> [Double] {
    (0..<width).map { c in
      let variance = moments.masses.indices.reduce(0) { $0 + moments.masses[$1] * moments.variances[$1 * width + c] }
      return variance > 0 ? (variance / mass).squareRoot() : 1
    }
  }

  /// Rows minus the mean of their class, times the root of their weight and a scale for each column.
  private func residuals(
    of rows: [Int], scale: (Int) -> Double, _ context: ExecutionContext
  ) throws -> [Double] {
    let (scales, width) = ((0..<width).map(scale), width)
    var result = [Double](repeating: 0, count: rows.count * width)
    try result.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: rows.count, size: max(1, (1 << 18) / max(1, width))) { piece in
        for position in piece {
          let row = rows[position]
          let mean = classes.places[row] * width
          let weight = Double(weights?[row] ?? 1).squareRoot()
          for c in 0..<width {
            target[position * width + c] =
              (Double(features.storage[row * width + c]) - moments.means[mean + c]) * weight * scales[c]
          }
        }
      }
    }
    return result
  }

  private struct Direction {
    let vector: [Double]
    let variance: Double
  }

  /// Right singular vectors with the squares of their singular values, from the smaller of both products.
  private static func directions(
    _ numbers: [Double], rows: Int, columns: Int, _ context: ExecutionContext
  ) throws -> [Direction] {
    let alongColumns = columns <= rows
    let order = min(rows, columns)
    let pairs = try product(numbers, rows: rows, columns: columns, alongColumns: alongColumns, context)
      .eigenpairs(context: context)
    let least = leastDeviation * leastDeviation
    let count = pairs.values.firstIndex { $0 <= least } ?? order
    guard !alongColumns else {
      return (0..<count).map {
        Direction(vector: Array(pairs.vectors[$0 * order..<($0 + 1) * order]), variance: pairs.values[$0])
      }
    }
    var vectors = [Double](repeating: 0, count: count * columns)
    BLAS.multiply(
      pairs.vectors, stride: order, by: numbers, stride: columns, into: &vectors, stride: columns, rows: count,
      columns: columns, inner: rows)
    return (0..<count).map { place in
      let norm = pairs.values[place].squareRoot()
      return Direction(
        vector: vectors[place * columns..<(place + 1) * columns].map { $0 / norm }, variance: pairs.values[place])
    }
  }

  /// In stretches of the result, shared over the threads.
  private static func product(
    _ numbers: [Double], rows: Int, columns: Int, alongColumns: Bool, _ context: ExecutionContext
  ) throws -> SymmetricMatrix {
    let order = alongColumns ? columns : rows
    var result = [Double](repeating: 0, count: order * order)
    try result.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: order, size: 128) { piece in
        numbers.withUnsafeBufferPointer { numbers in
          guard let numbers = numbers.baseAddress else { return }
          BLAS.multiply(
            numbers + piece.lowerBound * (alongColumns ? 1 : columns), stride: columns, transposed: alongColumns,
            by: numbers, stride: columns, transposed: !alongColumns, into: target.base + piece.lowerBound * order,
            stride: order, rows: piece.count, columns: order, inner: alongColumns ? rows : columns)
        }
      }
    }
    return SymmetricMatrix(order: order, storage: result)
  }

  /// The inverse of the mean of the classes' shrunk covariances times each of several vectors.
  func shrunkInverse(
    times vectors: [Double], _ priors: [Double], _ context: ExecutionContext,
    amount: (StandardisedScatter) -> Double
  ) throws -> [Double] {
    var covariance = [Double](repeating: 0, count: width * width)
    for place in priors.indices {
      try context.checkInterruption()
      let rows = classes.places.indices.filter { classes.places[$0] == place && (weights?[$0] ?? 1) > 0 }
      let deviations = (0..<width).map { c in
        let variance = moments.variances[place * width + c]
        return variance > 0 ? variance.squareRoot() : 1
      }
      let root = moments.masses[place].squareRoot()
      let scaled = try residuals(of: rows, scale: { 1 / (deviations[$0] * root) }, context)
      let scatter = StandardisedScatter(
        rows: rows.count, mass: moments.masses[place], numbers: scaled,
        covariance: try Self.product(scaled, rows: rows.count, columns: width, alongColumns: true, context))
      add(scatter, deviations, amount(scatter), times: priors[place], to: &covariance)
    }
    let matrix = SymmetricMatrix(order: width, storage: covariance)
    do {
      var solutions = vectors
      try CholeskyFactor(matrix, context: context).solve(&solutions, count: vectors.count / width)
      return solutions
    } catch NumericsError.decompositionFailed {
      return try Self.leastNormSolutions(of: matrix, times: vectors, context)
    }
  }

  /// For a covariance that is singular because shrinkage chose to do nothing: of all solutions the shortest, as the
  /// peer's least squares gives it.
  private static func leastNormSolutions(
    of matrix: SymmetricMatrix, times vectors: [Double], _ context: ExecutionContext
  ) throws -> [Double] {
    let pairs = try matrix.eigenpairs(context: context)
    let width = matrix.order
    let least = (pairs.values.max() ?? 0) * Double(width) * Double.ulpOfOne
    return stride(from: 0, to: vectors.count, by: width).flatMap { start in
      var solution = [Double](repeating: 0, count: width)
      for (place, value) in pairs.values.enumerated() where value > least {
        let direction = Array(pairs.vectors[place * width..<(place + 1) * width])
        let vector = Array(vectors[start..<start + width])
        VectorKernels.axpy(
          VectorKernels.dot(direction, vector, count: width) / value, direction, into: &solution, count: width)
      }
      return solution
    }
  }

  private func add(
    _ scatter: StandardisedScatter, _ deviations: [Double], _ amount: Double, times prior: Double,
    to covariance: inout [Double]
  ) {
    // A fixed amount shrinks the covariance of the columns as they are, the chosen one that of standardised columns.
    let isPlain = shrinksPlainColumns
    let traces = (0..<width).map { c in
      scatter.covariance[c, c] * (isPlain ? deviations[c] * deviations[c] : 1)
    }
    let level = amount * traces.reduce(0, +) / Double(width)
    for row in 0..<width {
      for column in 0..<width {
        let scale = deviations[row] * deviations[column]
        var value = (1 - amount) * scatter.covariance[row, column] * scale
        if row == column { value += level * (isPlain ? 1 : scale) }
        covariance[row * width + column] += prior * value
      }
    }
  }

  /// Set for a fixed amount of shrinkage.
  var shrinksPlainColumns = false
}

/// The covariance of one class on standardised columns.
struct StandardisedScatter {
  let rows: Int
  let mass: Double
  /// Residuals ÷ √mass, row after row.
  let numbers: [Double]
  let covariance: SymmetricMatrix

  /// How much to shrink so that the expected squared error is least (Ledoit & Wolf 2004).
  var ledoitWolfShrinkage: Double {
    let width = covariance.order
    let trace = covariance.trace
    let mean = trace / Double(width)
    let squares = covariance.storage.reduce(0) { $0 + $1 * $1 }
    // Σ over rows of ‖x‖⁴, with the rows' own scale restored.
    let fourth = (0..<rows).reduce(0.0) { sum, row in
      let norm = numbers[row * width..<(row + 1) * width].reduce(0) { $0 + $1 * $1 } * mass
      return sum + norm * norm
    }
    let spread = (squares - 2 * mean * trace + Double(width) * mean * mean) / Double(width)
    let error = min((fourth / mass - squares) / (Double(width) * mass), spread)
    return error > 0 && spread > 0 ? error / spread : 0
  }
}
