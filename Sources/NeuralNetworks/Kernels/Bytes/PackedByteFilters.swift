import Numerics

/// A matrix of weights as signed bytes, a scale for each column: symmetric about 0, the largest of a column 127. Laid out as
/// `PackedFilters`, but with the weights of four rows side by side.
final class PackedByteFilters: @unchecked Sendable {
  /// Rows, filled up to a multiple of four.
  let inner: Int
  let panels: [PackedFilters.Panel]
  /// A multiple of 16.
  let columns: Int
  /// What a byte of each column stands for.
  let scales: [Float]
  /// The sum of each column's bytes.
  let sums: [Int32]
  private let memory: OwnedBuffer<Int8>

  var base: UnsafePointer<Int8> { UnsafePointer(memory.base) }

  /// As many rows as a sum of products with bytes from 0 to 255 stays below 2³¹ for.
  static var mostRows: Int { Int(Int32.max) / (255 * 127) }

  /// - Precondition: no more than `mostRows` rows.
  init(inner rows: Int, columns: Int, value: (_ row: Int, _ column: Int) -> Float) {
    let inner = (rows + 3) / 4 * 4
    let padded = PackedFilters.padded(columns)
    let panels = PackedFilters.Panel.all(inner: inner, columns: padded)
    let memory = OwnedBuffer<Int8>(repeating: 0, count: inner * padded)
    var scales = [Float](repeating: 0, count: padded)
    var sums = [Int32](repeating: 0, count: padded)
    for panel in panels {
      for lane in 0..<panel.width where panel.column + lane < columns {
        let column = panel.column + lane
        let weights = (0..<rows).map { value($0, column) }
        // Not `max`, which loses what is no number: the scale must not.
        let largest = weights.reduce(Float(0)) { $1.isFinite ? max($0, abs($1)) : .nan }
        scales[column] = largest / 127
        guard largest > 0 else { continue }
        for (row, weight) in weights.enumerated() {
          let byte = Int8((weight / largest * 127).rounded(.toNearestOrEven))
          memory[panel.offset + (row / 4 * panel.width + lane) * 4 + row % 4] = byte
          sums[column] += Int32(byte)
        }
      }
    }
    (self.inner, self.columns, self.panels) = (inner, padded, panels)
    (self.scales, self.sums, self.memory) = (scales, sums, memory)
  }
}
