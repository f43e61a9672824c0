import Imaging

extension FacePainter {
  func paintBackground() {
    let canvas = canvas
    let left = Lanes(repeating: scene.background.x)
    let difference = Lanes(repeating: (scene.background.y - scene.background.x) / Float(canvas.size))
    canvas.forEachLanes(in: canvas.everywhere) { x, _, offset in
      left.addingProduct(x, difference).store(to: canvas.albedo + offset)
      Lanes(repeating: 0.9).store(to: canvas.shade + offset)
      Lanes(repeating: 0).store(to: canvas.slopeX + offset)
      Lanes(repeating: 0).store(to: canvas.slopeY + offset)
    }
  }

  /// Behind the jaw, in its shadow: neck, collar and ears.
  func paintNeckAndEars() {
    let neck = HeadFrame(self)
    let canvas = canvas
    let pixel = 1 / scale
    let chin = head.bottom
    let skin = identity.skin
    let halfNeck = head.width * 0.62
    canvas.forEachLanes(in: rows(from: 0.4, to: 100)) { x, y, offset in
      let (u, v) = neck.coordinates(x, y)
      let across = u.magnitude
      let width = (v - chin).atLeast(0) * 0.5 + halfNeck
      let below = ((v - 0.55) * (1 / pixel)).unit
      let covered = ((width - across) * (1 / pixel) + 0.5).unit * below
      canvas.mix(Lanes(repeating: skin), into: canvas.albedo, at: offset, by: covered)
      let rounded = 0.62 - 0.35 * (across * (1 / halfNeck)) * (across * (1 / halfNeck))
      canvas.mix(rounded, into: canvas.shade, at: offset, by: covered)
    }
    guard identity.hairStyle != .long else { return }
    for side in FaceExpression.Side.allCases { paintEar(side) }
  }

  private func paintEar(_ side: FaceExpression.Side) {
    let sign: Float = side == .right ? -1 : 1
    let centre = project(SIMD3(sign * head.width * 1.02, 0.06, -0.05))
    let lobe = project(SIMD3(sign * head.width * 0.98, 0.2, -0.05))
    let width = 0.07 * scale
    let ear = FaceStroke(through: [centre - SIMD2(0, 0.1 * scale), centre, lobe], steps: 1) { width * (1 - 0.4 * $0) }
    canvas.draw(ear, on: canvas.albedo, tone: identity.skin)
    canvas.draw(ear, on: canvas.shade, tone: 0.72 - sign * lightFrom.x * 0.25)
  }

  /// The skin of the face, lit as the rounded thing it is.
  func paintHead() {
    raiseFeatures()
    let frame = HeadFrame(self)
    let canvas = canvas
    let skin = identity.skin
    let light = lightFrom
    let ambient = 1.02 - 0.62 * scene.lightStrength
    let direct = 0.92 * scene.lightStrength
    canvas.forEachLanes(in: canvas.everywhere) { x, y, offset in
      let surface = frame.surface(x, y)
      canvas.mix(Lanes(repeating: skin), into: canvas.albedo, at: offset, by: surface.coverage)
      let normalX = surface.normalX * 0.8 - Lanes(loading: canvas.slopeX + offset)
      let normalY = surface.normalY * 0.55 - Lanes(loading: canvas.slopeY + offset)
      let normalZ = surface.normalZ * 0.9 + 0.2
      let length = (normalX * normalX + normalY * normalY + normalZ * normalZ).squareRoot()
      let facing = (normalX * light.x + normalY * light.y + normalZ * light.z) / length
      // Less light from all around reaches what faces sideways or down.
      let open = surface.normalZ * 0.24 - normalY * 0.08 + 0.78
      let lit = open * ambient + facing.atLeast(0) * direct
      canvas.mix(lit, into: canvas.shade, at: offset, by: surface.coverage)
    }
  }

  /// The rows of the picture between two heights, in face units, with room for the head's roll.
  func rows(from top: Float, to bottom: Float) -> PixelBox {
    let size = Float(canvas.size)
    let room = abs(project.roll.y) * size * 0.6 + 1
    let middle = project.centre.y
    return PixelBox(from: SIMD2(0, middle + top * scale - room), to: SIMD2(size, middle + bottom * scale + room))
  }

  /// Towards the light, of length 1.
  var lightFrom: SIMD3<Float> {
    let direction = scene.lightDirection
    let length = (direction * direction).sum().squareRoot()
    return length > 1e-6 ? direction / length : SIMD3(0, 0, 1)
  }
}

/// From pixels back to the plane of the head, without roll, and the plain head's surface there.
struct HeadFrame {
  private let centre: SIMD2<Float>
  private let roll: SIMD2<Float>
  private let unitsPerPixel: Float
  private let shape: HeadShape
  /// How far the chin lies beside the middle of the head, because the jaw stands out and turns with the head.
  private let chinShift: Float

  private let margin: Float
  private let marginEnd: Float

  /// - Parameters:
  ///   - margin: how far beyond the head its outline is drawn, in face units: the volume of hair.
  ///   - end: the height at which the margin has shrunk to nothing at the sides.
  init(_ painter: FacePainter, widenedBy margin: Float = 0, until end: Float = 100) {
    self.margin = margin
    marginEnd = end
    centre = painter.project.centre
    roll = painter.project.roll
    unitsPerPixel = 1 / painter.scale
    shape = painter.head.heightened(by: margin)
    chinShift = painter.project.sideways(at: 0.4)
  }

  @inline(__always)
  func coordinates(_ x: Lanes, _ y: Float) -> (u: Lanes, v: Lanes) {
    let right = (x - centre.x) * unitsPerPixel
    let down = (y - centre.y) * unitsPerPixel
    return (right * roll.x + down * roll.y, down * roll.x - right * roll.y)
  }

  struct Surface {
    let u: Lanes
    let v: Lanes
    let coverage: Lanes
    let normalX: Lanes
    let normalY: Lanes
    let normalZ: Lanes
  }

  @inline(__always)
  func surface(_ x: Lanes, _ y: Float) -> Surface {
    let (u, v) = coordinates(x, y)
    let isBelow = v .> 0
    let length = Lanes(repeating: shape.top).replacing(with: shape.bottom, where: isBelow)
    let t = v / length
    let square = t * t
    let squareness = Lanes(repeating: HeadShape.crownSquareness).replacing(with: shape.squareness, where: isBelow)
    let widened = square.atMost(1) * squareness + 1
    let shift = Lanes(repeating: 0).replacing(with: square * chinShift, where: isBelow)
    let width = ((marginEnd - v) * 2).unit * margin + shape.width
    let across = (u - shift) / width
    let radius = (across * across / widened + square).squareRoot().atLeast(1e-3)
    let gradientX = across / (widened * width)
    let gradientY = t / length
    let gradient = (gradientX * gradientX + gradientY * gradientY).squareRoot().atLeast(1e-3)
    let distance = (radius - 1) * radius / gradient
    let coverage = (0.5 - distance * (1 / unitsPerPixel)).unit
    let normalZ = (1 - radius * radius).atLeast(0).squareRoot()
    return Surface(u: u, v: v, coverage: coverage, normalX: across, normalY: t, normalZ: normalZ)
  }
}

extension HeadShape {
  func heightened(by margin: Float) -> HeadShape {
    HeadShape(width: width, top: top + margin * 0.8, bottom: bottom + margin, squareness: squareness)
  }

  private init(width: Float, top: Float, bottom: Float, squareness: Float) {
    self.width = width
    self.top = top
    self.bottom = bottom
    self.squareness = squareness
  }
}
