/// The shapes of symbols, for forms that draw outlines.
extension Symbol {
  /// Whether it is drawn by strokes rather than filled.
  public var isOpen: Bool { self == .cross || self == .plus || self == .ring }

  /// - Parameter size: the side of the square around it.
  public func outlines(at place: Point, size: Double) -> [[Point]] {
    let r = size / 2
    func point(_ x: Double, _ y: Double) -> Point { Point(place.x + x * r, place.y + y * r) }
    return switch self {
    case .circle, .ring: []
    case .square: [[point(-0.88, -0.88), point(0.88, -0.88), point(0.88, 0.88), point(-0.88, 0.88)]]
    case .triangle: [[point(0, -1.1), point(1.05, 0.85), point(-1.05, 0.85)]]
    case .down: [[point(0, 1.1), point(1.05, -0.85), point(-1.05, -0.85)]]
    case .diamond: [[point(0, -1.2), point(1.2, 0), point(0, 1.2), point(-1.2, 0)]]
    case .cross: [[point(-0.8, -0.8), point(0.8, 0.8)], [point(-0.8, 0.8), point(0.8, -0.8)]]
    case .plus: [[point(-1, 0), point(1, 0)], [point(0, -1), point(0, 1)]]
    }
  }

  /// By Vega's name for it, or as a path in a square from -1 to 1, which it takes as well.
  var vegaShape: String {
    switch self {
    case .circle: "circle"
    case .square: "square"
    case .triangle: "triangle-up"
    case .diamond: "diamond"
    case .down: "triangle-down"
    case .plus: "cross"
    case .cross: "M-1,-.7L-.7,-1L0,-.3L.7,-1L1,-.7L.3,0L1,.7L.7,1L0,.3L-.7,1L-1,.7L-.3,0Z"
    case .ring: "M-1,0A1,1,0,1,1,1,0A1,1,0,1,1,-1,0ZM-.6,0A.6,.6,0,1,0,.6,0A.6,.6,0,1,0,-.6,0Z"
    }
  }

  /// One character for a terminal.
  func character(isASCII: Bool) -> Character {
    let all: [Symbol: (Character, Character)] = [
      .circle: ("●", "o"), .square: ("■", "#"), .triangle: ("▲", "^"), .diamond: ("◆", "*"), .down: ("▼", "v"),
      .cross: ("×", "x"), .plus: ("+", "+"), .ring: ("○", "@"),
    ]
    let pair = all[self] ?? ("●", "o")
    return isASCII ? pair.1 : pair.0
  }
}

/// Hatching of bars, in squares of 6 by 6.
public enum Hatching {
  static func path(_ texture: Int) -> String {
    switch texture {
    case 1: "M-1 7L7 -1M-1 1L1 -1M5 7L7 5"
    case 2: "M-1 -1L7 7M5 -1L7 1M-1 5L1 7"
    default: "M3 0L3 6"
    }
  }

  /// The same over a box, as strokes that end at its edges.
  public static func strokes(_ texture: Int, in box: Box) -> [(Point, Point)] {
    guard texture != 3 else {
      return stride(from: (box.x / 6).rounded(.up) * 6 + 3, to: box.maxX, by: 6).map {
        (Point($0, box.y), Point($0, box.maxY))
      }
    }
    // Lines x ± y = k, cut at the edges.
    let sign = texture == 1 ? 1.0 : -1.0
    let corners = [box.x + sign * box.y, box.maxX + sign * box.y, box.x + sign * box.maxY, box.maxX + sign * box.maxY]
    guard let low = corners.min(), let high = corners.max() else { return [] }
    return stride(from: (low / 6).rounded(.up) * 6, to: high, by: 6).compactMap { k in
      let ends = [box.y, box.maxY].map { y in Point(k - sign * y, y) }
      let (left, right) = ends[0].x < ends[1].x ? (ends[0], ends[1]) : (ends[1], ends[0])
      let from = left.x < box.x ? Point(box.x, sign * (k - box.x)) : left
      let to = right.x > box.maxX ? Point(box.maxX, sign * (k - box.maxX)) : right
      return from.x < to.x ? (from, to) : nil
    }
  }
}
