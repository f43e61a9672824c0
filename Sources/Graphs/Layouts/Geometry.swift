/// A place in a drawing.
public struct Point: Sendable, Equatable {
  public var x: Double
  public var y: Double

  public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }
}

/// Width and height of what is drawn at a place: a circle with its label, a word.
public struct BoxSize: Sendable, Equatable {
  public var width: Double
  public var height: Double

  public init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  /// Checks a list of them.
  static func check(_ sizes: [BoxSize], vertices: Int) throws {
    guard sizes.count == vertices else {
      throw GraphError.differentLengths(of: "box sizes", found: sizes.count, vertices: vertices)
    }
    for side in sizes.flatMap({ [$0.width, $0.height] }) where !(side >= 0 && side.isFinite) {
      throw GraphError.badOption("box side", value: side, needed: "0 or more")
    }
  }
}
