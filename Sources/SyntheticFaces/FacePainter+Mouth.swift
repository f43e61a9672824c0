import Imaging

extension FacePainter {
  /// The dark inside with teeth, then both lips around it and the line between them.
  func paintMouth() {
    let upperOuter = pixels([48, 49, 50, 51], .right) + [52, 53, 54].map { pixels[$0] }
    let lowerOuter = [48, 59, 58, 57, 56, 55, 54].map { pixels[$0] }
    let upperInner = [48, 60, 61, 62, 63, 64, 54].map { pixels[$0] }
    let lowerInner = [48, 60, 67, 66, 65, 64, 54].map { pixels[$0] }
    paintInside(upper: upperInner, lower: lowerInner)
    let lip = identity.skin * identity.lipTone
    fill(top: upperOuter, bottom: upperInner, tone: lip * 0.85, shade: 0.85)
    fill(top: lowerInner, bottom: lowerOuter, tone: lip, shade: 1.02)
    paintSeam(upper: upperInner, lower: lowerInner)
    paintGleam(lowerInner: lowerInner, lowerOuter: lowerOuter)
  }

  private func fill(top: [SIMD2<Float>], bottom: [SIMD2<Float>], tone: Float, shade: Float) {
    let span = FaceSpan(top: top, bottom: bottom, in: canvas)
    canvas.paint(canvas.albedo, tone, in: span.box) { x, y in span.coverage(x, y) }
    canvas.paint(canvas.shade, shade, in: span.box) { x, y in span.coverage(x, y) * 0.3 }
  }

  private func paintInside(upper: [SIMD2<Float>], lower: [SIMD2<Float>]) {
    let opening = landmarks.mouthOpening
    guard opening > 0.01 else { return }
    let mouth = FaceSpan(top: upper, bottom: lower, in: canvas)
    canvas.paint(canvas.albedo, 0.035, in: mouth.box) { x, y in mouth.coverage(x, y) }
    canvas.paint(canvas.shade, 0.8, in: mouth.box) { x, y in mouth.coverage(x, y) }
    let upperTeeth = min(0.045, opening * (0.2 + 0.2 * expression[.lipStretcher] + 0.2 * expression[.noseWrinkler]))
    let lowerTeeth = min(0.05, opening * (0.45 * expression[.lowerLipDepressor] + 0.08 * expression[.lipStretcher]))
    paintTeeth(along: upper, depth: upperTeeth * scale, within: mouth)
    paintTeeth(along: lower, depth: -lowerTeeth * scale, within: mouth)
  }

  /// A pale band along a lip, from the second tooth of one side to that of the other; below 0 it lies above the line.
  private func paintTeeth(along lip: [SIMD2<Float>], depth: Float, within mouth: FaceSpan) {
    guard abs(depth) > 0.1 else { return }
    let edge = lip.enumerated().map { i, point in
      point + SIMD2(0, i == 0 || i == lip.count - 1 ? 0 : depth)
    }
    let band =
      depth > 0
      ? FaceSpan(top: lip, bottom: edge, in: canvas) : FaceSpan(top: edge, bottom: lip, in: canvas)
    let left = lip[1].x * 0.5 + lip[2].x * 0.5
    let right = lip[5].x * 0.5 + lip[4].x * 0.5
    canvas.paint(canvas.albedo, 0.52, in: band.box) { x, y in
      band.coverage(x, y) * mouth.coverage(x, y) * ((x - left) * 0.5).unit * ((right - x) * 0.5).unit
    }
  }

  private func paintSeam(upper: [SIMD2<Float>], lower: [SIMD2<Float>]) {
    let open = min(1, landmarks.mouthOpening / 0.06)
    let seam = zip(upper, lower).map { ($0 + $1) / 2 }
    let line = FaceStroke(through: seam) { t in scale * (0.011 + 0.02 * t * (1 - t)) }
    canvas.draw(line, on: canvas.albedo, tone: 0.03, opacity: 0.75 * (1 - open))
    for side in FaceExpression.Side.allCases {
      let corner = near(48, outward: 0.008, down: 0, side)
      let inside = near(60, outward: -0.01, down: 0, side)
      let pit = FaceStroke(through: [corner, inside]) { t in scale * (0.012 + 0.008 * t) }
      canvas.draw(pit, on: canvas.shade, tone: 0.3, opacity: 0.6, softness: 1.2)
    }
  }

  private func paintGleam(lowerInner: [SIMD2<Float>], lowerOuter: [SIMD2<Float>]) {
    let middle = [2, 3, 4].map { lowerInner[$0] * 0.55 + lowerOuter[$0] * 0.45 }
    let gleam = FaceStroke(creaseThrough: middle, halfWidth: 0.016 * scale)
    canvas.draw(gleam, on: canvas.shade, tone: 1.35, opacity: 0.3 * (1 - expression[.lipTightener]), softness: 1.5)
    let below = [58, 57, 56].map { pixels[$0] + SIMD2(0, 0.03 * scale) }
    let shadow = FaceStroke(creaseThrough: below, halfWidth: 0.028 * scale)
    canvas.draw(shadow, on: canvas.shade, tone: 0.55, opacity: 0.4, softness: 2)
  }
}
