/// The k nearest of a set of rows, by Euclidean distance, exactly.
///
/// Candidates come from distances by matrix products in single precision; those that could be among the nearest within
/// rounding are measured again directly in double precision. So order and ties (to the lower row) are those of a
/// direct computation, at the speed of a matrix product.
public struct NearestNeighbours: Sendable {
  private static let queryBlock = 256
  private static let referenceBlock = 1024
  /// From how many rows on, and up to how many, products are shared by both of their rows.
  private static let pairwise = 1024...100_000

  private let references: Matrix
  private let means: [Float]
  /// References minus their means: the smaller the numbers, the less is lost in rounding.
  private let centred: Matrix
  private let norms: [Float]
  private let largestNorm: Float

  /// - Parameters:
  ///   - references: the finite rows that neighbours are chosen from. Copied once, centred.
  /// - Throws: `NumericsError.overflow`, `Interrupted`.
  public init(references: Matrix, context: ExecutionContext = .plain) throws {
    self.references = references
    means = try references.columnMeans(context: context).map(Float.init)
    centred = try references.centred(by: means, context: context)
    norms = Self.squaredNorms(centred)
    largestNorm = norms.max() ?? 0
    guard norms.allSatisfy(\.isFinite) else { throw NumericsError.overflow }
  }

  /// The `count` references nearest to each query. Cost: 2·queries·references·columns operations.
  /// - Throws: `NumericsError.tooFewReferences`, `Interrupted`.
  public func search(_ queries: Matrix, count: Int, context: ExecutionContext = .plain) throws -> NeighbourTable {
    precondition(queries.columns == references.columns, "rows of different widths")
    guard count <= references.rows else {
      throw NumericsError.tooFewReferences(needed: count, found: references.rows)
    }
    return try search(queries, asRows: nil, count: count, context)
  }

  /// The `count` other references nearest to each reference: never the row itself, though perhaps its equal.
  ///
  /// - Parameters:
  ///   - rows: which references are asked about; nil for all, in order.
  /// - Throws: `NumericsError.tooFewReferences`, `Interrupted`.
  public func searchAmongReferences(
    rows: [Int]? = nil, count: Int, context: ExecutionContext = .plain
  ) throws -> NeighbourTable {
    guard count < references.rows else {
      throw NumericsError.tooFewReferences(needed: count, found: max(0, references.rows - 1))
    }
    let asked = rows ?? Array(0..<references.rows)
    // With half of the rows or more asking, a quarter of the products and more would be computed twice.
    if Self.pairwise.contains(references.rows), 2 * asked.count >= references.rows, Set(asked).count == asked.count {
      return try searchPairwise(asked, count: count, context)
    }
    let queries = rows.map(references.gathering) ?? references
    return try search(queries, asRows: asked, count: count, context)
  }

  private func searchPairwise(_ asked: [Int], count: Int, _ context: ExecutionContext) throws -> NeighbourTable {
    guard count > 0 else { return NeighbourTable(count: 0, indices: [], squaredDistances: []) }
    var isAsked = [Bool](repeating: false, count: references.rows)
    for row in asked { isAsked[row] = true }
    let order = asked + isAsked.indices.filter { !isAsked[$0] }
    let pairs = PairwiseSearch(
      rows: centred.gathering(order), norms: order.map { norms[$0] }, asking: asked.count)
    return try table(queries: asked.count, count: count) { target in
      let overflowed = Places()
      try pairs.forEachList(count: count, margin: margin, context: context) { place, list in
        guard !list.hasOverflowed else { return overflowed.add(place) }
        let candidates = list.indices.map { order[Int($0)] }
        target.write(nearest(count, of: candidates, to: references, asked[place]), at: place)
      }
      let places = overflowed.sorted
      let rest = places.map { asked[$0] }
      let found = try search(references.gathering(rest), asRows: rest, count: count, context)
      for (position, place) in places.enumerated() {
        target.write(
          found.neighbours(of: position).enumerated().map { offset, index in
            (index, found.squaredDistances[position * count + offset])
          }[...], at: place)
      }
    }
  }

  /// - Parameter asRows: which reference each query is, where it is one and must not be its own neighbour.
  private func search(
    _ queries: Matrix, asRows: [Int]?, count: Int, _ context: ExecutionContext
  ) throws -> NeighbourTable {
    guard queries.rows > 0, count > 0 else { return NeighbourTable(count: 0, indices: [], squaredDistances: []) }
    return try table(queries: queries.rows, count: count) { target in
      try context.forEachPiece(of: queries.rows, size: Self.queryBlock) { rows in
        let block = try queries.centred(by: means, rows: rows)
        let lists = try candidates(block, count: count, excluding: asRows?[rows])
        for (row, list) in zip(rows, lists) {
          target.write(nearest(count, of: list.indices.map(Int.init), to: queries, row), at: row)
        }
      }
    }
  }

