/// A request, as much of HTTP/1.1 as a browser needs to read this page: a line, headers, and a body of a length that is
/// told. Read strictly: what could be understood in two ways is refused.
struct HTTPRequest: Equatable {
  var method: String
  var target: String
  /// By their names in lower case, each once.
  var headers: [String: String]
  var body: [UInt8] = []

  /// In bytes.
  static let headLimit = 16_384
  static let bodyLimit = 4096

  enum Reading: Equatable {
    /// More bytes are needed.
    case unfinished
    case request(HTTPRequest)
    /// The status that it is answered with.
    case refused(Int)
  }

  /// Reads what has come so far.
  static func reading(_ bytes: [UInt8]) -> Reading {
    let end: [UInt8] = [13, 10, 13, 10]
    let window = bytes.prefix(headLimit + end.count)
    guard let headEnd = window.indices.first(where: { window[$0] == 13 && window[$0...].starts(with: end) }) else {
      return bytes.count > headLimit ? .refused(431) : .unfinished
    }
    guard let head = String(validating: bytes[..<headEnd], as: UTF8.self), var request = HTTPRequest(head: head) else {
      return .refused(400)
    }
    guard request.headers["transfer-encoding"] == nil else { return .refused(501) }
    let length = request.headers["content-length"] ?? "0"
    guard !length.isEmpty, length.utf8.count < 10, length.utf8.allSatisfy({ 48...57 ~= $0 }), let count = Int(length)
    else { return .refused(400) }
    guard count <= bodyLimit else { return .refused(413) }
    let start = headEnd + end.count
    guard bytes.count >= start + count else { return .unfinished }
    request.body = Array(bytes[start..<start + count])
    return .request(request)
  }

  private init?(head: String) {
    let lines = head.split(separator: "\r\n", omittingEmptySubsequences: false)
    let words = (lines.first ?? "").split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard words.count == 3, words[2] == "HTTP/1.1" || words[2] == "HTTP/1.0", !words[0].isEmpty,
      words[0].utf8.allSatisfy({ 65...90 ~= $0 }), words[1].hasPrefix("/")
    else { return nil }
    (method, target, headers) = (words[0], words[1], [:])
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":"), colon > line.startIndex else { return nil }
      let name = line[..<colon]
      // A blank in or before a name would make a line go on from the one before.
      guard name.utf8.allSatisfy(Self.isNameByte), line.unicodeScalars.allSatisfy({ $0.value >= 32 || $0 == "\t" })
      else { return nil }
      let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      let trimmed = value.reversed().drop { $0 == " " || $0 == "\t" }.reversed()
      guard headers.updateValue(String(trimmed), forKey: name.lowercased()) == nil else { return nil }
    }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122: true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
