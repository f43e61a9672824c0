/// Lets in who has the token, on this machine, from the page itself: whoever can open a connection, which is every user of
/// the machine and every page in its browser, is told nothing else.
struct RequestGuard: Sendable {
  /// 128 bits that nobody can guess, in hexadecimal; a part of the page's address.
  let token: String
  let port: Int

  init(port: Int) {
    var generator = SystemRandomNumberGenerator()
    token = (0..<4).map { _ in
      let digits = String(generator.next() as UInt32, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
    self.port = port
  }

  var address: String { "http://127.0.0.1:\(port)/\(token)/" }

  enum Verdict: Equatable {
    /// What is asked for, behind the token.
    case admitted(String)
    case refused(Int)
  }

  func verdict(on request: HTTPRequest) -> Verdict {
    // A name that was made to point at this machine would let another site's page read it as its own.
    let hosts = ["127.0.0.1:\(port)", "localhost:\(port)"]
    guard let host = request.headers["host"], hosts.contains(host.lowercased()) else { return .refused(403) }
    if let origin = request.headers["origin"], origin.lowercased() != "http://\(host.lowercased())" {
      return .refused(403)
    }
    if let site = request.headers["sec-fetch-site"], site != "same-origin", site != "none" { return .refused(403) }
    let parts = request.target.dropFirst().split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, Self.isSame(Array(parts[0].utf8), Array(token.utf8)) else { return .refused(404) }
    guard request.method == "GET" || request.method == "POST" && request.headers["origin"] != nil else {
      return .refused(request.method == "POST" ? 403 : 405)
    }
    return .admitted(String(parts[1]))
  }

  /// Takes as long whatever differs, so that nobody learns a token letter by letter.
  private static func isSame(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard a.count == b.count else { return false }
    return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
