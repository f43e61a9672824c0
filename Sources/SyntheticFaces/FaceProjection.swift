import Imaging

/// From face units to pixels: the head turned by its pose and seen from far away (orthographic).
struct FaceProjection: Sendable {
  /// Pixels of a face unit.
  let scale: Float
  let centre: SIMD2<Float>
  /// Cosine and sine of each angle.
  private let yaw: SIMD2<Float>
  private let pitch: SIMD2<Float>
  let roll: SIMD2<Float>

  init(_ pose: HeadPose, size: Int) {
    let width = Float(size)
    scale = 0.445 * width * pose.scale
    centre = SIMD2(0.5 + pose.offset.x, 0.485 + pose.offset.y) * width
    yaw = Self.turn(pose.yaw)
    pitch = Self.turn(pose.pitch)
    roll = Self.turn(pose.roll)
  }

  /// A point in pixels, from the upper left corner of the image.
  func callAsFunction(_ point: SIMD3<Float>) -> SIMD2<Float> {
    let x = point.x * yaw.x + point.z * yaw.y
    let z = point.z * yaw.x - point.x * yaw.y
    let y = point.y * pitch.x - z * pitch.y
    return centre + scale * SIMD2(x * roll.x - y * roll.y, x * roll.y + y * roll.x)
  }

  /// How far a point that stands out by `depth` on the midline moves sideways, in face units.
  func sideways(at depth: Float) -> Float { depth * yaw.y }

  /// Cosine and sine by their series, not by libm: the same bits on every machine. Good to 1e-5 for |angle| < 0.6.
  private static func turn(_ angle: Float) -> SIMD2<Float> {
    let square = angle * angle
    let cosine = 1 - square * (0.5 - square * (1 / 24 - square / 720))
    let sine = angle * (1 - square * (1 / 6 - square * (1 / 120 - square / 5040)))
    return SIMD2(cosine, sine)
  }
}
