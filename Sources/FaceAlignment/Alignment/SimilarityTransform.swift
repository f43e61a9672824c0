/// A turn, a change of size and a shift: what brings one drawing over another without distorting it.
public struct SimilarityTransform: Sendable, Equatable {
  /// The cosine and the sine of the turn, each times the change of size.
  public var cosine = 1.0
  public var sine = 0.0
  public var right = 0.0
  public var down = 0.0

  public init(cosine: Double = 1, sine: Double = 0, right: Double = 0, down: Double = 0) {
    self.cosine = cosine
    self.sine = sine
    self.right = right
    self.down = down
  }

  /// That which brings points nearest to others, by least squares. Umeyama 1991, which in the plane has a closed form.
  ///
  /// Only shifts where there is one pair, or all points of the first lie in one place.
  /// - Precondition: as many of both.
  public init(from points: [LandmarkPoint], to others: [LandmarkPoint]) {
    guard !points.isEmpty else { return }
    let (first, second) = (Self.mean(points), Self.mean(others))
    var (along, across, spread) = (0.0, 0.0, 0.0)
    for (point, other) in zip(points, others) {
      let (x, y) = (point.x - first.x, point.y - first.y)
      let (u, v) = (other.x - second.x, other.y - second.y)
      along += x * u + y * v
      across += x * v - y * u
      spread += x * x + y * y
    }
    if spread > 0 { (cosine, sine) = (along / spread, across / spread) }
    right = second.x - (cosine * first.x - sine * first.y)
    down = second.y - (sine * first.x + cosine * first.y)
  }

  public func callAsFunction(_ point: LandmarkPoint) -> LandmarkPoint {
    LandmarkPoint(x: cosine * point.x - sine * point.y + right, y: sine * point.x + cosine * point.y + down)
  }

  /// By how much it enlarges.
  public var scale: Double { (cosine * cosine + sine * sine).squareRoot() }

  /// What brings everything back; nil where all falls into one point.
  public var inverse: SimilarityTransform? {
    let square = cosine * cosine + sine * sine
    guard square > 0, square.isFinite else { return nil }
    let (back, turn) = (cosine / square, -sine / square)
    return SimilarityTransform(
      cosine: back, sine: turn, right: -(back * right - turn * down), down: -(turn * right + back * down))
  }

  private static func mean(_ points: [LandmarkPoint]) -> LandmarkPoint {
    let count = Double(points.count)
    return LandmarkPoint(
      x: points.reduce(0) { $0 + $1.x } / count, y: points.reduce(0) { $0 + $1.y } / count)
  }
}
