import CZlib

/// What a PNG says in chunks of text, packed or not (PNG, third edition, 11.3.3).
struct PNGTexts {
  let chunks: PNGChunks

  /// A note on how a camera was held stands at the beginning of far less.
  private static let unpackedLimit = 4 << 20

  /// The text under this keyword, the first of several, unpacked; no more of it than 4 MiB.
  func content(of keyword: String) -> [UInt8]? {
    chunks.firstAnswer(["tEXt", "zTXt", "iTXt"]) { kind, chunk in
      let name = Array(keyword.utf8)
      guard chunk.count > name.count, chunk.prefix(name.count).elementsEqual(name), chunk[name.count] == 0 else {
        return nil
      }
      let body = chunk.dropFirst(name.count + 1)
      switch kind.utf8Start[0] {
      case UInt8(ascii: "t"): return Array(body)
      // One byte names the way of packing, of which there is one.
      case UInt8(ascii: "z"): return body.isEmpty ? nil : Self.unpacked(body.dropFirst())
      default: return Self.international(body)
      }
    }
  }

  /// Whether it is packed, and how; a language and the keyword in it, each ended by a zero; the text.
  private static func international(_ body: Slice<UnsafeRawBufferPointer>) -> [UInt8]? {
    guard body.count > 2, let language = body.dropFirst(2).firstIndex(of: 0),
      let translated = body[(language + 1)...].firstIndex(of: 0)
    else { return nil }
    let text = body[(translated + 1)...]
    return body[body.startIndex] == 0 ? Array(text) : unpacked(text)
  }

  private static func unpacked(_ packed: Slice<UnsafeRawBufferPointer>) -> [UInt8]? {
    let packed = UnsafeRawBufferPointer(rebasing: packed)
    var stream = z_stream()
    guard inflateInit_(&stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return nil }
    defer { inflateEnd(&stream) }
    stream.next_in = UnsafeMutablePointer(mutating: packed.baseAddress?.assumingMemoryBound(to: UInt8.self))
    stream.avail_in = UInt32(min(packed.count, Int(UInt32.max)))
    var text: [UInt8] = []
    var room = [UInt8](repeating: 0, count: 1 << 14)
    while text.count < unpackedLimit {
      let (status, count) = room.withUnsafeMutableBufferPointer { room in
        stream.next_out = room.baseAddress
        stream.avail_out = UInt32(room.count)
        let status = inflate(&stream, Z_NO_FLUSH)
        return (status, room.count - Int(stream.avail_out))
      }
      text += room[..<count]
      if status != Z_OK || count == 0 { break }
    }
    return text
  }

  /// A profile as ImageMagick writes it: a line with its name, a line with its length, and lines of hexadecimal digits.
  static func profile(inHexadecimal text: [UInt8]) -> [UInt8] {
    let lines = text.drop { $0 == UInt8(ascii: "\n") }
      .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropFirst(2)
    var bytes: [UInt8] = []
    var high: UInt8?
    for digit in lines.joined() {
      guard let value = Character(UnicodeScalar(digit)).hexDigitValue.map({ UInt8($0) }) else { continue }
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    return bytes
  }
}
