import Imaging

extension FacePainter {
  /// White, iris, pupil, glint; the lids' edges and the crease above.
  func paintEye(_ side: FaceExpression.Side) {
    let upper = pixels([36, 37, 38, 39], side)
    let lower = pixels([36, 41, 40, 39], side)
    let span = FaceSpan(top: upper, bottom: lower, in: canvas)
    let white = min(0.78, 0.5 + 0.45 * identity.skin)
    canvas.paint(canvas.albedo, white, in: span.box) { x, y in span.coverage(x, y) }
    canvas.paint(canvas.shade, 0.88, in: span.box) { x, y in span.coverage(x, y) * 0.6 }
    paintIris(within: span, middle: irisMiddle(side))
    paintLids(upper: upper, lower: lower, side)
  }

  /// Where the iris is: it follows the gaze, not the lids, so that raised lids bare the white above it.
  private func irisMiddle(_ side: FaceExpression.Side) -> SIMD2<Float> {
    let sign: Float = side == .right ? -1 : 1
    let outer = landmarks[on(side, 36)]
    let inner = landmarks[on(side, 39)]
    var middle = (outer + inner) / 2
    middle.x += sign * 0.004 + scene.gaze.x * identity.eyeWidth
    middle.y += scene.gaze.y * identity.eyeWidth - identity.eyeOpening * 0.1
    return project(middle)
  }

  private func paintIris(within span: FaceSpan, middle: SIMD2<Float>) {
    let radius = 0.44 * identity.eyeWidth * scale
    func disc(_ radius: Float, at centre: SIMD2<Float>, tone: Float, opacity: Float = 1) {
      let box = PixelBox(from: centre - (radius + 1), to: centre + (radius + 1))
      canvas.paint(canvas.albedo, tone, in: box) { x, y in
        let right = x - centre.x
        let down = y - centre.y
        let distance = (right * right + down * down).squareRoot()
        return (radius + 0.5 - distance).unit * span.coverage(x, y) * opacity
      }
    }
    disc(radius, at: middle, tone: identity.iris * 0.6)
    disc(radius * 0.78, at: middle, tone: identity.iris)
    disc(radius * 0.42, at: middle, tone: 0.015)
    let glint = middle + SIMD2(lightFrom.x, lightFrom.y) * radius * 0.55
    disc(max(0.45, radius * 0.22), at: glint, tone: 0.95, opacity: 0.85)
  }

  private func paintLids(upper: [SIMD2<Float>], lower: [SIMD2<Float>], _ side: FaceExpression.Side) {
    let outerFirst = side == .right
    let lash = FaceStroke(through: upper) { t in
      let outward = outerFirst ? 1 - t : t
      return scale * (0.008 + 0.014 * outward + 0.012 * t * (1 - t))
    }
    canvas.draw(lash, on: canvas.albedo, tone: 0.03, opacity: 0.9)
    // The lid's shadow on the eye.
    let shadow = FaceStroke(through: upper.map { $0 + SIMD2(0, 0.018 * scale) }) { _ in 0.016 * scale }
    canvas.draw(shadow, on: canvas.shade, tone: 0.45, opacity: 0.4, softness: 1.2)
    let rim = FaceStroke(through: lower) { t in scale * 0.008 * (0.4 + 2.4 * t * (1 - t)) }
    canvas.draw(rim, on: canvas.albedo, tone: identity.skin * 0.42, opacity: 0.75)
    guard identity.lidCrease > 0 else { return }
    // A raised lid slides up into its crease; a lowered brow presses on it.
    let gap = identity.lidCrease * (1 - 0.55 * expression[.upperLidRaiser, side]) * scale
    let crease = FaceStroke(
      creaseThrough: upper.enumerated().map { i, point in
        point - SIMD2(0, gap * (i == 0 || i == 3 ? 0.45 : 1))
      }, halfWidth: 0.014 * scale)
    canvas.draw(crease, on: canvas.shade, tone: 0.4, opacity: 0.55)
  }

  /// A band of hair, thickest near the inner end, with a fainter edge.
  func paintBrow(_ side: FaceExpression.Side) {
    let innerFirst = pixels([21, 20, 19, 18, 17], side)
    let points = side == .right ? Array(innerFirst.reversed()).reversed() : Array(innerFirst.reversed())
    let thickness = identity.browThickness * scale
    let stroke = FaceStroke(through: Array(points)) { t in
      thickness * (0.75 + 0.6 * t - 1.15 * t * t)
    }
    let tone = min(identity.skin * 0.55, 0.25 * identity.skin + 0.55 * identity.hair)
    canvas.draw(stroke, on: canvas.albedo, tone: tone, opacity: 0.88, softness: 1.6)
  }
}
