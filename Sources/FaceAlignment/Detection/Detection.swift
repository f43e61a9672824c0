/// Whole pixels of a picture, counted from its upper left corner.
public struct PixelBox: Sendable, Hashable {
  public var x: Int
  public var y: Int
  public var width: Int
  public var height: Int

  public init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  var right: Int { x + width }
  var bottom: Int { y + height }
}

/// Something that was found, and how many windows that lie about there agree on it.
public struct Detection: Sendable, Hashable {
  public var box: PixelBox
  public var windows: Int
}
