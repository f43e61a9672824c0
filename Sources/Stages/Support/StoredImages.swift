import Imaging
import Numerics
import Plans
import Samples

extension ImageStack: StorableContent {
  public static let storedName = "images"

  public func write(to writer: inout ByteWriter) {
    writer.write(shapes.map(\.width))
    writer.write(shapes.map(\.height))
    writer.write(shapes.map(\.channels))
    writer.write(bytes)
  }

  public init(from reader: inout ByteReader) throws(MalformedValue) {
    let (widths, heights, channels) = (try reader.integers(), try reader.integers(), try reader.integers())
    let bytes = try reader.byteList()
    guard widths.count == heights.count, widths.count == channels.count else { throw MalformedValue() }
    let limit = 1 << 20
    var total = 0
    for (width, (height, channels)) in zip(widths, zip(heights, channels)) {
      guard (0...limit).contains(width), (0...limit).contains(height), (0...16).contains(channels) else {
        throw MalformedValue()
      }
      total += width * height * channels
      guard total <= bytes.count else { throw MalformedValue() }
    }
    guard total == bytes.count else { throw MalformedValue() }
    let shapes = widths.indices.map { Shape(width: widths[$0], height: heights[$0], channels: channels[$0]) }
    self.init(shapes: shapes, bytes: bytes)
  }
}
