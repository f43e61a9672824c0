import Imaging

extension FacePainter {
  func paintCreases() {
    for side in FaceExpression.Side.allCases {
      let creases = FaceCreases(expression, side, age: identity.age)
      paintForehead(creases, side)
      paintGlabella(creases, side)
      paintAroundEye(creases, side)
      paintNoseRoot(creases, side)
      paintNasolabial(creases, side)
      paintAroundMouth(creases, side)
    }
  }

  /// A furrow: a dark line with a lit edge below it.
  private func furrow(_ points: [SIMD2<Float>], depth: Float, halfWidth: Float = 0.013, softness: Float = 1.4) {
    guard depth > 0.02 else { return }
    let width = halfWidth * scale
    let line = FaceStroke(creaseThrough: points, halfWidth: width)
    canvas.draw(line, on: canvas.shade, tone: 0.3, opacity: 0.62 * depth, softness: softness)
    let lit = FaceStroke(creaseThrough: points.map { $0 + SIMD2(0, 2.2 * width) }, halfWidth: width)
    canvas.draw(lit, on: canvas.shade, tone: 1.25, opacity: 0.16 * depth, softness: softness)
  }

  private func paintForehead(_ creases: FaceCreases, _ side: FaceExpression.Side) {
    let sign: Float = side == .right ? -1 : 1
    // The lines travel up with the brows, and rise in the middle where the inner ends alone are raised.
    let brow = landmarks[on(side, 20)].y
    let peak = expression[.innerBrowRaiser, side] - expression[.outerBrowRaiser, side]
    for (row, above) in [Float(0.09), 0.17, 0.25].enumerated() {
      let y = brow - above
      let weight: Float = row == 1 ? 1 : 0.75
      let bend = 0.05 * peak
      furrow(
        [onSkin(0, y - bend), onSkin(sign * 0.1, y - bend * 0.8), onSkin(sign * 0.22, y + 0.01)],
        depth: creases.innerForehead * weight)
      furrow(
        [onSkin(sign * 0.14, y - 0.005), onSkin(sign * 0.3, y - 0.015), onSkin(sign * 0.46, y + 0.045)],
        depth: creases.outerForehead * weight)
    }
  }

  private func paintGlabella(_ creases: FaceCreases, _ side: FaceExpression.Side) {
    let sign: Float = side == .right ? -1 : 1
    let inner = landmarks[on(side, 21)]
    let x = sign * max(0.035, abs(inner.x) * 0.5)
    furrow(
      [onSkin(x * 1.1, inner.y - 0.1), onSkin(x, inner.y - 0.02), onSkin(x * 0.8, inner.y + 0.07)],
      depth: creases.glabella, halfWidth: 0.014)
  }

  private func paintAroundEye(_ creases: FaceCreases, _ side: FaceExpression.Side) {
    for (rise, reach) in [(Float(-0.07), Float(0.12)), (-0.01, 0.14), (0.055, 0.12)] {
      furrow(
        [
          near(36, outward: 0.03, down: rise * 0.35, side),
          near(36, outward: 0.03 + reach * 0.5, down: rise * 0.7, side),
          near(36, outward: 0.03 + reach, down: rise * 1.2, side),
        ], depth: creases.crowsFeet, halfWidth: 0.01)
    }
    furrow(
      [
        near(36, outward: -0.02, down: 0.055, side), near(41, outward: 0, down: 0.045, side),
        near(40, outward: 0, down: 0.045, side), near(39, outward: 0, down: 0.035, side),
      ], depth: creases.lowerLid, halfWidth: 0.014, softness: 1.8)
  }

  private func paintNoseRoot(_ creases: FaceCreases, _ side: FaceExpression.Side) {
    let sign: Float = side == .right ? -1 : 1
    let root = landmarks[27]
    for (down, slant) in [(Float(-0.03), Float(-0.01)), (0.025, -0.03), (0.08, -0.045)] {
      let y = root.y + down
      furrow(
        [onSkin(0, y, raised: 0.03), onSkin(sign * 0.06, y + slant * 0.4), onSkin(sign * 0.12, y + slant)],
        depth: creases.noseRoot, halfWidth: 0.011)
    }
    // Bunny lines down the side of the nose.
    furrow(
      [onSkin(sign * 0.1, root.y + 0.08), onSkin(sign * 0.14, root.y + 0.15), onSkin(sign * 0.16, root.y + 0.23)],
      depth: creases.noseRoot * 0.8, halfWidth: 0.011)
  }

  private func paintNasolabial(_ creases: FaceCreases, _ side: FaceExpression.Side) {
    let sign: Float = side == .right ? -1 : 1
    let wing = near(31, outward: 0.035, down: -0.045, side)
    let corner = near(48, outward: 0.085, down: 0.035, side)
    let bow = SIMD2(sign * (0.02 + 0.03 * expression[.lipCornerPuller, side]), -0.02) * scale
    furrow(
      [wing, (wing + corner) / 2 + bow, corner], depth: creases.nasolabial, halfWidth: 0.017, softness: 1.9)
  }

  private func paintAroundMouth(_ creases: FaceCreases, _ side: FaceExpression.Side) {
    furrow(
      [
        near(48, outward: 0.045, down: -0.05, side), near(48, outward: 0.06, down: 0, side),
        near(48, outward: 0.04, down: 0.05, side),
      ], depth: creases.dimple, halfWidth: 0.022, softness: 1.6)
    furrow(
      [
        near(48, outward: 0.015, down: 0.015, side), near(48, outward: 0.04, down: 0.07, side),
        near(48, outward: 0.02, down: 0.14, side),
      ], depth: creases.mouthCorner, halfWidth: 0.018, softness: 1.8)
    furrow(
      [
        near(59, outward: -0.02, down: 0.045, side), near(58, outward: 0, down: 0.05, side),
        project(landmarks[57] + SIMD3(0, 0.05, 0)),
      ], depth: max(creases.chin, creases.lipEdge * 0.7), halfWidth: 0.016, softness: 1.8)
    furrow(
      [near(49, outward: 0.02, down: -0.03, side), near(50, outward: 0.01, down: -0.04, side)],
      depth: creases.lipEdge * 0.6, halfWidth: 0.012)
  }
}
