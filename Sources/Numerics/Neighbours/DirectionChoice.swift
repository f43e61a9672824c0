import Glibc

/// How many principal directions bound the distances of a search, by counting on a sample what they would rule out.
///
/// More directions cost more products, fewer leave more distances to compute. Costs are in multiply-adds of a matrix
/// product, so that the choice depends on the data alone and never on a clock.
struct DirectionChoice: Sendable {
  let columns: Int
  let references: Int
  let queries: Int
  let neighbours: Int

  /// With the length of the rest each is a whole number of SIMD vectors.
  private static let candidates = [15, 31, 47, 63]
  private static let sampledReferences = 2048
  private static let sampledQueries = 128

  private var sampled: Int { min(references, Self.sampledReferences, max(512, 2048 * 128 / max(1, columns))) }

  /// A sample's spread and its principal directions, in multiply-adds.
  private var preparation: Double {
    let (width, rows) = (Double(columns), Double(sampled))
    return width * rows * min(width, rows) + 64 * pow(min(width, rows), 3)
  }

  /// The directions that make the search cheapest, one a row; nil where whole rows do.
  func directions(
    _ matrix: Matrix, _ rows: [Int], means: [Float], _ context: ExecutionContext
  ) throws -> Matrix? {
    let pairs = Double(queries) * Double(references)
    let possible = Self.candidates.filter { 2 * ($0 + 1) <= columns && $0 < sampled }
    guard let most = possible.last, pairs * Double(columns) > 16 * preparation else { return nil }
    let sample = try matrix.gathering(spread(sampled, of: rows)).centred(by: means, context: context)
    let all = try Self.leadingDirections(of: sample, most, context)
    guard all.rows == most else { return nil }
    let asking = sample.gathering(spread(min(Self.sampledQueries, sampled), of: Array(0..<sample.rows)))
    let rank = max(1, Int((Double(neighbours) * Double(sampled) / Double(references)).rounded()))
    let limits = try SampleDistances(asking, sample, bounds: nil, context).limits(rank: rank)
    var best = (cost: pairs * Double(columns) + computing(passing: 1), directions: Matrix?.none)
    for number in possible {
      let chosen = all.gathering(Array(0..<number))
      let bounds = DistanceBounds(means: [Float](repeating: 0, count: columns), directions: chosen)
      let passing = try SampleDistances(asking, sample, bounds: bounds, context).share(within: limits)
      let cost = pairs * Double(number + 1) + computing(passing: passing / Double(rank))
      if cost < best.cost { best = (cost, chosen) }
    }
    return best.directions
  }

  /// The cost of computing distances where the bounds of so many references pass for each that is a neighbour.
  private func computing(passing: Double) -> Double {
    // A reference's chance to be looked at falls as one over how many came before; the first block is ranked by bounds.
    let looked = 1 + log(max(1, Double(references) / Double(TileSearch.block)))
    return Double(queries) * Double(neighbours) * passing * looked * (4000 + 16 * Double(columns))
  }

  /// So many of the rows, evenly spread.
  private func spread(_ number: Int, of rows: [Int]) -> [Int] {
    (0..<number).map { rows[$0 * rows.count / number] }
  }

  private static func leadingDirections(
    of sample: Matrix, _ count: Int, _ context: ExecutionContext
  ) throws -> Matrix {
    let zero = [Float](repeating: 0, count: sample.columns)
    let isTall = sample.columns <= sample.rows
    let product = try SymmetricProduct.of(sample, side: isTall ? .columns : .rows, means: zero, context: context.silent)
    let pairs = try product.leadingEigenpairs(count, context: context.silent)
    var vectors = Matrix(rows: count, columns: product.order, storage: pairs.vectors.map(Float.init))
    if !isTall { vectors = try vectors.multiplied(by: sample, context: context) }
    var directions = vectors.storage.map(Double.init)
    let kept = Orthonormal.orthonormalise(&directions, rows: count, length: sample.columns)
    return Matrix(
      rows: kept, columns: sample.columns, storage: directions.prefix(kept * sample.columns).map(Float.init))
  }
}

/// Squared distances, or lower bounds of them, between some rows of a sample and all of it.
private struct SampleDistances {
  private let distances: [[Float]]

  init(_ asking: Matrix, _ sample: Matrix, bounds: DistanceBounds?, _ context: ExecutionContext) throws {
    let bounds = bounds ?? DistanceBounds(means: [Float](repeating: 0, count: sample.columns), directions: nil)
    let left = try bounds.points(asking, Array(0..<asking.rows), context)
    let right = try bounds.points(sample, Array(0..<sample.rows), context)
    let products = try left.bounding.multiplied(by: right.bounding, transposing: .right, context: context)
    distances = (0..<asking.rows).map { row in
      (0..<sample.rows).map { left.norms[row] + right.norms[$0] - 2 * products[row, $0] }
    }
  }

  /// For each asking row its distance to the `rank`-th nearest other.
  func limits(rank: Int) -> [Float] {
    distances.map { row in
      // One more, since the row itself is in the sample, at no distance.
      var nearest = [Float](repeating: .infinity, count: min(rank + 1, row.count))
      for distance in row where distance < nearest[nearest.count - 1] {
        nearest.removeLast()
        nearest.insert(distance, at: nearest.firstIndex { distance < $0 } ?? nearest.count)
      }
      return nearest[nearest.count - 1]
    }
  }

  /// How many others are within an asking row's limit, on average.
  func share(within limits: [Float]) -> Double {
    let passing = zip(distances, limits).reduce(0) { sum, pair in
      sum + max(0, pair.0.count { $0 <= pair.1 } - 1)
    }
    return Double(passing) / Double(max(1, distances.count))
  }
}
