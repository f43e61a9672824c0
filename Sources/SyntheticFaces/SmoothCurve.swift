import Imaging

/// Smooth curves through a few points, as many short straight pieces.
enum SmoothCurve {
  /// Points along the Catmull–Rom curve through `points`, `steps` for each piece, and the last point. Towards its ends the
  /// curve bends on as it began (as a parabola does), so lids and lips meet their corners rounded.
  static func through(_ points: [SIMD2<Float>], steps: Int) -> [SIMD2<Float>] {
    guard points.count > 2, steps > 1, let last = points.last else { return points }
    let directions = directions(at: points)
    var result: [SIMD2<Float>] = []
    result.reserveCapacity((points.count - 1) * steps + 1)
    for i in 0..<points.count - 1 {
      for step in 0..<steps {
        let t = Float(step) / Float(steps)
        let square = t * t
        let cube = square * t
        let places = points[i] + (points[i + 1] - points[i]) * (3 * square - 2 * cube)
        result.append(places + directions[i] * (cube - 2 * square + t) + directions[i + 1] * (cube - square))
      }
    }
    result.append(last)
    return result
  }

  private static func directions(at points: [SIMD2<Float>]) -> [SIMD2<Float>] {
    let last = points.count - 1
    var directions = points
    for i in 1..<last { directions[i] = (points[i + 1] - points[i - 1]) * 0.5 }
    directions[0] = (points[1] - points[0]) * 2 - directions[1]
    directions[last] = (points[last] - points[last - 1]) * 2 - directions[last - 1]
    return directions
  }
}
