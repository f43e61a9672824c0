import CommandLine
import Diagnostics
import Glibc
import TestSupport
import Testing

@testable import Watch

/// A server that is driven by hand, and clients that are sockets.
@Suite(.serialized) struct PageServerTests {
  let page = Page()
  let server: PageServer

  init() throws {
    server = try PageServer(page: page, port: 0, wakeUp: try #require(WakeUp())) { body in
      HTTPResponse(204, body)
    }
    page.adopt(ScriptOutline(SourceText(name: "s.mien", text: "a = 1\n")))
  }

  private func client() throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(server.guardian.port).bigEndian)
    address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
    let status = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(status == 0)
    return descriptor
  }

  private func send(_ text: String, on descriptor: Int32) {
    _ = text.withCString { Glibc.send(descriptor, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
  }

  /// What has come on a connection after a few turns of the server.
  private func answer(on descriptor: Int32) -> String {
    for _ in 0..<4 { server.turn(waitingAtMost: 5) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func request(_ path: String, headers: String = "", host: String? = nil) throws -> String {
    let descriptor = try client()
    defer { close(descriptor) }
    send(
      "GET \(path) HTTP/1.1\r\nHost: \(host ?? "127.0.0.1:\(server.guardian.port)")\r\n\(headers)\r\n", on: descriptor)
    return answer(on: descriptor)
  }

  @Test func thePageAndItsPartsAreBehindTheToken() throws {
    let token = server.guardian.token
    let frame = try request("/\(token)/")
    #expect(frame.hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(frame.contains("\r\nContent-Security-Policy: default-src 'none'; script-src 'self';"))
    #expect(frame.hasSuffix("</html>\n"))
    #expect(!frame.contains(token))
    #expect(try request("/\(token)/page.js").contains("makeSortable"))
    #expect(try request("/\(token)/page.css").contains("prefers-color-scheme"))
    #expect(try request("/\(token)/../secret").hasPrefix("HTTP/1.1 404"))
  }

  @Test func whoIsRefusedLearnsNothing() throws {
    for answer in [
      try request("/"), try request("/\(server.guardian.token)/", host: "evil.example"),
      try request("/\(server.guardian.token)/", headers: "Origin: http://evil.example\r\n"),
    ] {
      #expect(answer.hasPrefix("HTTP/1.1 40"))
      #expect(!answer.contains(server.guardian.token))
      #expect(!answer.contains("Access-Control"))
    }
  }

  @Test func twoPagesAreToldTheSame() throws {
    let followers = [try client(), try client()]
    defer { for follower in followers { close(follower) } }
    for follower in followers {
      send(
        "GET /\(server.guardian.token)/events HTTP/1.1\r\nHost: 127.0.0.1:\(server.guardian.port)\r\n\r\n", on: follower
      )
    }
    let first = followers.map { answer(on: $0) }
    #expect(first[0] == first[1])
    #expect(first[0].contains("text/event-stream"))
    #expect(first[0].contains("\"text\":\"a = 1\""))
    page.tell("up to date", isBusy: false)
    let second = followers.map { answer(on: $0) }
    #expect(second[0] == second[1])
    #expect(second[0].hasPrefix("data: {"))
    // Only what is new is told.
    #expect(second[0].contains("\"blocks\":[]"))
  }

  @Test func athousandConnectionsThatSayNothingKeepNobodyOut() throws {
    var idle: [Int32] = []
    defer { for descriptor in idle { close(descriptor) } }
    for _ in 0..<10 {
      for _ in 0..<100 { idle.append(try client()) }
      server.turn(waitingAtMost: 0)
    }
    #expect(try request("/\(server.guardian.token)/").hasPrefix("HTTP/1.1 200"))
  }

  @Test func aHeadWithoutEndIsCutOff() throws {
    let descriptor = try client()
    defer { close(descriptor) }
    send("GET / HTTP/1.1\r\nA: " + String(repeating: "a", count: 40_000), on: descriptor)
    #expect(answer(on: descriptor).hasPrefix("HTTP/1.1 431"))
  }

  @Test func aPortThatIsTakenIsSaid() throws {
    let port = server.guardian.port
    #expect(throws: WatchError.cannotListen(port: port, reason: "Address already in use")) {
      try PageServer(page: page, port: port, wakeUp: try #require(WakeUp())) { HTTPResponse(204, $0) }
    }
  }
}
