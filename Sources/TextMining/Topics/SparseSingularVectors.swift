import Numerics

/// The leading singular values and vectors of sparse rows, by subspace iteration from random directions (Halko,
/// Martinsson & Tropp 2011).
struct SparseSingularVectors {
  let values: [Double]
  /// Vector i is `left[i * rows..<(i + 1) * rows]`, and so on.
  let left: [Double]
  let right: [Double]

  /// - Throws: `NumericsError`, `Interrupted`.
  init(_ matrix: SparseRows, _ turned: SparseRows, count: Int, seed: UInt64, context: ExecutionContext) throws {
    let width = min(count + 10, min(matrix.rows, matrix.columns))
    var generator = SeededGenerator.derived(from: seed, width)
    var basis = (0..<width * matrix.columns).map { _ in generator.uniform() - 0.5 }
    var found = Orthonormal.orthonormalise(&basis, rows: width, length: matrix.columns)
    var image: [Double] = []
    for _ in 0..<8 {
      image = try matrix.times(Self.turned(basis, rows: found, length: matrix.columns), width: found, context: context)
      var side = Self.turned(image, rows: matrix.rows, length: found)
      let kept = Orthonormal.orthonormalise(&side, rows: found, length: matrix.rows)
      let back = try turned.times(Self.turned(side, rows: kept, length: matrix.rows), width: kept, context: context)
      basis = Self.turned(back, rows: matrix.columns, length: kept)
      found = Orthonormal.orthonormalise(&basis, rows: kept, length: matrix.columns)
    }
    image = try matrix.times(Self.turned(basis, rows: found, length: matrix.columns), width: found, context: context)
    let columns = Self.turned(image, rows: matrix.rows, length: found)
    var gram = [Double](repeating: 0, count: found * found)
    columns.withUnsafeBufferPointer { columns in
      guard let base = columns.baseAddress else { return }
      for a in 0..<found {
        for b in 0...a {
          let product = VectorKernels.dot(base + a * matrix.rows, base + b * matrix.rows, count: matrix.rows)
          (gram[a * found + b], gram[b * found + a]) = (product, product)
        }
      }
    }
    let pairs = try SymmetricMatrix(order: found, storage: gram).eigenpairs().prefix(count)
    values = pairs.values.map { max(0, $0).squareRoot() }
    (left, right) = Self.combined(pairs, columns, basis, matrix, values)
  }

  private static func combined(
    _ pairs: Eigenpairs, _ columns: [Double], _ basis: [Double], _ matrix: SparseRows, _ values: [Double]
  ) -> (left: [Double], right: [Double]) {
    var left = [Double](repeating: 0, count: values.count * matrix.rows)
    var right = [Double](repeating: 0, count: values.count * matrix.columns)
    for (index, value) in values.enumerated() {
      for inner in 0..<pairs.order {
        let factor = pairs.vectors[index * pairs.order + inner]
        for row in 0..<matrix.rows where value > 0 {
          left[index * matrix.rows + row] += factor * columns[inner * matrix.rows + row] / value
        }
        for column in 0..<matrix.columns {
          right[index * matrix.columns + column] += factor * basis[inner * matrix.columns + column]
        }
      }
    }
    return (left, right)
  }

  /// Rows become columns.
  static func turned(_ numbers: [Double], rows: Int, length: Int) -> [Double] {
    var result = [Double](repeating: 0, count: rows * length)
    for row in 0..<rows { for column in 0..<length { result[column * rows + row] = numbers[row * length + column] } }
    return result
  }
}
