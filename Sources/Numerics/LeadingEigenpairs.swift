extension SymmetricMatrix {
  /// The `count` largest eigenvalues and their eigenvectors, by block Lanczos with full reorthogonalisation
  /// (Golub & Van Loan, Matrix Computations, §10.3) in single precision, finished in double.
  ///
  /// Stops when each residual is below 3e-5 of its eigenvalue, or below 2e-6 of the largest one, where single
  /// precision ends. Eigenvalues are then right to about 1e-8; an eigenvector's angle is the residual over the gap to
  /// the next eigenvalue. Falls back on `eigenpairs()` when that needs more than half of all directions.
  ///
  /// - Parameters:
  ///   - seed: for the starting directions; another seed changes the result within the tolerance only.
  /// - Throws: `NumericsError.decompositionFailed`, `Interrupted`.
  /// - Cost: mostly 2·order² operations for each of some 4·count directions; order² + order·directions floats.
  public func leadingEigenpairs(
    _ count: Int, seed: UInt64 = 0, context: ExecutionContext = .plain
  ) throws -> Eigenpairs {
    let count = min(count, order)
    guard count > 0, 8 * count <= order, order > 256 else { return try eigenpairs().prefix(count) }
    var lanczos = try BlockLanczos(self, count: count, seed: seed, context)
    guard let basis = try lanczos.run(context) else { return try eigenpairs().prefix(count) }
    return try projected(onto: basis, rows: count, context)
  }

  /// Rayleigh–Ritz in double precision on the directions found in single.
  private func projected(onto basis: [Float], rows: Int, _ context: ExecutionContext) throws -> Eigenpairs {
    var directions = basis.map(Double.init)
    Orthonormal.orthonormalise(&directions, rows: rows, length: order)
    let images = try multiplied(left: directions, rows: rows, context)
    var small = [Double](repeating: 0, count: rows * rows)
    BLAS.multiply(
      images, stride: order, transposed: false, by: directions, stride: order, transposed: true, into: &small,
      stride: rows,
      rows: rows, columns: rows, inner: order)
    let pairs = try SymmetricMatrix(order: rows, storage: small).eigenpairs()
    var vectors = [Double](repeating: 0, count: rows * order)
    BLAS.multiply(
      pairs.vectors, stride: rows, by: directions, stride: order, into: &vectors, stride: order,
      rows: rows, columns: order, inner: rows)
    return Eigenpairs(values: pairs.values, vectors: vectors, order: order)
  }

  private func multiplied(left: [Double], rows: Int, _ context: ExecutionContext) throws -> [Double] {
    var result = [Double](repeating: 0, count: rows * order)
    try result.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: order, size: 256) { columns in
        storage.withUnsafeBufferPointer { numbers in
          guard let numbers = numbers.baseAddress else { return }
          BLAS.multiply(
            left, stride: order, by: numbers + columns.lowerBound, stride: order,
            into: target.base + columns.lowerBound, stride: order, rows: rows, columns: columns.count, inner: order)
        }
      }
    }
    return result
  }
}

/// The growing basis of one Lanczos run.
private struct BlockLanczos {
  private static let blockSize = 32

  private let matrix: Matrix
  private let order: Int
  private let count: Int
  private let limit: Int
  private var generator: SeededGenerator
  /// Orthonormal directions, one a row.
  private var basis: [Float] = []
  private var size = 0
  /// Row after row of basis · matrix · basisᵀ, each as long as the basis was when it was made.
  private var projections: [[Double]] = []

