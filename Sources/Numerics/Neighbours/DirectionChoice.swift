import Glibc

/// How many principal directions bound the distances of a search, by counting on a sample what they would rule out.
///
/// More directions cost more products, fewer leave more distances to compute. Costs are in multiply-adds of a matrix
/// product, so that the choice depends on the data alone and never on a clock.
struct DirectionChoice: Sendable {
  let columns: Int
  let groups: [SearchedGroup]
  let neighbours: Int

  /// With the length of the rest each is a whole number of SIMD vectors.
  private static let candidates = [15, 31, 47, 63]
  private static let sampledReferences = 2048
  private static let sampledQueries = 128

  private var references: Int { groups.reduce(0) { $0 + $1.references } }
  private var queries: Double { groups.reduce(0) { $0 + Double($1.queries) } }
  private var pairs: Double { groups.reduce(0) { $0 + Double($1.queries) * Double($1.references) } }
  private var sampled: Int { min(references, Self.sampledReferences, max(512, 2048 * 128 / max(1, columns))) }

  /// A sample's spread and its principal directions, in multiply-adds.
  private var preparation: Double {
    let (width, rows) = (Double(columns), Double(sampled))
    return width * rows * min(width, rows) + 64 * pow(min(width, rows), 3)
  }

  /// The directions that make the search cheapest, one a row; nil where whole rows do.
  /// - Parameter rows: the references, group by group.
  func directions(
    _ matrix: Matrix, _ rows: [Int], means: [Float], _ context: ExecutionContext
  ) throws -> Matrix? {
    let possible = Self.candidates.filter { 2 * ($0 + 1) <= columns && $0 < sampled }
    guard let most = possible.last, pairs * Double(columns) > 16 * preparation else { return nil }
    let sample = try matrix.gathering(spread(sampled, of: rows.count).map { rows[$0] })
      .centred(by: means, context: context)
    let all = try Self.leadingDirections(of: sample, most, context)
    guard all.rows == most else { return nil }
    let asking = spread(min(Self.sampledQueries, sampled), of: sampled)
    let own = ownGroups(of: asking)
    let rank = max(1, Int((Double(neighbours) * Double(sampled) / Double(references)).rounded()))
    let limits = try SampleDistances(sample, asking, own, bounds: nil, context).limits(rank: rank)
    var best = (cost: pairs * Double(columns) + computing(passing: 1), directions: Matrix?.none)
    for number in possible {
      let chosen = all.gathering(Array(0..<number))
      let bounds = DistanceBounds(means: [Float](repeating: 0, count: columns), directions: chosen)
      let passing = try SampleDistances(sample, asking, own, bounds: bounds, context).share(within: limits)
      let cost = pairs * Double(number + 1) + computing(passing: passing / Double(rank))
      if cost < best.cost { best = (cost, chosen) }
    }
    return best.directions
  }

  /// The cost of computing distances where the bounds of so many references pass for each that is a neighbour.
  private func computing(passing: Double) -> Double {
    // A reference's chance to be looked at falls as one over how many came before; the first block is ranked by bounds.
    let looked = 1 + log(max(1, pairs / queries / Double(TileSearch.block)))
    return queries * Double(neighbours) * passing * looked * (3000 + 16 * Double(columns))
  }

  /// So many places of `count`, evenly spread.
  private func spread(_ number: Int, of count: Int) -> [Int] {
    (0..<number).map { $0 * count / number }
  }

  /// For places in the sample, which stretch of it is of the same group.
  private func ownGroups(of places: [Int]) -> [Range<Int>] {
    var end = 0
    let ends = groups.map { group in
      end += group.references
      return end
    }
    let numbers = spread(sampled, of: references).map { place in ends.firstIndex { place < $0 } ?? 0 }
    return places.map { place in
      let start = numbers[..<place].lastIndex { $0 != numbers[place] }.map { $0 + 1 } ?? 0
      return start..<(numbers[place...].firstIndex { $0 != numbers[place] } ?? numbers.count)
    }
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

/// Squared distances, or lower bounds of them, between some rows of a sample and those of the same group.
private struct SampleDistances {
  private let distances: Matrix
  private let own: [Range<Int>]

  init(
    _ sample: Matrix, _ asking: [Int], _ own: [Range<Int>], bounds: DistanceBounds?, _ context: ExecutionContext
  ) throws {
    let bounds = bounds ?? DistanceBounds(means: [Float](repeating: 0, count: sample.columns), directions: nil)
    let points = try bounds.points(sample, Array(0..<sample.rows), context)
    var distances = try points.bounding.gathering(asking)
      .multiplied(by: points.bounding, transposing: .right, context: context)
    let columns = distances.columns
    distances.storage.withUnsafeMutableBufferPointer { numbers in
      for (row, place) in asking.enumerated() {
        let norm = points.norms[place]
        for column in 0..<columns {
          numbers[row * columns + column] = norm + points.norms[column] - 2 * numbers[row * columns + column]
        }
      }
    }
    self.distances = distances
    self.own = own
  }

  /// For each asking row its distance to the `rank`-th nearest other.
  func limits(rank: Int) -> [Float] {
    own.indices.map { row in
      // One more, since the row itself is in the sample, at no distance.
      var nearest = [Float](repeating: .infinity, count: min(rank + 1, own[row].count))
      for distance in distances.row(row)[own: own[row]] where distance < nearest[nearest.count - 1] {
        nearest.removeLast()
        nearest.insert(distance, at: nearest.firstIndex { distance < $0 } ?? nearest.count)
      }
      return nearest[nearest.count - 1]
    }
  }

  /// How many others are within an asking row's limit, on average.
  func share(within limits: [Float]) -> Double {
    let passing = own.indices.reduce(0) { sum, row in
      sum + max(0, distances.row(row)[own: own[row]].count { $0 <= limits[row] } - 1)
    }
    return Double(passing) / Double(max(1, own.count))
  }
}

extension ArraySlice<Float> {
  /// A stretch counted from the first element.
  fileprivate subscript(own range: Range<Int>) -> ArraySlice<Float> {
    self[startIndex + range.lowerBound..<startIndex + range.upperBound]
  }
}
