import Imaging

extension FaceIdentity {
  /// Where the eyes lie; the other features hang from there.
  private static let eyeLevel: Float = -0.07

  /// The landmarks of the person's face at rest, looking straight ahead. Cost: constant.
  public func restingLandmarks() -> FaceLandmarks {
    let shape = HeadShape(self, jawDrop: 0)
    var points = [SIMD3<Float>](repeating: .zero, count: FaceLandmarks.count)
    func place(_ index: Int, _ x: Float, _ y: Float, raised: Float = 0) {
      let z = shape.depth(x: x, y: y) + raised
      points[index] = SIMD3(x, y, z)
      points[FaceLandmarks.mirrored(index)] = SIMD3(-x, y, z)
    }
    func placeMidline(_ index: Int, _ y: Float, raised: Float = 0) {
      points[index] = SIMD3(0, y, shape.depth(x: 0, y: y) + raised)
    }
    placeJaw(shape, place, placeMidline)
    placeBrow(place)
    placeEye(place)
    placeNose(place, placeMidline)
    placeMouth(place, placeMidline)
    place(FaceLandmarks.rightCheek, -0.42, Self.eyeLevel + 0.3)
    return FaceLandmarks(points: points)
  }

  private typealias Place = (_ index: Int, _ x: Float, _ y: Float, _ raised: Float) -> Void
  private typealias PlaceMidline = (_ index: Int, _ y: Float, _ raised: Float) -> Void

  private func placeJaw(_ shape: HeadShape, _ place: Place, _ placeMidline: PlaceMidline) {
    for index in 0..<FaceLandmarks.chin {
      let t = Float(index) / 8
      let y = (-0.1 + 1.07 * t * (1.35 - 0.35 * t)) * chinLength
      place(index, -shape.halfWidth(at: y), y, 0)
    }
    placeMidline(FaceLandmarks.chin, chinLength, 0.1)
  }

  private func placeBrow(_ place: Place) {
    let height = Self.eyeLevel - browHeight
    for index in 0...4 {
      let t = Float(index) / 4
      let x = -(eyeSpacing + eyeWidth * 1.3) + t * (eyeWidth * 2.45)
      let arch = browArch * (1 - (t - 0.3) * (t - 0.3) * 3.2)
      place(17 + index, x, height - arch + browTilt * (t - 0.5), 0.03)
    }
  }

  private func placeEye(_ place: Place) {
    let outer = -(eyeSpacing + eyeWidth)
    let inner = -(eyeSpacing - eyeWidth)
    let level = Self.eyeLevel
    place(36, outer, level - eyeTilt, -0.04)
    place(39, inner, level + eyeTilt, -0.02)
    let third = eyeWidth * 0.36
    place(37, -eyeSpacing - third, level - eyeTilt * 0.5 - eyeOpening * 0.6, 0)
    place(38, -eyeSpacing + third, level + eyeTilt * 0.5 - eyeOpening * 0.6, 0)
    place(40, -eyeSpacing + third, level + eyeTilt * 0.5 + eyeOpening * 0.36, 0)
    place(41, -eyeSpacing - third, level - eyeTilt * 0.5 + eyeOpening * 0.4, 0)
  }

  private func placeNose(_ place: Place, _ placeMidline: PlaceMidline) {
    let root = Self.eyeLevel
    for index in 0...3 {
      let t = Float(index) / 3
      placeMidline(27 + index, root + t * (noseLength - 0.07), noseHeight * (0.5 + 2.6 * t))
    }
    let base = root + noseLength
    place(31, -noseWidth, base - 0.025, noseHeight)
    place(32, -noseWidth * 0.5, base + 0.01, noseHeight * 1.6)
    placeMidline(33, base + 0.022, noseHeight * 2)
  }

  private func placeMouth(_ place: Place, _ placeMidline: PlaceMidline) {
    let level = Self.eyeLevel + noseLength + mouthDrop
    let out: Float = 0.05
    place(48, -mouthWidth, level + 0.004, out * 0.4)
    place(49, -mouthWidth * 0.6, level - upperLip * 0.68, out)
    place(50, -mouthWidth * 0.2, level - upperLip * 1.08, out * 1.5)
    placeMidline(51, level - upperLip * 0.88, out * 1.5)
    place(59, -mouthWidth * 0.62, level + lowerLip * 0.62, out)
    place(58, -mouthWidth * 0.25, level + lowerLip * 0.97, out * 1.4)
    placeMidline(57, level + lowerLip, out * 1.4)
    place(60, -mouthWidth * 0.93, level + 0.003, out * 0.5)
    place(61, -mouthWidth * 0.35, level - 0.004, out * 1.2)
    placeMidline(62, level + 0.006, out * 1.3)
    place(67, -mouthWidth * 0.35, level - 0.004, out * 1.2)
    placeMidline(66, level + 0.006, out * 1.3)
  }
}
