import Basics

/// Why what a client sends cannot be read any further: where the next message begins is not known.
struct BrokenFraming: Error, Equatable {
  let reason: String
}

/// Cuts a stream of bytes into the messages of the protocol: a header with `Content-Length`, an empty line, and so many
/// bytes. Takes the bytes in whatever pieces they come.
struct MessageReader {
  /// Sixteen times the longest script that anybody would write; what is longer is passed over without being kept.
  static let longestMessage = 64 << 20
  /// A header has two lines of a few dozen bytes.
  static let longestHeader = 4096

  enum Piece: Equatable {
    case message([UInt8])
    /// A message of that many bytes was passed over.
    case tooLong(Int)
  }

  private enum State {
    case header
    case body(Int)
    /// So many bytes of a message of so many are still to be passed over.
    case skipping(Int, of: Int)
  }

  private var state = State.header
  private var bytes: [UInt8] = []
  /// How much of `bytes` has been given out.
  private var start = 0

  /// Takes the next bytes of the stream.
  /// - Returns: what is whole now, in order. Cost: linear in the bytes, however they are cut.
  mutating func take(_ chunk: some Collection<UInt8>) throws(BrokenFraming) -> [Piece] {
    bytes += chunk
    var pieces: [Piece] = []
    while let piece = try next() { pieces.append(piece) }
    bytes.removeFirst(start)
    start = 0
    return pieces
  }

  private var available: Int { bytes.count - start }

  private mutating func next() throws(BrokenFraming) -> Piece? {
    while true {
      switch state {
      case .header:
        guard let length = try readHeader() else { return nil }
        state = length <= Self.longestMessage ? .body(length) : .skipping(length, of: length)
      case .body(let length):
        guard available >= length else { return nil }
        defer { (start, state) = (start + length, .header) }
        return .message(Array(bytes[start..<start + length]))
      case .skipping(let rest, let length):
        let passed = min(rest, available)
        start += passed
        guard passed == rest else {
          state = .skipping(rest - passed, of: length)
          return nil
        }
        state = .header
        return .tooLong(length)
      }
    }
  }

  /// The length that the header tells; nil where it is not whole yet.
  private mutating func readHeader() throws(BrokenFraming) -> Int? {
    let window = bytes[start..<min(bytes.count, start + Self.longestHeader)]
    let mark: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
    guard let end = window.indices.first(where: { bytes[$0...].starts(with: mark) }) else {
      guard window.count < Self.longestHeader else {
        throw BrokenFraming(reason: "a header of more than \(Self.longestHeader) bytes")
      }
      return nil
    }
    let header = String(decoding: bytes[start..<end], as: UTF8.self)
    start = end + mark.count
    var length: Int?
    for line in header.split(separator: "\r\n") {
      guard let colon = line.firstIndex(of: ":") else { throw BrokenFraming(reason: "a header without a colon") }
      guard line[..<colon].lowercased() == "content-length" else { continue }
      let digits = line[line.index(after: colon)...].filter { $0 != " " && $0 != "\t" }
      guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int(digits) else {
        throw BrokenFraming(reason: "a Content-Length that is no number")
      }
      length = value
    }
    guard let length else { throw BrokenFraming(reason: "a header without Content-Length") }
    return length
  }
}
