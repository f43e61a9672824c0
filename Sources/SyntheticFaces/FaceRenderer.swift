import Imaging

/// Draws single faces: for lessons, and for moving pictures.
public struct FaceRenderer: Sendable {
  /// Widths that can be drawn.
  public static let sizes = 32...512

  /// Width and height of the pictures, in pixels.
  public let size: Int

  /// - Throws: `SyntheticFaceError.sizeOutOfRange`.
  public init(size: Int = 80) throws(SyntheticFaceError) {
    guard Self.sizes.contains(size) else { throw .sizeOutOfRange(size: size, range: Self.sizes) }
    self.size = size
  }

  /// A grey picture of a face. The same values give the same bytes, on every machine.
  ///
  /// Cost: proportional to size²; about a quarter of a millisecond at 80 pixels.
  public func image(
    of identity: FaceIdentity, expression: FaceExpression = .neutral, scene: FaceScene = .studio
  ) -> Image {
    let canvas = FaceCanvas(size: size)
    var pixels = [UInt8](repeating: 0, count: size * size)
    pixels.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { draw(identity, expression, scene, on: canvas, into: base) }
    }
    return Image(width: size, height: size, channels: 1, pixels: pixels)
  }

  /// Where the 70 landmarks (see `FaceLandmarks`) lie in that picture, in pixels from its upper left corner.
  public func landmarks(
    of identity: FaceIdentity, expression: FaceExpression = .neutral, scene: FaceScene = .studio
  ) -> [SIMD2<Float>] {
    let project = FaceProjection(scene.pose, size: size)
    return expression.moving(identity.restingLandmarks()).points.map { project($0) }
  }

  func draw(
    _ identity: FaceIdentity, _ expression: FaceExpression, _ scene: FaceScene, on canvas: FaceCanvas,
    into bytes: UnsafeMutablePointer<UInt8>
  ) {
    FacePainter(identity, expression, scene, on: canvas).paint()
    FaceCamera(scene: scene, size: size).photograph(canvas, into: bytes)
  }
}
