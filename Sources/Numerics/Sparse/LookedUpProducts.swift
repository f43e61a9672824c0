import Synchronization

/// Products with some vectors of those rows that have so few numbers besides zeros that looking these up takes less than a
/// product by BLAS. Each row is judged by itself, so that its products do not depend on the rows beside it.
struct LookedUpProducts: Sendable {
  /// A number that is looked up takes as long as so many multiplications in a row.
  private static let costOfLookUp = 6

  private let vectors: Matrix
  private let offsets: [Float]
  private let shared = Shared()

  private final class Shared: Sendable {
    /// Made when the first row asks.
    let panels = Mutex<[LanePanel]?>(nil)
  }

  init(with vectors: Matrix, minus offsets: [Float]) {
    self.vectors = vectors
    self.offsets = offsets
  }

  /// The rows of a piece that are looked up, and which of the piece's they are.
  /// - Parameter source: `count` rows, one after another.
  func found(in source: UnsafePointer<Float>, count: Int) -> (rows: CompressedRows, places: [Int]) {
    let columns = vectors.columns
    let most = columns < Int(UInt32.max) ? columns / Self.costOfLookUp : 0
    // One more, because each number is written before it is known whether it stays.
    let capacity = count * most + 1
    var (places, starts): ([Int], [Int]) = ([], [0])
    var values: [Float] = []
    let indices = [UInt32](unsafeUninitializedCapacity: capacity) { indices, kept in
      values = [Float](unsafeUninitializedCapacity: capacity) { values, initialized in
        guard let first = indices.baseAddress, let second = values.baseAddress else { return }
        for row in 0..<count where most > 0 {
          let found = CompressedRows.compress(
            source + row * columns, columns: columns, most: most, indices: first + initialized,
            values: second + initialized)
          guard found < most else { continue }
          initialized += found
          places.append(row)
          starts.append(initialized)
        }
        kept = initialized
      }
    }
    return (
      CompressedRows(rows: places.count, columns: columns, starts: starts, indices: indices, values: values), places
    )
  }

  /// Writes the products of such rows, a number for each vector.
  /// - Parameter target: of all rows of the piece.
  func write(_ found: (rows: CompressedRows, places: [Int]), to target: UnsafeMutablePointer<Float>) {
    guard found.rows.rows > 0 else { return }
    let panels = shared.panels.withLock { panels in
      let made =
        panels
        ?? stride(from: 0, to: vectors.rows, by: LanePanel.lanes).map {
          LanePanel(vectors, $0..<min(vectors.rows, $0 + LanePanel.lanes))
        }
      panels = made
      return made
    }
    let images = LanePanel(places: found.rows.rows)
    for (number, panel) in panels.enumerated() {
      let group = number * LanePanel.lanes..<min(vectors.rows, (number + 1) * LanePanel.lanes)
      var offset = SIMD16<Float>.zero
      for vector in group { offset[vector - group.lowerBound] = offsets[vector] }
      found.rows.gather(0..<found.rows.rows, from: panel, minus: offset, into: images)
      for (row, place) in found.places.enumerated() {
        let image = images[row]
        for lane in 0..<group.count { target[place * vectors.rows + group.lowerBound + lane] = image[lane] }
      }
    }
  }
}
