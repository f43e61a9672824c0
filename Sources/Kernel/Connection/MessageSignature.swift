import Crypto
import Foundation

/// Signs messages, so that nobody but whoever started the kernel can make it run something (HMAC-SHA256, RFC 2104).
struct MessageSignature: Sendable {
  private let key: SymmetricKey?

  /// - Parameter key: as the connection file gives it; empty for messages without signatures.
  init(key: String) {
    self.key = key.isEmpty ? nil : SymmetricKey(data: Array(key.utf8))
  }

  /// In hexadecimal, as bytes of ASCII; empty where messages are not signed. Cost: linear in the parts.
  func sign(_ parts: [[UInt8]]) -> [UInt8] {
    guard let key else { return [] }
    return code(of: parts, key).flatMap { byte in Self.digits(of: byte) }
  }

  /// Whether `signature` belongs to the parts; compared in constant time.
  func isRight(_ signature: [UInt8], for parts: [[UInt8]]) -> Bool {
    guard key != nil else { return true }
    let expected = sign(parts)
    guard signature.count == expected.count else { return false }
    return zip(signature, expected).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  private func code(of parts: [[UInt8]], _ key: SymmetricKey) -> HMAC<SHA256>.MAC {
    var code = HMAC<SHA256>(key: key)
    for part in parts { code.update(data: part) }
    return code.finalize()
  }

  private static func digits(of byte: UInt8) -> [UInt8] {
    [byte >> 4, byte & 15].map { $0 < 10 ? UInt8(ascii: "0") + $0 : UInt8(ascii: "a") + $0 - 10 }
  }
}
