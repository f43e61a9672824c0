/// The transpose of a matrix of sixteen by sixteen, in registers.
///
/// Taking the even places of each pair of neighbouring rows, then the odd ones, turns the eight bits of a number's place,
/// row before column, round by one; four times exchange row and column.
enum SquareTransposition {
  /// - Parameters: where the rows lie and where those of the result go, each with the distance between rows.
  @inline(__always)
  static func run(
    _ source: UnsafePointer<Float>, stride: Int, into target: UnsafeMutablePointer<Float>, stride step: Int
  ) {
    withUnsafeTemporaryAllocation(of: SIMD16<Float>.self, capacity: 32) { memory in
      guard var from = memory.baseAddress else { return }
      var to = from + 16
      for row in 0..<16 { from[row] = SIMD16(from: source + row * stride) }
      for _ in 0..<4 {
        for pair in 0..<8 {
          let (a, b) = (from[2 * pair], from[2 * pair + 1])
          to[pair] = SIMD16(lowHalf: a.evenHalf, highHalf: b.evenHalf)
          to[8 + pair] = SIMD16(lowHalf: a.oddHalf, highHalf: b.oddHalf)
        }
        swap(&from, &to)
      }
      for row in 0..<16 { from[row].write(to: target + row * step) }
    }
  }
}
