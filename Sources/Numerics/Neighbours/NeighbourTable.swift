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