  init(_ source: SymmetricMatrix, count: Int, seed: UInt64, _ context: ExecutionContext) throws {
    order = source.order
    self.count = count
    limit = max(source.order / 2, count + 2 * Self.blockSize)
    matrix = try Matrix(rows: order, columns: order) { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: buffer.count, size: 1 << 18) { piece in
        source.storage.withUnsafeBufferPointer { numbers in
          for i in piece { target.base[i] = Float(numbers[i]) }
        }
      }
    }
    generator = SeededGenerator.derived(from: seed, 0x4C61)
  }

  /// `count` directions, the leading one first; nil where so many are needed that the full decomposition is quicker.
  mutating func run(_ context: ExecutionContext) throws -> [Float]? {
    var block = Matrix(
      rows: Self.blockSize, columns: order,
      storage: (0..<Self.blockSize * order).map { _ in Float(generator.uniform() - 0.5) })
    block = try orthonormalised(block, context).0
    var nextCheck = count + 2 * Self.blockSize
    while size + block.rows <= limit {
      try context.checkInterruption()
      append(block)
      var images = try block.multiplied(by: matrix, context: context)
      try recordProjection(of: images, context)
      images = try orthogonalToBasis(images, context)
      let (next, remainders) = try orthonormalised(images, context)
      if size >= nextCheck || next.rows == 0 {
        if let found = try converged(remainders, next: next, context) { return found }
        // A subspace that the matrix maps to itself, but too small: start afresh beside it.
        if next.rows == 0 { return nil }
        nextCheck = size + max(Self.blockSize, size / 4)
      }
      block = next
    }
    return nil
  }

  private mutating func append(_ block: Matrix) {
    basis += block.storage
    size += block.rows
  }

  private var basisMatrix: Matrix { Matrix(rows: size, columns: order, storage: basis) }

  private mutating func recordProjection(of images: Matrix, _ context: ExecutionContext) throws {
    let products = try images.multiplied(by: basisMatrix, transposing: .right, context: context)
    for row in 0..<products.rows { projections.append(products.row(row).map(Double.init)) }
  }

  private func orthogonalToBasis(_ block: Matrix, _ context: ExecutionContext) throws -> Matrix {
    guard size > 0 else { return block }
    var block = block
    let basis = basisMatrix
    // Twice is enough (Kahan, in Parlett 1980).
    for _ in 0..<2 {
      let products = try block.multiplied(by: basis, transposing: .right, context: context)
      let within = try products.multiplied(by: basis, context: context)
      block.storage.withUnsafeMutableBufferPointer { numbers in
        guard let base = numbers.baseAddress else { return }
        VectorKernels.axpy(-1, within.storage, into: base, count: within.storage.count)
      }
    }
    return block
  }

  /// An orthonormal basis of the block's rows, and for each of these the block's rows' share in it.
  private func orthonormalised(_ block: Matrix, _ context: ExecutionContext) throws -> (Matrix, remainders: Matrix) {
    var rows = block.storage.map(Double.init)
    let kept = Orthonormal.orthonormalise(&rows, rows: block.rows, length: order)
    var result = Matrix(rows: kept, columns: order, storage: rows.prefix(kept * order).map(Float.init))
    if kept > 0, size > 0 {
      // Rows that were small before they were scaled up have lost their orthogonality to the basis.
      result = try orthogonalToBasis(result, context)
      rows = result.storage.map(Double.init)
      let again = Orthonormal.orthonormalise(&rows, rows: kept, length: order)
      result = Matrix(rows: again, columns: order, storage: rows.prefix(again * order).map(Float.init))
    }
    return (result, try block.multiplied(by: result, transposing: .right, context: context))
  }

  private func converged(_ remainders: Matrix, next: Matrix, _ context: ExecutionContext) throws -> [Float]? {
    let pairs = try projection.eigenpairs()
    let first = size - remainders.rows
    for i in 0..<count {
      var residual = 0.0
      for column in 0..<remainders.columns {
        let share = (0..<remainders.rows).reduce(0.0) {
          $0 + pairs.vectors[i * size + first + $1] * Double(remainders[$1, column])
        }
        residual += share * share
      }
      let allowed = max(3e-5 * abs(pairs.values[i]), 2e-6 * abs(pairs.values[0]))
      if residual.squareRoot() > allowed { return nil }
    }
    let coordinates = Matrix(rows: count, columns: size, storage: pairs.vectors.prefix(count * size).map(Float.init))
    return try coordinates.multiplied(by: basisMatrix, context: context).storage
  }

  private var projection: SymmetricMatrix {
    var storage = [Double](repeating: 0, count: size * size)
    for (row, products) in projections.enumerated() {
      for (column, product) in products.enumerated() {
        storage[row * size + column] = product
        storage[column * size + row] = product
      }
    }
    return SymmetricMatrix(order: size, storage: storage)
  }
}
