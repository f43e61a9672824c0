import Basics

/// A laid out chart: shapes with their places, back to front.
public struct Scene: Sendable, Equatable {
  public var medium: Medium
  public var width: Double
  public var height: Double
  public var shapes: [Shape]
  /// What it shows, for those who cannot see it.
  public var description: String

  /// Every text with the room that it takes.
  public var texts: [SceneText] {
    shapes.compactMap { if case .text(let text) = $0 { text } else { nil } }
  }
}

public struct Point: Sendable, Equatable {
  public var x: Double
  public var y: Double

  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}

public struct Box: Sendable, Equatable {
  public var x: Double
  public var y: Double
  public var width: Double
  public var height: Double

  public init(_ x: Double, _ y: Double, _ width: Double, _ height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  public var maxX: Double { x + width }
  public var maxY: Double { y + height }
  public var midX: Double { x + width / 2 }
  public var midY: Double { y + height / 2 }

  /// Whether they share more than an edge.
  public func overlaps(_ other: Box) -> Bool {
    let slack = 0.01
    return x + slack < other.maxX && other.x + slack < maxX && y + slack < other.maxY && other.y + slack < maxY
  }
}

public enum Shape: Sendable, Equatable {
  /// - Parameter texture: 0 is plain; others are hatched, so that colour is not alone.
  case rectangle(Box, Ink, texture: Int)
  case line([Point], Ink, width: Double, isDashed: Bool)
  /// Translucent.
  case area([Point], Ink)
  case symbol(Symbol, Point, size: Double, Ink)
  case text(SceneText)
  case image(Box, Picture)
}

/// A text where it stands.
public struct SceneText: Sendable, Equatable {
  public enum Anchor: String, Sendable {
    case start, middle, end
  }

  public var text: String
  /// All of what stands for it, where some of it was cut for want of room; nil where nothing was.
  public var whole: String?
  /// The room that it takes, as it is drawn.
  public var box: Box
  public var role: TextRole
  public var ink: Ink
  /// Which part of its box holds still where a font is narrower than it was measured.
  public var anchor: Anchor
  /// Whether it reads from below to above.
  public var isTurned: Bool
  /// How many times as large its letters are as its role says.
  public var scale = 1.0

  /// Of its letters, in CSS pixels.
  public var size: Double { role.size * scale }

  /// Where its letters stand: their beginning, middle or end by its anchor, on their baseline. On a page.
  public var baseline: Point {
    let depth = size * 1.02
    guard !isTurned else { return Point(box.x + depth, box.y) }
    let x =
      switch anchor {
      case .start: box.x
      case .middle: box.midX
      case .end: box.maxX
      }
    return Point(x, box.y + depth)
  }
}
