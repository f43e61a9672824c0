import Testing

@testable import LanguageServer

@Suite struct MessageReaderTests {
  private func message(_ text: String) -> [UInt8] {
    Array("Content-Length: \(text.utf8.count)\r\n\r\n\(text)".utf8)
  }

  @Test func messagesComeOutHoweverTheyAreCut() throws {
    let stream =
      message("{\"a\":1}") + message("") + Array("content-type: x\r\nCONTENT-LENGTH:2\r\n\r\nüx".utf8.dropLast())
    for size in [1, 2, 3, 7, stream.count] {
      var reader = MessageReader()
      var pieces: [MessageReader.Piece] = []
      for start in stride(from: 0, to: stream.count, by: size) {
        pieces += try reader.take(stream[start..<min(start + size, stream.count)])
      }
      #expect(pieces == [.message(Array("{\"a\":1}".utf8)), .message([]), .message(Array("ü".utf8))])
    }
  }

  @Test func whatIsTooLongIsPassedOver() throws {
    var reader = MessageReader()
    let length = MessageReader.longestMessage + 1
    #expect(try reader.take(Array("Content-Length: \(length)\r\n\r\n".utf8)) == [])
    let chunk = [UInt8](repeating: 0x20, count: 1 << 20)
    for _ in 0..<(length / chunk.count) { #expect(try reader.take(chunk) == []) }
    #expect(try reader.take([0x20] + message("{}")) == [.tooLong(length), .message(Array("{}".utf8))])
  }

  @Test(arguments: [
    "Content-Length: -5\r\n\r\n", "Content-Length: 99999999999999999999\r\n\r\n", "Content-Length: \r\n\r\n",
    "Content-Length 5\r\n\r\n", "Content-Type: x\r\n\r\n", "Content-Length: 0x10\r\n\r\n",
    String(repeating: "x", count: 5000),
  ])
  func brokenHeadersAreRefused(header: String) {
    var reader = MessageReader()
    #expect(throws: BrokenFraming.self) { try reader.take(Array(header.utf8)) }
  }
}
