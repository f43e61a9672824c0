import Numerics

/// The kernel matrix of the rows of two classes, those of the first class before those of the second: what each class has
/// with itself, and what they have with each other, read along either.
final class PairKernel: @unchecked Sendable {
  /// Rows of one piece of work: so many that packing the other class's rows for the product costs little.
  private static let height = 256

  /// Rows of the first class.
  private let split: Int
  private let squares: (first: KernelSquare, second: KernelSquare)
  private let memory: OwnedBuffer<Float>
  /// Rows of the first class by columns of the second, and the other way round.
  private let across: UnsafeMutablePointer<Float>
  private let back: UnsafeMutablePointer<Float>

  /// - Parameter memory: room for both directions, not shared while this exists.
  /// - Throws: `Interrupted`.
  init(
    _ source: KernelSource, rows: (first: GatheredRows, second: GatheredRows),
    squares: (first: KernelSquare, second: KernelSquare), memory: OwnedBuffer<Float>, context: ExecutionContext
  ) throws {
    (split, self.squares, self.memory) = (rows.first.count, squares, memory)
    across = memory.base
    back = memory.base + rows.first.count * squares.second.stride
    let (count, width) = (rows.second.count, squares.second.stride)
    for start in stride(from: 0, to: split, by: Self.height) {
      let piece = start..<min(split, start + Self.height)
      try KernelBlock.fill(
        source.function, rows.first.operand(piece), rows.second.operand, columns: 0..<count, inner: source.columns,
        into: piece.map { across + $0 * width }, context: context)
      try context.checkInterruption()
      turn(piece, count: count)
    }
    for row in 0..<count {
      for column in split..<squares.first.stride { back[row * squares.first.stride + column] = 0 }
    }
  }

  /// Copies some rows of the first class into columns, in squares that fit into the cache.
  private func turn(_ piece: Range<Int>, count: Int) {
    let (width, height) = (squares.second.stride, squares.first.stride)
    for first in stride(from: 0, to: count, by: 16) {
      for top in stride(from: piece.lowerBound, to: piece.upperBound, by: 16) {
        for column in first..<min(count, first + 16) {
          for row in top..<min(piece.upperBound, top + 16) {
            back[column * height + row] = across[row * width + column]
          }
        }
      }
    }
  }

  /// A row's values with the first class and with the second.
  private func row(_ place: Int) -> (first: UnsafePointer<Float>, second: UnsafePointer<Float>) {
    if place < split { return (squares.first.row(place), UnsafePointer(across + place * squares.second.stride)) }
    return (UnsafePointer(back + (place - split) * squares.first.stride), squares.second.row(place - split))
  }

  /// Values of the row at `place` with those at some positions; zeros up to the next multiple of 16.
  /// - Parameters:
  ///   - places: of the rows at all positions, those of the first class from 0, those of the second behind them.
  ///   - sorted: how many positions there are at the front whose places ascend.
  func gather(
    _ place: Int32, _ places: [Int32], sorted: Int, _ range: Range<Int>, into target: UnsafeMutablePointer<Float>
  ) {
    let (first, second) = row(Int(place))
    let other = second - split
    places.withUnsafeBufferPointer { places in
      let sortedEnd = min(max(sorted, range.lowerBound), range.upperBound)
      var position = range.lowerBound
      while position < sortedEnd, Int(places[position]) < split {
        target[position] = first[Int(places[position])]
        position += 1
      }
      while position < sortedEnd {
        target[position] = other[Int(places[position])]
        position += 1
      }
      while position < range.upperBound {
        let place = Int(places[position])
        target[position] = place < split ? first[place] : other[place]
        position += 1
      }
    }
    for position in range.upperBound..<Lanes.padded(range.upperBound) { target[position] = 0 }
  }

  /// Σ coefficient · k(row, ·) over all rows, for each of the rows at `places`.
  /// - Parameter coefficients: one for each place.
  /// - Throws: `Interrupted`.
  func sums(of places: ArraySlice<Int32>, coefficients: [Double], context: ExecutionContext) throws -> [Double] {
    let (firstWidth, secondWidth) = (squares.first.stride, squares.second.stride)
    func padded(_ part: ArraySlice<Double>, _ width: Int) -> [Double] {
      part + [Double](repeating: 0, count: width - part.count)
    }
    let (first, second) = (padded(coefficients[..<split], firstWidth), padded(coefficients[split...], secondWidth))
    return try places.enumerated().map { index, place in
      if index % 1024 == 0 { try context.checkInterruption() }
      let row = row(Int(place))
      return WorkingSetSelection.product(row.first, first, count: firstWidth)
        + WorkingSetSelection.product(row.second, second, count: secondWidth)
    }
  }
}
