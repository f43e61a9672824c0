/// The rows on one side of the cutoff, by ascending running variable.
struct CutoffSide: Sendable {
  let running: [Double]
  /// A row for each row, a column for each response.
  var responses: DenseMatrix
  let clusters: [Int]?

  var count: Int { running.count }

  /// How many different values the running variable takes.
  var distinct: Int {
    guard !running.isEmpty else { return 0 }
    return 1 + zip(running, running.dropFirst()).count { $0 != $1 }
  }

  /// The different values, nearest to `cutoff` first.
  func places(from cutoff: Double) -> [Double] {
    var places: [Double] = []
    for value in running where value != places.last { places.append(value) }
    return places.sorted { abs($0 - cutoff) < abs($1 - cutoff) }
  }

  /// The rows with a positive weight, which lie side by side.
  func window(cutoff: Double, bandwidth: Double, kernel: KernelShape) -> CutoffSide {
    let inside = running.indices.filter { kernel.weight(running[$0] - cutoff, bandwidth: bandwidth) > 0 }
    guard let first = inside.first, let last = inside.last else { return rows(0..<0) }
    return rows(first..<last + 1)
  }

  private func rows(_ range: Range<Int>) -> CutoffSide {
    let columns = responses.columns
    return CutoffSide(
      running: Array(running[range]),
      responses: DenseMatrix(
        rows: range.count, columns: columns,
        storage: Array(responses.storage[range.lowerBound * columns..<range.upperBound * columns])),
      clusters: clusters.map { Array($0[range]) })
  }

  /// Running variable and outcome in other units; the other responses as they are.
  func rescaled(running: Double, outcome: Double) -> CutoffSide {
    var responses = responses
    for row in 0..<count { responses[row, 0] /= outcome }
    return CutoffSide(running: self.running.map { $0 / running }, responses: responses, clusters: clusters)
  }

  /// Without the given column of responses.
  func removingResponse(_ column: Int) -> CutoffSide {
    let kept = (0..<responses.columns).filter { $0 != column }
    return CutoffSide(
      running: running,
      responses: DenseMatrix(
        rows: count, columns: kept.count,
        storage: (0..<count).flatMap { row in kept.map { responses[row, $0] } }),
      clusters: clusters)
  }
}
