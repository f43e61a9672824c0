/// An answer, whole; after it the connection is closed.
struct HTTPResponse {
  var status: Int
  var type: String
  var body: [UInt8]
  /// Beside those that every answer has.
  var headers: [(String, String)] = []

  init(_ status: Int, type: String = "text/plain; charset=utf-8", _ body: [UInt8]) {
    (self.status, self.type, self.body) = (status, type, body)
  }

  /// In a few words that say nothing of the page.
  init(refusing status: Int) {
    self.init(status, Array("\(status) \(Self.phrase(status))\n".utf8))
  }

  static func phrase(_ status: Int) -> String {
    let phrases = [
      200: "OK", 204: "No Content", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
      408: "Request Timeout", 409: "Conflict", 413: "Content Too Large", 422: "Unprocessable Content",
      431: "Request Header Fields Too Large", 501: "Not Implemented", 503: "Service Unavailable",
    ]
    return phrases[status] ?? "Error"
  }

  /// Nothing of the page runs but its own script, nothing is fetched from elsewhere, and no other page may hold or read it.
  private static let protection = """
    Cache-Control: no-store\r
    Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; \
    img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r
    Cross-Origin-Opener-Policy: same-origin\r
    Cross-Origin-Resource-Policy: same-origin\r
    Referrer-Policy: no-referrer\r
    X-Content-Type-Options: nosniff\r
    X-Frame-Options: DENY\r

    """

  var bytes: [UInt8] { head(length: body.count) + body }

  /// The head of an answer that goes on until the connection is closed.
  var streamHead: [UInt8] { head(length: nil) }

  private func head(length: Int?) -> [UInt8] {
    var text = "HTTP/1.1 \(status) \(Self.phrase(status))\r\nContent-Type: \(type)\r\n" + Self.protection
    for (name, value) in headers { text += "\(name): \(value)\r\n" }
    if let length { text += "Content-Length: \(length)\r\n" }
    return Array((text + "Connection: close\r\n\r\n").utf8)
  }
}
