import Imaging

/// Measures of a hair style.
struct HairCut {
  /// How far the hair stands out from the head, in face units.
  let volume: Float
  /// How fast the hairline falls towards the temples.
  let fall: Float
  /// How much lower the hairline lies in the middle of the forehead.
  let drop: Float
  /// Slant of the hairline from one side to the other.
  let slant: Float
  /// Down to where hair grows beside the face.
  let end: Float
  let opacity: Float

  init?(_ style: HairStyle) {
    switch style {
    case .bald: return nil
    case .cropped: self.init(volume: 0.01, fall: 0.85, drop: 0, slant: 0, end: -0.1, opacity: 0.75)
    case .short: self.init(volume: 0.07, fall: 0.85, drop: 0.03, slant: 0, end: 0.02, opacity: 1)
    case .fringe: self.init(volume: 0.1, fall: 0.32, drop: 0.24, slant: 0.05, end: 0.1, opacity: 1)
    case .parted: self.init(volume: 0.1, fall: 0.75, drop: 0.06, slant: 0.3, end: 0.05, opacity: 1)
    case .long: self.init(volume: 0.12, fall: 0.8, drop: 0.02, slant: 0.1, end: 3, opacity: 1)
    }
  }

  private init(volume: Float, fall: Float, drop: Float, slant: Float, end: Float, opacity: Float) {
    self.volume = volume
    self.fall = fall
    self.drop = drop
    self.slant = slant
    self.end = end
    self.opacity = opacity
  }
}

extension FacePainter {
  /// Long hair behind head and neck.
  func paintBackHair() {
    guard identity.hairStyle == .long, let cut = HairCut(.long) else { return }
    let frame = HeadFrame(self, widenedBy: cut.volume)
    let width = head.width + cut.volume
    let canvas = canvas
    let scale = scale
    let hair = identity.hair
    canvas.forEachLanes(in: canvas.everywhere) { x, y, offset in
      let (u, v) = frame.coordinates(x, y)
      let fallen = v .> -0.1
      let edge = ((width - u.magnitude - (v - 0.3) * 0.04) * scale + 0.5).unit
      let covered = frame.surface(x, y).coverage.replacing(with: edge, where: fallen)
      canvas.mix(Lanes(repeating: hair), into: canvas.albedo, at: offset, by: covered)
      let shade = Lanes(loading: canvas.shade + offset)
      let strands = 0.6 + 0.1 * Self.wave(u * 7)
      shade.addingProduct(covered, strands - shade).store(to: canvas.shade + offset)
    }
  }

  /// Hair on top and at the sides, down to the hairline.
  func paintFrontHair() {
    guard let cut = HairCut(identity.hairStyle) else { return }
    let frame = HeadFrame(self, widenedBy: cut.volume, until: cut.end + 0.1)
    let canvas = canvas
    let scale = scale
    let hair = identity.hair
    let width = head.width
    let light = lightFrom
    // Hair hangs on the skull: it turns with the head as the forehead does.
    let forehead = (onSkin(0, -0.5) - project.centre) / scale
    let line = identity.hairline + cut.drop + forehead.y + 0.5
    canvas.forEachLanes(in: rows(from: -100, to: cut.end + 0.1)) { x, y, offset in
      let surface = frame.surface(x, y)
      let across = (surface.u - forehead.x * 0.7) * (1 / width)
      let square = across * across
      let jagged = Self.wave(surface.u * 5 + 0.4) * 0.01 + Self.wave(surface.u * 13.7) * 0.008
      let hairline = (square * square * 0.45 + square * 0.55) * cut.fall + across * cut.slant + line + jagged
      let above = ((hairline - surface.v) * (scale * 0.6) + 0.5).unit
      let ended = ((cut.end - surface.v) * 9 + 0.5).unit
      let covered = surface.coverage * above * ended * cut.opacity
      canvas.mix(Lanes(repeating: hair), into: canvas.albedo, at: offset, by: covered)
      let facing = (surface.normalX * light.x + surface.normalY * light.y + surface.normalZ * light.z)
      let strands = Self.wave(across * 6 / (1.9 + surface.v).atLeast(0.5))
      let lit = 0.62 + facing.atLeast(0) * 0.55 + strands * 0.1
      canvas.mix(lit, into: canvas.shade, at: offset, by: covered)
    }
  }

  /// A smooth wave of period 1 between −1 and 1, made of parabolas.
  @inline(__always)
  private static func wave(_ x: Lanes) -> Lanes {
    let phase = x - x.rounded(.down)
    let half = phase - 0.5
    return half * (0.5 - half.magnitude) * 16
  }
}
