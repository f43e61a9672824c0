/// For one axis: which old pixels each new pixel is made of, and their weights.
///
/// Weights are a triangle as wide as the scale asks for, in 22-bit fixed point as Pillow has them, so that results agree
/// with Pillow's `Image.resize` to the last grey level.
struct ResizeWeights: Sendable {
  /// Bits after the point.
  static var precision: Int32 { 22 }

  /// The first of the old pixels of each new one. There are always `taps` of them inside the line.
  let starts: [Int]
  /// How many old pixels a new one is made of, the same for all; weights of 0 fill up.
  let taps: Int
  /// The weights of new pixel i begin at `i * taps`.
  let weights: [Int32]

  /// - Parameters:
  ///   - from: the old size.
  ///   - to: the new size.
  init(from: Int, to: Int) {
    let triangles = (0..<to).map { Self.triangle(at: $0, from: from, to: to) }
    let taps = triangles.reduce(1) { max($0, $1.weights.count) }
    starts = triangles.map { min($0.start, from - taps) }
    weights = triangles.flatMap { triangle in
      let before = max(0, triangle.start - (from - taps))
      let after = taps - before - triangle.weights.count
      return [Int32](repeating: 0, count: before) + triangle.weights + [Int32](repeating: 0, count: after)
    }
    self.taps = taps
  }

  private static func triangle(at index: Int, from: Int, to: Int) -> (start: Int, weights: [Int32]) {
    let scale = Double(from) / Double(to)
    let reach = max(scale, 1)
    let centre = (Double(index) + 0.5) * scale
    let start = max(0, Int(centre - reach + 0.5))
    let end = min(from, Int(centre + reach + 0.5))
    let heights = (start..<end).map { max(0, 1 - abs((Double($0) - centre + 0.5) * (1 / reach))) }
    let sum = heights.reduce(0, +)
    let weights = heights.map { Int32((($0 / sum) * Double(1 << precision) + 0.5).rounded(.down)) }
    return (start, weights)
  }

  /// For each new pixel the one old pixel nearest to its centre.
  static func nearest(from: Int, to: Int) -> [Int] {
    let scale = Double(from) / Double(to)
    // Steps are added up, as Pillow does, which decides where a centre falls between two pixels.
    var centre = scale * 0.5
    return (0..<to).map { _ in
      defer { centre += scale }
      return min(from - 1, Int(centre))
    }
  }
}
