import Testing

@testable import Watch

@Suite struct HTTPRequestTests {
  private func reading(_ text: String) -> HTTPRequest.Reading { HTTPRequest.reading(Array(text.utf8)) }

  @Test func aRequestHasALineHeadersAndABody() {
    let read = reading("POST /t/knob HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabcd")
    guard case .request(let request) = read else {
      Issue.record("\(read)")
      return
    }
    #expect((request.method, request.target) == ("POST", "/t/knob"))
    #expect(request.headers == ["host": "h", "content-length": "3"])
    #expect(request.body == Array("abc".utf8))
  }

  @Test(arguments: ["", "GET / HTTP/1.1\r\n", "POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nabc"])
  func whatHasNotComeWholeIsWaitedFor(_ text: String) {
    #expect(reading(text) == .unfinished)
  }

  @Test(
    arguments: [
      ("GET /\r\n\r\n", 400), ("get / HTTP/1.1\r\n\r\n", 400), ("GET http://a/ HTTP/1.1\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400), ("GET / HTTP/1.1\r\n folded\r\n\r\n", 400),
      ("GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n", 400), ("GET / HTTP/1.1\r\nA: b\nc\r\n\r\n", 400),
      ("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400), ("POST / HTTP/1.1\r\nContent-Length: 5000\r\n\r\n", 413),
      ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 501),
    ])
  func whatCanBeUnderstoodInTwoWaysIsRefused(_ text: String, _ status: Int) {
    #expect(reading(text) == .refused(status))
  }

  @Test func aHeadWithoutEndIsRefusedSoon() {
    let head = "GET / HTTP/1.1\r\nA: " + String(repeating: "a", count: HTTPRequest.headLimit)
    #expect(reading(head) == .refused(431))
  }
}
