import Testing

@testable import Watch

@Suite struct RequestGuardTests {
  let guardian = RequestGuard(port: 4321)

  private func verdict(
    _ path: String, method: String = "GET", _ headers: [String: String] = [:]
  ) -> RequestGuard.Verdict {
    guard
      case .request(let request) = HTTPRequest.reading(
        Array(
          ("\(method) \(path) HTTP/1.1\r\n"
            + ["Host": "127.0.0.1:4321"].merging(headers) { $1 }.map { "\($0.key): \($0.value)\r\n" }.joined()
            + "\r\n").utf8))
    else { return .refused(0) }
    return guardian.verdict(on: request)
  }

  @Test func whoHasTheTokenIsLetIn() {
    #expect(verdict("/\(guardian.token)/") == .admitted(""))
    #expect(verdict("/\(guardian.token)/events", ["Host": "localhost:4321"]) == .admitted("events"))
    let origin = ["Origin": "http://127.0.0.1:4321", "Sec-Fetch-Site": "same-origin"]
    #expect(verdict("/\(guardian.token)/knob", method: "POST", origin) == .admitted("knob"))
  }

  @Test func aTokenIsLongAndNeverTheSame() {
    #expect(guardian.token.count == 32)
    #expect(RequestGuard(port: 4321).token != guardian.token)
  }

  @Test func nobodyElseIs() {
    #expect(verdict("/") == .refused(404))
    #expect(verdict("/\(guardian.token)") == .refused(404))
    #expect(verdict("/\(guardian.token.dropLast())0/page.js") == .refused(404) || guardian.token.hasSuffix("0"))
    #expect(verdict("/" + String(repeating: "0", count: 32) + "/") == .refused(404))
  }

  @Test(arguments: [
    ["Host": "evil.example:4321"], ["Host": "127.0.0.1"], ["Host": "127.0.0.1:80"],
    ["Origin": "http://evil.example"], ["Origin": "null"], ["Origin": "https://127.0.0.1:4321"],
    ["Sec-Fetch-Site": "cross-site"], ["Sec-Fetch-Site": "same-site"],
  ])
  func otherSitesAreRefusedThoughTheyHaveTheToken(_ headers: [String: String]) {
    #expect(verdict("/\(guardian.token)/", headers) == .refused(403))
  }

  @Test func whatWouldChangeTheScriptSaysWhereItComesFrom() {
    #expect(verdict("/\(guardian.token)/knob", method: "POST") == .refused(403))
    #expect(verdict("/\(guardian.token)/knob", method: "DELETE") == .refused(405))
  }
}
