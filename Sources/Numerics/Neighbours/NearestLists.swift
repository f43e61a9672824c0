/// For each query the nearest references so far: their distances, exactly, in ascending order.
///
/// Which references are handed in, in which order and how often, changes nothing as long as the nearest are among them.
struct NearestLists: Sendable {
  let count: Int
  private let indices: DisjointPointer<Int>
  private let distances: DisjointPointer<Double>
  /// For each query, what a lower bound less the query's own squared norm must be below to matter.
  let thresholds: DisjointPointer<Float>
  private let slack: DisjointPointer<Float>

  /// - Parameter slack: for each query how far a bound from products may be off, less the query's squared norm.
  static func table(
    count: Int, slack: [Float], fill: (NearestLists) throws -> Void
  ) throws -> NeighbourTable {
    var indices = [Int](repeating: .max, count: slack.count * count)
    var distances = [Double](repeating: .infinity, count: slack.count * count)
    var thresholds = [Float](repeating: .infinity, count: slack.count)
    var slack = slack
    try indices.withUnsafeMutableBufferPointer { indices in
      try distances.withUnsafeMutableBufferPointer { distances in
        try thresholds.withUnsafeMutableBufferPointer { thresholds in
          try slack.withUnsafeMutableBufferPointer { slack in
            guard let indices = indices.baseAddress, let distances = distances.baseAddress,
              let thresholds = thresholds.baseAddress, let slack = slack.baseAddress
            else { return }
            try fill(
              NearestLists(
                count: count, indices: .init(indices), distances: .init(distances), thresholds: .init(thresholds),
                slack: .init(slack)))
          }
        }
      }
    }
    return NeighbourTable(count: count, indices: indices, squaredDistances: distances)
  }

  /// Whether the query has as many neighbours as it shall have, so that its threshold tells anything.
  func isFull(_ query: Int) -> Bool { thresholds[query] < .infinity }

  /// Whether no reference of this number can take a place, whatever its distance: where many rows are equal.
  @inline(__always)
  func isClosed(_ query: Int, to index: Int) -> Bool {
    let last = (query + 1) * count - 1
    return distances[last] == 0 && index >= indices[last]
  }

  /// Gives a reference its place, unless it is too far or has it already.
  func insert(_ index: Int, distance: Double, for query: Int) {
    let distances = distances.base + query * count
    let indices = indices.base + query * count
    var place = count
    while place > 0, (distance, index) < (distances[place - 1], indices[place - 1]) { place -= 1 }
    guard place < count, place == 0 || indices[place - 1] != index else { return }
    for later in stride(from: count - 1, to: place, by: -1) {
      distances[later] = distances[later - 1]
      indices[later] = indices[later - 1]
    }
    distances[place] = distance
    indices[place] = index
    thresholds[query] = (Float(distances[count - 1]) + slack[query]).nextUp
  }
}
