import Numerics

/// Many images, of one size or of several, in one piece of memory.
public struct ImageStack: Sendable, Equatable {
  public struct Shape: Sendable, Hashable {
    public var width: Int
    public var height: Int
    public var channels: Int

    public init(width: Int, height: Int, channels: Int) {
      self.width = width
      self.height = height
      self.channels = channels
    }

    public var byteCount: Int { width * height * channels }
  }

  public private(set) var shapes: [Shape]
  /// Where each image begins in `bytes`; one more entry than images.
  public private(set) var offsets: [Int]
  public private(set) var bytes: [UInt8]

  public init() {
    shapes = []
    offsets = [0]
    bytes = []
  }

  /// - Precondition: `bytes` holds exactly the images of `shapes`, one after another.
  public init(shapes: [Shape], bytes: [UInt8]) {
    self.shapes = shapes
    offsets = shapes.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.byteCount) }
    precondition(offsets[shapes.count] == bytes.count, "a stack whose bytes do not match its shapes")
    self.bytes = bytes
  }

  /// A stack of one image after another.
  public init(_ images: [Image]) {
    self.init()
    for image in images { append(image) }
  }

  public var count: Int { shapes.count }

  /// The one shape that all images have, or nil where they differ or there are none.
  public var commonShape: Shape? {
    shapes.first.flatMap { first in shapes.allSatisfy { $0 == first } ? first : nil }
  }

  public mutating func append(_ image: Image) {
    shapes.append(Shape(width: image.width, height: image.height, channels: image.channels))
    bytes += image.pixels
    offsets.append(bytes.count)
  }

  public mutating func append(contentsOf other: ImageStack) {
    shapes += other.shapes
    offsets += other.offsets.dropFirst().map { $0 + bytes.count }
    bytes += other.bytes
  }

  /// Appends some of what will be `total` images, with room for as many as will follow.
  /// - Throws: `NumericsError.outOfMemory`.
  public mutating func append(contentsOf other: ImageStack, of total: Int) throws {
    try bytes.setRoomAside(for: bytes.count + other.bytes.count, rows: count + other.count, of: total)
    append(contentsOf: other)
  }

  /// A copy of one image.
  public subscript(index: Int) -> Image {
    let shape = shapes[index]
    return Image(
      width: shape.width, height: shape.height, channels: shape.channels,
      pixels: Array(bytes[offsets[index]..<offsets[index + 1]]))
  }

  /// The images at `indices`, in that order, repeats allowed.
  public func gathering(_ indices: [Int]) -> ImageStack {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(indices.reduce(0) { $0 + shapes[$1].byteCount })
    for index in indices { bytes += self.bytes[offsets[index]..<offsets[index + 1]] }
    return ImageStack(shapes: indices.map { shapes[$0] }, bytes: bytes)
  }
}

extension ImageStack.Shape: CustomStringConvertible {
  /// "64 × 48, grey"
  public var description: String {
    let kind = channels == 1 ? "grey" : channels == 3 ? "colour" : "\(channels) channels"
    return "\(width) × \(height), \(kind)"
  }
}
