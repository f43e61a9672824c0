import Glibc

/// Where the neighbours of a pixel lie, sorted so that interpolation can be shared.
///
/// Bilinear interpolation is done along rows first. Neighbours with the same column offset share that part, and one
/// row's serves the neighbours of the rows above and below; at P = 8, R = 1 half of the arithmetic is left.
struct CircularSampling: Sendable {
  /// One neighbour: which of `columns` it lies in, and how far below the pixel.
  struct Neighbour: Sendable {
    let column: Int
    let row: Offset
  }

  /// A distance from the pixel, and the two whole positions around it; both the same where it is whole.
  struct Offset: Sendable, Equatable {
    let value: Double
    let floor: Int
    let ceiling: Int

    init(_ value: Double) {
      self.value = value
      floor = Int(value.rounded(.down))
      ceiling = Int(value.rounded(.up))
    }

    /// The weights of the positions before and after, at pixel `index`.
    ///
    /// They vary in the last bits with `index`, because the sum is rounded before the whole part is taken off; the peer
    /// does so, and at ties between neighbour and pixel the last bits decide.
    @inline(__always)
    func weights(at index: Int) -> (before: Double, after: Double) {
      let after = (Double(index) + value) - Double(index + floor)
      return (1 - after, after)
    }
  }

  let neighbours: [Neighbour]
  /// The distinct column offsets.
  let columns: [Offset]
  /// How far neighbours lie from the pixel at most, in whole pixels.
  let reach: Int

  init(points: Int, radius: Double) {
    var columns: [Offset] = []
    neighbours = (0..<points).map { index in
      let angle = 2 * Double.pi * Double(index) / Double(points)
      let row = Offset(Self.rounded(-radius * sin(angle)))
      let column = Offset(Self.rounded(radius * cos(angle)))
      if let known = columns.firstIndex(of: column) { return Neighbour(column: known, row: row) }
      columns.append(column)
      return Neighbour(column: columns.count - 1, row: row)
    }
    self.columns = columns
    reach = Int(radius.rounded(.up)) + 1
  }

  /// To five decimals, half to even.
  private static func rounded(_ value: Double) -> Double {
    (value * 100_000).rounded(.toNearestOrEven) / 100_000
  }
}
