import Numerics

/// Something plain in front of a face: a mask over its lower part, or a hand at one side.
struct Occlusion: Equatable {
  /// In pixels of the picture.
  let columns: Range<Int>
  let rows: Range<Int>
  let grey: UInt8
  private let size: Int

  /// - Parameters:
  ///   - severity: 0…1; how much of the face is covered.
  ///   - size: width and height of the picture.
  init(severity: Float, size: Int, drawnFrom generator: inout SeededGenerator) {
    let share = Double(min(max(severity, 0), 1))
    let cover = (0.15 + 0.35 * share) * (0.85 + 0.3 * generator.uniform())
    let extent = min(size, max(1, Int((cover * Double(size)).rounded())))
    let kind = generator.below(3)
    grey = UInt8(60 + generator.below(140))
    self.size = size
    switch kind {
    case 0: (columns, rows) = (size / 6..<size - size / 6, size - extent..<size)
    case 1: (columns, rows) = (0..<extent, size / 4..<size)
    default: (columns, rows) = (size - extent..<size, size / 4..<size)
    }
  }

  func draw(into bytes: UnsafeMutablePointer<UInt8>) {
    for row in rows {
      for column in columns { bytes[row * size + column] = grey }
    }
  }
}
