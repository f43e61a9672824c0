import Imaging

extension FacePainter {
  /// Two rims, the bridge and the temples, in the plane before the eyes.
  func paintGlasses() {
    let radius = SIMD2<Float>(identity.eyeWidth * 1.55, 0.185) * scale
    var innerEdges: [SIMD2<Float>] = []
    for side in FaceExpression.Side.allCases {
      let sign: Float = side == .right ? -1 : 1
      let depth = head.depth(x: identity.eyeSpacing, y: 0) + 0.08
      let centre = project(SIMD3(sign * identity.eyeSpacing, -0.04, depth))
      paintRim(at: centre, radius: radius)
      innerEdges.append(centre + SIMD2(-sign * radius.x, -0.15 * radius.y))
      let hinge = centre + SIMD2(sign * radius.x, -0.3 * radius.y)
      let ear = project(SIMD3(sign * head.width, -0.1, 0))
      drawFrame(FaceStroke(through: [hinge, ear]) { _ in 0.016 * scale })
    }
    let middle = (innerEdges[0] + innerEdges[1]) / 2 - SIMD2(0, 0.03 * scale)
    drawFrame(FaceStroke(through: [innerEdges[0], middle, innerEdges[1]]) { _ in 0.018 * scale })
  }

  private func drawFrame(_ stroke: FaceStroke) {
    canvas.draw(stroke, on: canvas.albedo, tone: 0.04, opacity: 0.9)
    canvas.draw(stroke, on: canvas.shade, tone: 0.8, opacity: 0.9)
  }

  /// A rounded rectangle: the eight corners of an octagon, smoothed.
  private func paintRim(at centre: SIMD2<Float>, radius: SIMD2<Float>) {
    let corners: [SIMD2<Float>] = [
      SIMD2(-0.6, -1), SIMD2(0.6, -1), SIMD2(1, -0.5), SIMD2(0.95, 0.45), SIMD2(0.55, 1), SIMD2(-0.55, 1),
      SIMD2(-0.95, 0.45), SIMD2(-1, -0.5), SIMD2(-0.6, -1),
    ]
    drawFrame(FaceStroke(through: corners.map { centre + $0 * radius }) { _ in 0.014 * scale })
    let gleam = FaceStroke(
      through: [centre + SIMD2(-0.5, 0.4) * radius, centre + SIMD2(0.1, -0.6) * radius], steps: 1
    ) { _ in 0.05 * scale }
    canvas.draw(gleam, on: canvas.albedo, tone: 0.9, opacity: 0.07, softness: 2)
  }
}
