extension KrylovBasis {
  /// The basis as far as it has grown.
  struct State: Sendable {
    struct Step: Sendable {
      /// Directions of the basis with this block.
      let size: Int
      /// What the images of this block have outside the basis: for each of its rows the share of each next direction.
      let remainders: Matrix
    }

    let order: Int
    let blockSize: Int
    /// Orthonormal directions, one after another.
    private(set) var basis: [Float] = []
    /// What the operator makes of each on the way, one after another; empty where it does not tell.
    private(set) var halves: [Float] = []
    private(set) var steps: [Step] = []
    /// Row after row of basis · operator · basisᵀ, each as long as the basis was when it was made.
    private var projections: [[Double]] = []
    private var next: Matrix
    private var generator: SeededGenerator
    private var size: Int { steps.last?.size ?? 0 }

    init(order: Int, blockSize: Int, seed: UInt64) {
      self.order = order
      self.blockSize = blockSize
      generator = SeededGenerator.derived(from: seed, 0x4C61)
      next = Matrix(rows: 0, columns: order)
    }

    /// Adds one block.
    /// - Returns: false where it would lead beyond `limit`.
    mutating func grow(
      by operation: some SymmetricOperator, limit: Int, _ context: ExecutionContext
    ) throws -> Bool {
      if next.rows == 0 { next = try freshBlock(blockSize, context) }
      guard size + next.rows <= limit, next.rows > 0 else { return false }
      let block = next
      var (images, half) = try operation.halvedImages(of: block, context: context)
      let (before, grown) = (size, size + block.rows)
      basis += block.storage
      // Nothing of `self` may be half changed when an interruption ends this step.
      do {
        // An image lies nearly within the last two blocks. Once these are taken away, what is left is so small that one
        // pass over all blocks loses nothing to rounding. What is taken away is what the image has in common with the basis.
        let near = max(0, before - blockSize)..<grown
        let first = try remove(near, from: &images, context)
        var products = try remove(0..<grown, from: &images, context)
        for row in 0..<products.rows {
          for column in near { products[row, column] += first[row, column - near.lowerBound] }
        }
        let (orthonormal, remainders) = try orthonormalised(images, size: grown, context)
        for row in 0..<products.rows { projections.append(products.row(row).map(Double.init)) }
        steps.append(Step(size: grown, remainders: remainders))
        if let half { halves += half.storage }
        next = orthonormal
      } catch {
        basis.removeLast(block.storage.count)
        throw error
      }
      if next.rows < min(blockSize, order - grown) {
        // The basis has all that these directions lead to; what an eigenvalue has more of than one lies elsewhere.
        let fresh = try freshBlock(min(blockSize, order - grown) - next.rows, beside: next, context)
        next = Matrix(rows: next.rows + fresh.rows, columns: order, storage: next.storage + fresh.storage)
      }
      return true
    }

    /// The operator on the first blocks, up to and with that of `step`.
    func projection(of step: Int) -> SymmetricMatrix {
      let size = steps[step].size
      var storage = [Double](repeating: 0, count: size * size)
      for row in 0..<size {
        for (column, product) in projections[row].enumerated() {
          storage[row * size + column] = product
          storage[column * size + row] = product
        }
      }
      return SymmetricMatrix(order: size, storage: storage)
    }

    /// Ritz vectors from their coordinates in the first directions of the basis.
    func vectors(_ check: RitzCheck, size: Int, _ context: ExecutionContext) throws -> RitzVectors {
      let count = check.usable
      let coordinates = check.pairs.vectors.prefix(count * size).map(Float.init)
      let length = basis.isEmpty ? 0 : halves.count / (basis.count / order)
      return RitzVectors(
        vectors: try Self.sums(of: basis, length: order, by: coordinates, size: size, context),
        halves: length > 0 ? try Self.sums(of: halves, length: length, by: coordinates, size: size, context) : nil,
        values: Array(check.pairs.values.prefix(count)))
    }

    /// Sums of vectors of `length` numbers, `size` weights for each.
    private static func sums(
      of vectors: [Float], length: Int, by weights: [Float], size: Int, _ context: ExecutionContext
    ) throws -> Matrix {
      let count = weights.count / size
      return try Matrix(rows: count, columns: length) { buffer in
        guard let base = buffer.baseAddress else { return }
        let target = DisjointPointer(base)
        try context.forEachPiece(of: length, size: 512) { columns in
          vectors.withUnsafeBufferPointer { vectors in
            guard let vectors = vectors.baseAddress else { return }
            BLAS.multiply(
              weights, stride: size, by: vectors + columns.lowerBound, stride: length,
              into: target.base + columns.lowerBound, stride: length, rows: count, columns: columns.count, inner: size)
          }
        }
      }
    }

