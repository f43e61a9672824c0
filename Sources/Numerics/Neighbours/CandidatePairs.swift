/// Pairs of points whose distances are wanted exactly.
///
/// They are computed many at a time, before any of them is looked at: each waits for a row from memory, and a processor
/// waits for several rows at once only where nothing depends on the first.
struct CandidatePairs {
  private static let capacity = 512

  private let asking: NeighbourPoints
  private let references: NeighbourPoints
  private let queries: UnsafeMutablePointer<Int>
  private let places: UnsafeMutablePointer<Int>
  private let distances: UnsafeMutablePointer<Double>
  private let count: UnsafeMutablePointer<Int>

  init(_ asking: NeighbourPoints, _ references: NeighbourPoints) {
    self.asking = asking
    self.references = references
    queries = .allocate(capacity: Self.capacity)
    places = .allocate(capacity: Self.capacity)
    distances = .allocate(capacity: Self.capacity)
    count = .allocate(capacity: 1)
    count.initialize(to: 0)
  }

  func deallocate() {
    queries.deallocate()
    places.deallocate()
    distances.deallocate()
    count.deallocate()
  }

  @inline(__always)
  func add(_ place: Int, for query: Int, _ lists: NearestLists) {
    queries[count.pointee] = query
    places[count.pointee] = place
    count.pointee += 1
    if count.pointee == Self.capacity { settle(lists) }
  }

  /// Gives every pair's reference its place in the query's list.
  func settle(_ lists: NearestLists) {
    let columns = references.source.columns
    asking.source.storage.withUnsafeBufferPointer { left in
      references.source.storage.withUnsafeBufferPointer { right in
        guard let left = left.baseAddress, let right = right.baseAddress else { return }
        for pair in 0..<count.pointee {
          distances[pair] = VectorKernels.exactSquaredDistance(
            left + asking.rows[queries[pair]] * columns, right + references.rows[places[pair]] * columns, count: columns
          )
        }
      }
    }
    for pair in 0..<count.pointee {
      lists.insert(references.rows[places[pair]], distance: distances[pair], for: queries[pair])
    }
    count.pointee = 0
  }
}
