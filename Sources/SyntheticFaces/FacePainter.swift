import Imaging

/// One face on its way to the canvas: who, with what expression, where, and in what light.
///
/// Each feature is painted in an extension of its own, from back to front.
struct FacePainter {
  let identity: FaceIdentity
  let expression: FaceExpression
  let scene: FaceScene
  let canvas: FaceCanvas
  let landmarks: FaceLandmarks
  let head: HeadShape
  let project: FaceProjection
  /// The landmarks in pixels.
  let pixels: [SIMD2<Float>]
  /// Pixels of a face unit.
  let scale: Float

  init(_ identity: FaceIdentity, _ expression: FaceExpression, _ scene: FaceScene, on canvas: FaceCanvas) {
    self.identity = identity
    self.expression = expression
    self.scene = scene
    self.canvas = canvas
    let resting = identity.restingLandmarks()
    let moved = expression.moving(resting)
    let project = FaceProjection(scene.pose, size: canvas.size)
    landmarks = moved
    self.project = project
    head = HeadShape(identity, jawDrop: moved[FaceLandmarks.chin].y - resting[FaceLandmarks.chin].y)
    pixels = moved.points.map { project($0) }
    scale = project.scale
  }

  /// Paints everything, over whatever the canvas held.
  func paint() {
    paintBackground()
    paintBackHair()
    paintNeckAndEars()
    paintHead()
    paintCreases()
    paintNose()
    paintMouth()
    for side in FaceExpression.Side.allCases { paintEye(side) }
    for side in FaceExpression.Side.allCases { paintBrow(side) }
    paintFrontHair()
    if identity.wearsGlasses { paintGlasses() }
  }

  /// A point on the surface of the head, given in face units, in pixels.
  func onSkin(_ x: Float, _ y: Float, raised: Float = 0) -> SIMD2<Float> {
    project(SIMD3(x, y, head.depth(x: x, y: y) + raised))
  }

  /// The place beside a landmark, in pixels: outward and down in face units from that of this `side` which mirrors the
  /// `rightLandmark`.
  func near(_ rightLandmark: Int, outward: Float, down: Float, _ side: FaceExpression.Side) -> SIMD2<Float> {
    var point = landmarks[on(side, rightLandmark)]
    point.x += side == .right ? -outward : outward
    point.y += down
    return project(point)
  }

  /// The landmark of this side, given the one of the right side.
  func on(_ side: FaceExpression.Side, _ rightLandmark: Int) -> Int {
    side == .right ? rightLandmark : FaceLandmarks.mirrored(rightLandmark)
  }

  /// Landmarks of the right side, at the given side, from left to right of the image.
  func pixels(_ rightLandmarks: [Int], _ side: FaceExpression.Side) -> [SIMD2<Float>] {
    let found = rightLandmarks.map { pixels[on(side, $0)] }
    return side == .right ? found : found.reversed()
  }
}