    /// Inner products of a block's rows with some directions of the basis.
    private func products(
      of block: Matrix, with range: Range<Int>, _ context: ExecutionContext
    ) throws -> Matrix {
      try Matrix(rows: block.rows, columns: range.count) { buffer in
        guard let base = buffer.baseAddress else { return }
        let target = DisjointPointer(base)
        try context.forEachPiece(of: range.count, size: 96) { piece in
          basis.withUnsafeBufferPointer { basis in
            guard let basis = basis.baseAddress else { return }
            let directions = basis + (range.lowerBound + piece.lowerBound) * order
            if block.rows == FewVectors.count {
              FewVectors.products(
                block.storage, with: directions, count: piece.count, length: order,
                into: target.base + piece.lowerBound,
                stride: range.count)
              return
            }
            BLAS.multiply(
              block.storage, stride: order, transposed: false, by: directions, stride: order, transposed: true,
              into: target.base + piece.lowerBound, stride: range.count, rows: block.rows, columns: piece.count,
              inner: order)
          }
        }
      }
    }

    /// Takes what a block has along some directions away from it.
    /// - Returns: how much that was: for each of its rows the share of each direction.
    @discardableResult
    private func remove(_ range: Range<Int>, from block: inout Matrix, _ context: ExecutionContext) throws -> Matrix {
      guard !range.isEmpty else { return Matrix(rows: block.rows, columns: 0) }
      let products = try products(of: block, with: range, context)
      let rows = block.rows
      try block.storage.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        let target = DisjointPointer(base)
        try context.forEachPiece(of: order, size: 1024) { columns in
          basis.withUnsafeBufferPointer { basis in
            guard let basis = basis.baseAddress else { return }
            let directions = basis + range.lowerBound * order + columns.lowerBound
            let own = target.base + columns.lowerBound
            if rows == FewVectors.count {
              FewVectors.subtract(
                products.storage, of: directions, directions: range.count, from: own, stride: order,
                length: columns.count)
              return
            }
            BLAS.multiply(
              products.storage, stride: range.count, by: directions, stride: order, into: own, stride: order,
              rows: rows, columns: columns.count, inner: range.count, alpha: -1, beta: 1)
          }
        }
      }
      return products
    }

    /// An orthonormal basis of the block's rows, and for each of these the block's rows' share in it.
    private func orthonormalised(
      _ block: Matrix, size: Int, _ context: ExecutionContext
    ) throws -> (Matrix, remainders: Matrix) {
      var rows = block.storage.map(Double.init)
      guard let factor = Orthonormal.factorise(&rows, rows: block.rows, length: order), factor.isWellConditioned else {
        return try carefullyOrthonormalised(block, size: size, context)
      }
      let remainders = Matrix(rows: block.rows, columns: block.rows, storage: factor.lower.map(Float.init))
      return (Matrix(rows: block.rows, columns: order, storage: rows.map(Float.init)), remainders)
    }

    /// The same where some rows depend on others: what is left of those is mostly rounding, and no longer orthogonal to
    /// the basis once it is scaled up.
    private func carefullyOrthonormalised(
      _ block: Matrix, size: Int, _ context: ExecutionContext
    ) throws -> (Matrix, remainders: Matrix) {
      var rows = block.storage.map(Double.init)
      var kept = Orthonormal.orthonormalise(&rows, rows: block.rows, length: order)
      var result = Matrix(rows: kept, columns: order, storage: rows.prefix(kept * order).map(Float.init))
      for _ in 0..<2 where kept > 0 {
        try remove(0..<size, from: &result, context)
        rows = result.storage.map(Double.init)
        kept = Orthonormal.orthonormalise(&rows, rows: kept, length: order)
        result = Matrix(rows: kept, columns: order, storage: rows.prefix(kept * order).map(Float.init))
      }
      return (result, try block.multiplied(by: result, transposing: .right, context: context))
    }

    /// Random directions at right angles to the basis.
    private mutating func freshBlock(
      _ count: Int, beside other: Matrix? = nil, _ context: ExecutionContext
    ) throws -> Matrix {
      var block = Matrix(
        rows: count, columns: order, storage: (0..<count * order).map { _ in Float(generator.uniform() - 0.5) })
      let size = basis.count / max(1, order)
      for _ in 0..<2 { try remove(0..<size, from: &block, context) }
      let taken = other?.rows ?? 0
      var rows = (other?.storage ?? []).map(Double.init) + block.storage.map(Double.init)
      let kept = Orthonormal.orthonormalise(&rows, rows: taken + count, length: order)
      return Matrix(
        rows: max(0, kept - taken), columns: order,
        storage: rows[min(kept, taken) * order..<kept * order].map(Float.init))
    }
  }
}
