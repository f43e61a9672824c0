import Basics

extension Digest {
  public init(from reader: inout ByteReader) throws(MalformedValue) {
    self.init(high: try reader.word(), low: try reader.word())
  }

  public func write(to writer: inout ByteWriter) {
    writer.write(high)
    writer.write(low)
  }
}