  /// A table that `fill` writes, query by query in any order.
  private func table(
    queries: Int, count: Int, fill: (TablePointers) throws -> Void
  ) throws -> NeighbourTable {
    var indices = [Int](repeating: 0, count: queries * count)
    var distances = [Double](repeating: 0, count: queries * count)
    try indices.withUnsafeMutableBufferPointer { indices in
      try distances.withUnsafeMutableBufferPointer { distances in
        guard let indexBase = indices.baseAddress, let distanceBase = distances.baseAddress else { return }
        try fill(TablePointers(indices: .init(indexBase), distances: .init(distanceBase), count: count))
      }
    }
    return NeighbourTable(count: count, indices: indices, squaredDistances: distances)
  }

  /// For each centred query the references that rounding cannot rule out.
  private func candidates(_ queries: Matrix, count: Int, excluding: ArraySlice<Int>?) throws -> [CandidateList] {
    let excluded = excluding.map(Array.init)
    var lists = try (0..<queries.rows).map {
      let norm = Self.squaredNorm(queries, row: $0)
      guard norm.isFinite else { throw NumericsError.overflow }
      return CandidateList(count: count, margin: margin(queryNorm: norm))
    }
    var tile = [Float](repeating: 0, count: queries.rows * min(Self.referenceBlock, references.rows))
    for start in stride(from: 0, to: references.rows, by: Self.referenceBlock) {
      let size = min(Self.referenceBlock, references.rows - start)
      fill(&tile, queries, start..<start + size)
      tile.withUnsafeBufferPointer { tile in
        norms.withUnsafeBufferPointer { norms in
          guard let tile = tile.baseAddress, let norms = norms.baseAddress else { return }
          for i in lists.indices {
            lists[i].add(
              tile + i * size, norms + start, count: size, firstIndex: start, excluding: excluded?[i])
          }
        }
      }
    }
    for i in lists.indices { lists[i].compact() }
    return lists
  }

  /// −2 times the products of some queries with some references.
  private func fill(_ tile: inout [Float], _ queries: Matrix, _ references: Range<Int>) {
    let columns = queries.columns
    let rows = queries.rows
    queries.storage.withUnsafeBufferPointer { queries in
      centred.storage.withUnsafeBufferPointer { all in
        guard columns > 0, let queries = queries.baseAddress, let all = all.baseAddress else { return }
        BLAS.multiply(
          queries, stride: columns, transposed: false,
          by: all + references.lowerBound * columns, stride: columns, transposed: true,
          into: &tile, stride: references.count,
          rows: rows, columns: references.count, inner: columns, alpha: -2)
      }
    }
  }

  /// Twice what a squared distance by products can be off by: rounding errors add up like a random walk, and a factor
  /// of 8 leaves room for an unlucky one.
  private func margin(queryNorm: Float) -> Float {
    8 * Float.ulpOfOne * (8 + Float(references.columns).squareRoot()) * (queryNorm + largestNorm)
  }

  private func nearest(
    _ count: Int, of candidates: [Int], to queries: Matrix, _ row: Int
  ) -> ArraySlice<(index: Int, distance: Double)> {
    let columns = references.columns
    let measured = queries.storage.withUnsafeBufferPointer { queries in
      references.storage.withUnsafeBufferPointer { references in
        candidates.map { index -> (index: Int, distance: Double) in
          guard let query = queries.baseAddress, let reference = references.baseAddress else { return (index, 0) }
          return (
            index,
            VectorKernels.exactSquaredDistance(query + row * columns, reference + index * columns, count: columns)
          )
        }
      }
    }
    return measured.sorted { ($0.distance, $0.index) < ($1.distance, $1.index) }.prefix(count)
  }

  private static func squaredNorm(_ matrix: Matrix, row: Int) -> Float {
    matrix.storage.withUnsafeBufferPointer { numbers in
      guard let base = numbers.baseAddress else { return 0 }
      return Float(VectorKernels.squaredNorm(base + row * matrix.columns, count: matrix.columns))
    }
  }

  private static func squaredNorms(_ matrix: Matrix) -> [Float] {
    (0..<matrix.rows).map { squaredNorm(matrix, row: $0) }
  }
}

/// Where a table's numbers go.
private struct TablePointers: Sendable {
  let indices: DisjointPointer<Int>
  let distances: DisjointPointer<Double>
  let count: Int

  func write(_ neighbours: ArraySlice<(index: Int, distance: Double)>, at query: Int) {
    for (place, neighbour) in neighbours.enumerated() {
      indices[query * count + place] = neighbour.index
      distances[query * count + place] = neighbour.distance
    }
  }
}

/// The neighbours of each query, the nearest first.
public struct NeighbourTable: Sendable, Equatable {
  /// Neighbours of each query.
  public let count: Int
  /// Row numbers of the references, `count` for each query.
  public let indices: [Int]
  /// Squared Euclidean distances, in the places of `indices`.
  public let squaredDistances: [Double]

  /// The neighbours of one query.
  public func neighbours(of query: Int) -> ArraySlice<Int> {
    indices[query * count..<(query + 1) * count]
  }
}
