/// The scatter or Gram matrix of rows most of whose numbers are zero.
///
/// A product goes over the rows alone, without a transposed copy (`LaneSweep`).
public struct SparseScatter: ScatterOperator {
  public let side: SymmetricProduct.Side
  private let rows: any SparseLaneRows
  private let sweep: LaneSweep
  private let exactMeans: [Double]

  /// - Parameter means: what is subtracted from each column.
  public init(_ rows: CompactRows, means: [Float], side: SymmetricProduct.Side) {
    self.init(lanes: rows, means: means, side: side)
  }

  /// - Parameter means: what is subtracted from each column.
  public init(_ rows: CompressedRows, means: [Float], side: SymmetricProduct.Side) {
    self.init(lanes: rows, means: means, side: side)
  }

  private init(lanes rows: any SparseLaneRows, means: [Float], side: SymmetricProduct.Side) {
    self.rows = rows
    self.side = side
    sweep = LaneSweep(rows, means: means, side: side)
    exactMeans = means.map(Double.init)
  }

  public var order: Int { sweep.order }
  public var length: Int { sweep.length }
  public var byteCount: Int { rows.byteCount }

  public func images(of block: Matrix, context: ExecutionContext) throws -> Matrix {
    try halvedImages(of: block, context: context).images
  }

  /// - Cost: about five cycles for each number that is not zero and sixteen vectors.
  public func halvedImages(of block: Matrix, context: ExecutionContext) throws -> (images: Matrix, halves: Matrix?) {
    try sweep.product(with: block, context)
  }

  public func exactImages(of vectors: [Double], count: Int, context: ExecutionContext) throws -> [Double] {
    precondition(vectors.count == count * order, "vectors of another length")
    var result = [Double](repeating: 0, count: count * length)
    try result.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: count, size: 8) { group in
        // Number i of all vectors of the group side by side.
        var panel = [SIMD8<Double>](repeating: .zero, count: order)
        for (lane, vector) in group.enumerated() {
          for i in 0..<order { panel[i][lane] = vectors[vector * order + i] }
        }
        let images = side == .columns ? try exactProducts(panel, context) : try exactSums(panel, context)
        for (lane, vector) in group.enumerated() {
          for i in 0..<length { target[vector * length + i] = images[i][lane] }
        }
      }
    }
    return result
  }

  /// Rows between two looks at whether to stop.
  private var stretches: [Range<Int>] {
    stride(from: 0, to: rows.rows, by: 4096).map { $0..<min(rows.rows, $0 + 4096) }
  }

  /// The centred rows times eight vectors.
  private func exactProducts(_ panel: [SIMD8<Double>], _ context: ExecutionContext) throws -> [SIMD8<Double>] {
    var offset = SIMD8<Double>.zero
    for (numbers, mean) in zip(panel, exactMeans) { offset.addProduct(numbers, SIMD8(repeating: mean)) }
    var images = [SIMD8<Double>](repeating: .zero, count: rows.rows)
    try images.withUnsafeMutableBufferPointer { images in
      try panel.withUnsafeBufferPointer { panel in
        guard let panel = panel.baseAddress, let images = images.baseAddress else { return }
        for stretch in stretches {
          try context.checkInterruption()
          rows.exactGather(stretch, from: panel, minus: offset, into: images)
        }
      }
    }
    return images
  }

  /// The transposed centred rows times eight vectors.
  private func exactSums(_ panel: [SIMD8<Double>], _ context: ExecutionContext) throws -> [SIMD8<Double>] {
    var sums = [SIMD8<Double>](repeating: .zero, count: rows.columns)
    try sums.withUnsafeMutableBufferPointer { sums in
      try panel.withUnsafeBufferPointer { panel in
        guard let panel = panel.baseAddress, let sums = sums.baseAddress else { return }
        for stretch in stretches {
          try context.checkInterruption()
          rows.exactScatter(stretch, panel, into: sums)
        }
      }
    }
    let total = panel.reduce(SIMD8<Double>.zero, +)
    for column in sums.indices { sums[column].addProduct(SIMD8(repeating: -exactMeans[column]), total) }
    return sums
  }
}
