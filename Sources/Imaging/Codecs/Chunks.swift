/// The parts of a file that is a row of named parts. Damaged lengths end the row.
protocol Chunks {
  var bytes: UnsafeRawBufferPointer { get }
  /// Where the first part begins.
  var start: Int { get }
  /// The part at a place: where its name and its content lie, and where the next begins. nil past the end.
  func part(at position: Int) -> (name: Int, content: Range<Int>, next: Int)?
}

extension Chunks {
  /// The first answer that `body` gives on a part, going by its name.
  func firstAnswer<Answer>(_ names: [StaticString], _ body: (StaticString, UnsafeRawBufferPointer) -> Answer?)
    -> Answer?
  {
    var position = start
    while let part = part(at: position) {
      if let name = names.first(where: { holds($0, bytes, at: part.name) }), part.content.upperBound <= bytes.count,
        let answer = body(name, UnsafeRawBufferPointer(rebasing: bytes[part.content]))
      {
        return answer
      }
      position = part.next
    }
    return nil
  }

  /// The content of the first part of this name.
  func first(_ name: StaticString) -> UnsafeRawBufferPointer? {
    firstAnswer([name]) { $1 }
  }
}

/// Length, name, content, checksum (PNG, third edition, 5.3).
struct PNGChunks: Chunks {
  let bytes: UnsafeRawBufferPointer
  let start = 8

  func part(at position: Int) -> (name: Int, content: Range<Int>, next: Int)? {
    guard position + 8 <= bytes.count,
      let length = ByteOrderReader(bytes: bytes, isBigEndian: true).number(UInt32.self, at: position)
    else { return nil }
    let end = position + 8 + Int(length)
    return (position + 4, position + 8..<end, end + 4)
  }
}

/// Name, length, content, at even places: WebP's parts.
struct RIFFChunks: Chunks {
  let bytes: UnsafeRawBufferPointer
  let start = 12

  func part(at position: Int) -> (name: Int, content: Range<Int>, next: Int)? {
    guard position + 8 <= bytes.count,
      let length = ByteOrderReader(bytes: bytes, isBigEndian: false).number(UInt32.self, at: position + 4)
    else { return nil }
    let end = position + 8 + Int(length)
    return (position, position + 8..<end, end + Int(length) % 2)
  }
}
