import Basics
import CommandLine
import Glibc
import Stages
import Testing

@testable import LanguageServer

import struct CommandLine.ExitStatus
import struct CommandLine.Host

/// The whole server over pipes.
@Suite struct StreamTests {
  /// Everything that comes out when `bytes` go in and the stream ends.
  private func run(_ bytes: [UInt8]) throws -> (status: ExitStatus, messages: [JSONValue]) {
    var (input, output): ([Int32], [Int32]) = ([0, 0], [0, 0])
    try #require(pipe(&input) == 0 && pipe(&output) == 0)
    // Not the end that is read from: the server's thread may look there once more, when the number is another test's.
    defer { close(output[0]) }
    try #require(write(input[1], bytes, bytes.count) == bytes.count)
    close(input[1])
    let host = Host(hostEnvironment: HostEnvironment(catalogue: stageCatalogue, codes: stageCodes))
    let status = LanguageServer(host: host, input: input[0], output: output[1], enterFolder: { _ in }).run()
    close(output[1])
    var reader = MessageReader()
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var messages: [JSONValue] = []
    while case let count = read(output[0], &buffer, buffer.count), count > 0 {
      for case .message(let bytes) in try reader.take(buffer[..<count]) {
        messages.append(try JSONValue(parsing: bytes))
      }
    }
    return (status, messages)
  }

  private func message(_ text: String) -> [UInt8] {
    Array("Content-Length: \(text.utf8.count)\r\n\r\n\(text)".utf8)
  }

  @Test func aWholeSession() throws {
    let (status, messages) = try run(
      message(#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#)
        + message(#"{"jsonrpc":"2.0","method":"initialized","params":{}}"#) + message("nonsense")
        + message(#"{"jsonrpc":"2.0","id":"b","method":"shutdown"}"#) + message(#"{"jsonrpc":"2.0","method":"exit"}"#))
    #expect(status == .success)
    #expect(messages.map { $0["id"] } == [.integer(1), .null, .string("b")])
    #expect(messages[1]["error"]?["code"]?.int == -32700)
  }

  @Test func aClientThatGoesAndAStreamThatBreaks() throws {
    #expect(try run([]).status == .failed)
    #expect(try run(message(#"{"jsonrpc":"2.0","method":"exit"}"#)).status == .failed)
    let (status, messages) = try run(Array("GET / HTTP/1.1\r\n\r\n".utf8))
    #expect(status == .failed)
    #expect(messages.first?["error"]?["code"]?.int == -32700)
  }
}
