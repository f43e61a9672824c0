import Imaging

extension FacePainter {
  /// Wings, nostrils and the shadow below; the nose itself stands in the relief.
  func paintNose() {
    for side in FaceExpression.Side.allCases {
      paintWing(side)
      paintNostril(side)
    }
    let base = pixels(Array(FaceLandmarks.noseBase), .right)
    let under = FaceStroke(through: base) { t in scale * 0.05 * t * (1 - t) }
    canvas.draw(under, on: canvas.shade, tone: 0.42, opacity: 0.6, softness: 2)
  }

  private func paintWing(_ side: FaceExpression.Side) {
    let top = near(31, outward: 0.012, down: -0.085, side)
    let middle = near(31, outward: 0.022, down: -0.03, side)
    let end = near(31, outward: -0.01, down: 0.012, side)
    let wing = FaceStroke(creaseThrough: [top, middle, end], halfWidth: 0.016 * scale)
    canvas.draw(wing, on: canvas.shade, tone: 0.36, opacity: 0.6, softness: 1.3)
  }

  private func paintNostril(_ side: FaceExpression.Side) {
    let outer = near(32, outward: 0.028, down: -0.012, side)
    let inner = near(32, outward: -0.022, down: -0.002, side)
    let nostril = FaceStroke(through: [outer, inner]) { _ in 0.017 * scale }
    canvas.draw(nostril, on: canvas.shade, tone: 0.12, opacity: 0.8, softness: 1.1)
  }
}
