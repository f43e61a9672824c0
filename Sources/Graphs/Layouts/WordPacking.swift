import Glibc
import Numerics

/// Packs boxes around a centre without overlap, the first ones nearest to it: a word cloud, once somebody has measured
/// the words.
public struct WordPacking: Sendable, Equatable {
  /// The least gap between two boxes.
  public var gap: Double
  /// Width over height of the whole.
  public var aspect: Double

  public init(gap: Double = 2, aspect: Double = 1.6) {
    self.gap = gap
    self.aspect = aspect
  }

  /// The centre of each box: out from the middle along a spiral to the first place that is free. The same for the same
  /// boxes.
  ///
  /// - Parameter sizes: in the order of importance.
  /// - Throws: `GraphError.badOption`, `Interrupted`.
  /// - Cost: boxes² · steps of the spiral, a second for about 500 words.
  public func positions(_ sizes: [BoxSize], context: ExecutionContext = .plain) throws -> [Point] {
    guard gap >= 0, gap.isFinite else { throw GraphError.badOption("gap", value: gap, needed: "0 or more") }
    guard aspect > 0, aspect.isFinite else { throw GraphError.badOption("aspect", value: aspect, needed: "above 0") }
    try BoxSize.check(sizes, vertices: sizes.count)
    let step = max(0.5, (sizes.map(\.height).min() ?? 1) / 4)
    var placed: [Point] = []
    for (index, size) in sizes.enumerated() {
      try context.checkInterruption()
      var blocker = 0
      var turn = 0.0
      var point = Point(x: 0, y: 0)
      while isTaken(point, size, placed, sizes, &blocker) {
        // Archimedes' spiral, walked in steps of equal length.
        turn += step / max(step, (step * turn / (2 * Double.pi)))
        let radius = step * turn / (2 * Double.pi)
        point = Point(x: radius * aspect.squareRoot() * cos(turn), y: radius / aspect.squareRoot() * sin(turn))
      }
      placed.append(point)
      context.report(fraction: Double(index + 1) / Double(sizes.count))
    }
    return placed
  }

  /// - Parameter blocker: the box that was in the way last time, which mostly still is.
  private func isTaken(
    _ point: Point, _ size: BoxSize, _ placed: [Point], _ sizes: [BoxSize], _ blocker: inout Int
  ) -> Bool {
    func overlaps(_ other: Int) -> Bool {
      abs(point.x - placed[other].x) < (size.width + sizes[other].width) / 2 + gap
        && abs(point.y - placed[other].y) < (size.height + sizes[other].height) / 2 + gap
    }
    if blocker < placed.count, overlaps(blocker) { return true }
    guard let other = placed.indices.first(where: overlaps) else { return false }
    blocker = other
    return true
  }
}
