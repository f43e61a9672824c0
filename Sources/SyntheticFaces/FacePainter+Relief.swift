import Imaging

/// A smooth rise of the surface (or a hollow, with a height below 0): height · (1 − r²)² within an ellipse.
struct FaceBump {
  /// Middle in pixels.
  var at: SIMD2<Float>
  /// Half the width and height of the ellipse, in face units.
  var radius: SIMD2<Float>
  /// In face units.
  var height: Float
}

extension FacePainter {
  /// Writes what stands out of the plain head into the slopes of the canvas: nose, brows, cheeks, lips, chin and sockets.
  func raiseFeatures() {
    raiseNose()
    raiseMouthAndChin()
    raise(FaceBump(at: onSkin(0, -0.5), radius: SIMD2(0.5, 0.3), height: 0.035))
    for side in FaceExpression.Side.allCases { raise(side) }
  }

  private func raiseNose() {
    let height = identity.noseHeight
    let wide = identity.noseWidth
    let tip = pixels[FaceLandmarks.noseTip]
    let root = pixels[27]
    raise(FaceBump(at: root * 0.45 + tip * 0.55, radius: SIMD2(wide * 0.85, 0.33), height: height * 0.8))
    raise(FaceBump(at: tip, radius: SIMD2(wide * 0.85, 0.11), height: height * 0.75))
    let wrinkled = expression[.noseWrinkler]
    for wing in [31, 35] {
      raise(
        FaceBump(
          at: pixels[wing] - SIMD2(0, 0.03 * scale), radius: SIMD2(0.075, 0.075), height: 0.018 + 0.01 * wrinkled))
    }
  }

  private func raiseMouthAndChin() {
    let middle = (pixels[51] + pixels[57]) / 2
    raise(FaceBump(at: middle, radius: SIMD2(0.38, 0.3), height: 0.035))
    raise(FaceBump(at: (pixels[33] + pixels[51]) / 2, radius: SIMD2(0.05, 0.08), height: -0.008))
    let underLip = pixels[57] + SIMD2(0, 0.055 * scale)
    raise(FaceBump(at: underLip, radius: SIMD2(0.2, 0.07), height: -0.016))
    raise(FaceBump(at: pixels[FaceLandmarks.chin] - SIMD2(0, 0.17 * scale), radius: SIMD2(0.22, 0.17), height: 0.03))
  }

  private func raise(_ side: FaceExpression.Side) {
    let eye = pixels(Array(FaceLandmarks.rightEye), side)
    let centre = eye.reduce(.zero, +) / Float(eye.count)
    raise(FaceBump(at: centre - SIMD2(0, 0.02 * scale), radius: SIMD2(0.27, 0.19), height: -0.03))
    raise(FaceBump(at: centre, radius: SIMD2(identity.eyeWidth * 1.1, 0.12), height: 0.018))
    let brow = (pixels[on(side, 19)] + pixels[on(side, 20)]) / 2
    let lowered = expression[.browLowerer, side]
    raise(FaceBump(at: brow, radius: SIMD2(0.28, 0.1), height: 0.016 + 0.012 * lowered))
    let lift = max(expression[.cheekRaiser, side], 0.7 * expression[.lipCornerPuller, side])
    raise(
      FaceBump(
        at: pixels[on(side, FaceLandmarks.rightCheek)], radius: SIMD2(0.32, 0.27),
        height: 0.03 + 0.03 * lift))
  }

  func raise(_ bump: FaceBump) {
    let radius = bump.radius * scale
    let canvas = canvas
    let inverse = SIMD2(1, 1) / radius
    let steepness = SIMD2(repeating: -4 * bump.height) / bump.radius
    let box = PixelBox(from: bump.at - radius, to: bump.at + radius)
    canvas.forEachLanes(in: box) { x, y, offset in
      let right = (x - bump.at.x) * inverse.x
      let down = (y - bump.at.y) * inverse.y
      let inside = (1 - right * right - down * down).atLeast(0)
      (Lanes(loading: canvas.slopeX + offset) + inside * right * steepness.x).store(to: canvas.slopeX + offset)
      (Lanes(loading: canvas.slopeY + offset) + inside * down * steepness.y).store(to: canvas.slopeY + offset)
    }
  }
}
