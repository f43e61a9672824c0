import Numerics

/// A matrix of weights, inner × columns, laid out as the kernel walks through it: columns in panels, each panel row by row.
///
/// Columns are filled up with zeros to a multiple of 16. Packed once, read by all threads.
final class PackedFilters: @unchecked Sendable {
  struct Panel {
    /// The first column.
    let column: Int
    let width: Int
    /// Where its numbers begin.
    let offset: Int

    /// Those of a matrix. - Parameter columns: a multiple of 16.
    static func all(inner: Int, columns: Int) -> [Panel] {
      var panels: [Panel] = []
      var start = 0
      while start < columns {
        let width = PackedFilters.panelWidth(columns - start)
        panels.append(Panel(column: start, width: width, offset: start * inner))
        start += width
      }
      return panels
    }
  }

  let inner: Int
  let panels: [Panel]
  /// A multiple of 16.
  let columns: Int
  private let memory: OwnedBuffer<Float>

  var base: UnsafePointer<Float> { UnsafePointer(memory.base) }

  /// Where the numbers of a panel are written to, by whoever made it without any.
  var writable: UnsafeMutablePointer<Float> { memory.base }

  /// Zeros, to be written over: weights that are trained are packed again for every step.
  init(inner: Int, columns: Int) {
    self.inner = inner
    let padded = Self.padded(columns)
    self.columns = padded
    panels = Panel.all(inner: inner, columns: padded)
    memory = OwnedBuffer(repeating: 0, count: inner * padded)
  }

  /// - Parameter value: the weight in a row and a column.
  convenience init(inner: Int, columns: Int, value: (_ row: Int, _ column: Int) -> Float) {
    self.init(inner: inner, columns: columns)
    for panel in panels {
      for row in 0..<inner {
        let target = memory.base + panel.offset + row * panel.width
        for lane in 0..<panel.width {
          let column = panel.column + lane
          target[lane] = column < columns ? value(row, column) : 0
        }
      }
    }
  }

  /// Takes over a matrix that lies row by row.
  func fill(_ rows: Range<Int>, from matrix: UnsafePointer<Float>, stride: Int) {
    for panel in panels {
      for row in rows {
        (memory.base + panel.offset + row * panel.width).update(
          from: matrix + (row * stride + panel.column), count: panel.width)
      }
    }
  }

  /// How many of the columns that are left a panel takes: as many as the registers hold six rows of.
  static func panelWidth(_ left: Int) -> Int {
    VectorUnit.hasWideRegisters ? left >= 64 ? 64 : left >= 32 ? 32 : 16 : 16
  }

  /// The next multiple of 16.
  static func padded(_ channels: Int) -> Int { (channels + 15) / 16 * 16 }
}
