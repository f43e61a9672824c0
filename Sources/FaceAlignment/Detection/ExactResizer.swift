import Numerics

/// Shrinks grey pictures as OpenCV's `INTER_LINEAR_EXACT` does, to the last bit: linear between the two nearest pixels,
/// with weights of eight bits. Not antialiased, so for looking for things only: what a cascade was learnt on.
final class ExactResizer {
  private var starts: [Int32] = []
  private var weights: [UInt32] = []
  private var lines = OwnedBuffer<UInt32>(uninitialized: 0)

  /// - Precondition: no side is 0.
  func resize(
    _ source: UnsafePointer<UInt8>, width: Int, height: Int, to target: UnsafeMutablePointer<UInt8>,
    width newWidth: Int,
    height newHeight: Int
  ) {
    prepare(width: width, newWidth: newWidth)
    var held = (first: -1, second: -1)
    for row in 0..<newHeight {
      let (start, weight) = Self.place(row, from: height, to: newHeight)
      let next = min(start + 1, height - 1)
      if held.first != start {
        blend(source + start * width, width: width, newWidth: newWidth, to: lines.base)
        held.first = start
      }
      if held.second != next {
        blend(source + next * width, width: width, newWidth: newWidth, to: lines.base + newWidth)
        held.second = next
      }
      let (first, second, out) = (lines.base, lines.base + newWidth, target + row * newWidth)
      for column in 0..<newWidth {
        let sum = (256 &- weight) &* first[column] &+ weight &* second[column]
        out[column] = UInt8(truncatingIfNeeded: (sum &+ 0x8000) >> 16)
      }
    }
  }

  private func prepare(width: Int, newWidth: Int) {
    if lines.count < 2 * newWidth { lines = OwnedBuffer(uninitialized: 2 * newWidth) }
    starts.removeAll(keepingCapacity: true)
    weights.removeAll(keepingCapacity: true)
    for column in 0..<newWidth {
      let (start, weight) = Self.place(column, from: width, to: newWidth)
      starts.append(Int32(start))
      weights.append(weight)
    }
  }

  private func blend(
    _ line: UnsafePointer<UInt8>, width: Int, newWidth: Int, to target: UnsafeMutablePointer<UInt32>
  ) {
    starts.withUnsafeBufferPointer { starts in
      weights.withUnsafeBufferPointer { weights in
        for column in 0..<newWidth {
          let (start, weight) = (Int(starts[column]), weights[column])
          let (first, second) = (UInt32(line[start]), UInt32(line[min(start &+ 1, width &- 1)]))
          target[column] = (256 &- weight) &* first &+ weight &* second
        }
      }
    }
  }

  /// The first of the two old pixels of a new one, and the weight of the second in 256ths.
  private static func place(_ index: Int, from old: Int, to new: Int) -> (start: Int, weight: UInt32) {
    let scale = 1 / (Double(new) / Double(old))
    let centre = scale * (Double(index) + 0.5) - 0.5
    let start = centre.rounded(.down)
    if start < 0 { return (0, 0) }
    if Int(start) >= old - 1 { return (old - 1, 0) }
    return (Int(start), UInt32(((centre - start) * 256).rounded(.toNearestOrEven)))
  }
}
