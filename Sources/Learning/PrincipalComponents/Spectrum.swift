import Numerics

/// The covariance or Gram matrix of rows, whichever is smaller, and the way from its eigenvectors to components.
struct Spectrum {
  /// Columns of the centred rows worked on at a time, in numbers: 64 MB.
  private static let chunkNumbers = 1 << 24

  let means: [Float]
  let side: SymmetricProduct.Side
  let product: SymmetricMatrix
  /// The sum of all eigenvalues.
  let total: Double

  init(of features: Matrix, context: ExecutionContext) throws {
    means = try features.columnMeans(context: context).map(Float.init)
    side = features.rows < features.columns ? .rows : .columns
    product = try SymmetricProduct.of(features, side: side, means: means, context: context)
    total = product.trace
  }

  /// Components of length 1, one a row of d numbers, signs fixed.
  func components(
    _ pairs: Eigenpairs, of features: Matrix, seed: UInt64, _ context: ExecutionContext
  ) throws -> [Float] {
    let width = features.columns
    var loadings =
      side == .columns ? pairs.vectors : try Self.carried(pairs.vectors.map(Float.init), over: features, means, context)
    if side == .rows { completeDirections(&loadings, values: pairs.values, width: width, seed: seed) }
    for start in stride(from: 0, to: loadings.count, by: width) {
      Self.fixSign(&loadings, start..<start + width)
    }
    return loadings.map(Float.init)
  }

  /// Eigenvectors of the Gram matrix times the centred rows: components, not yet of length 1.
  private static func carried(
    _ vectors: [Float], over features: Matrix, _ means: [Float], _ context: ExecutionContext
  ) throws -> [Double] {
    let vectors = Matrix(rows: vectors.count / features.rows, columns: features.rows, storage: vectors)
    var result = [Double](repeating: 0, count: vectors.rows * features.columns)
    let length = max(64, min(features.columns, chunkNumbers / features.rows))
    for start in stride(from: 0, to: features.columns, by: length) {
      let columns = start..<min(features.columns, start + length)
      let centred = try features.centred(by: means, columns: columns, context: context)
      let part = try vectors.multiplied(by: centred, context: context)
      for row in 0..<part.rows {
        for (column, value) in zip(columns, part.row(row)) {
          result[row * features.columns + column] = Double(value)
        }
      }
    }
    return result
  }

  /// Scales components to length 1; where the rows do not vary at all, any direction at right angles to the others
  /// will do, and a random one is taken.
  private func completeDirections(_ loadings: inout [Double], values: [Double], width: Int, seed: UInt64) {
    var generator = SeededGenerator.derived(from: seed, 0x5043)
    let negligible = 1e-7 * max(values.first ?? 0, 0)
    for (i, value) in values.enumerated() where value <= negligible {
      for column in 0..<width { loadings[i * width + column] = generator.uniform() - 0.5 }
    }
    Orthonormal.orthonormalise(&loadings, rows: values.count, length: width)
  }

  private static func fixSign(_ loadings: inout [Double], _ range: Range<Int>) {
    // The first of several that are equally large decides, as in scikit-learn.
    var largest = 0.0
    for i in range where abs(loadings[i]) > abs(largest) { largest = loadings[i] }
    if largest < 0 { for i in range { loadings[i] = -loadings[i] } }
  }
}
