import Basics
import Glibc
import Plans

/// A message of Jupyter's protocol, 5.4, in either direction.
///
/// Source: jupyter_client's documentation, "Messaging in Jupyter".
struct KernelMessage: Sendable, Equatable {
  static let protocolVersion = "5.4"

  /// Whom a reply goes to; for what is published, its topic.
  var identities: [[UInt8]]
  /// "execute_request".
  var type: String
  /// As it came or will be sent: a reply gives back the very bytes.
  var header: [UInt8]
  var parent: [UInt8]
  var content: JSONValue
  var metadata: JSONValue

  private static let delimiter = Array("<IDS|MSG>".utf8)

  /// Why the parts that came are no message for this kernel.
  enum Defect: Error, Equatable {
    case noDelimiter, tooFewParts, wrongSignature
    case noJSON(String)
  }

  /// A message as it came from a socket.
  init(parts: [[UInt8]], signature: MessageSignature) throws(Defect) {
    guard let delimiter = parts.firstIndex(of: Self.delimiter) else { throw .noDelimiter }
    let rest = Array(parts[(delimiter + 1)...])
    guard rest.count >= 5 else { throw .tooFewParts }
    let signed = Array(rest[1...4])
    guard signature.isRight(rest[0], for: signed) else { throw .wrongSignature }
    identities = Array(parts[..<delimiter])
    (header, parent) = (signed[0], signed[1])
    let headerJSON: JSONValue
    do throws(MalformedJSON) {
      headerJSON = try JSONValue(parsing: signed[0])
      metadata = try JSONValue(parsing: signed[2])
      content = try JSONValue(parsing: signed[3])
    } catch { throw .noJSON(error.reason) }
    type = headerJSON["msg_type"]?.string ?? ""
  }

  /// A message of this kernel's.
  /// - Parameter parent: what it answers; nil for one that nobody asked for.
  init(
    _ type: String, _ content: JSONValue, answering parent: KernelMessage?, to identities: [[UInt8]], session: String
  ) {
    self.type = type
    self.content = content
    self.identities = identities
    self.parent = parent?.header ?? Array("{}".utf8)
    metadata = .object([] as [JSONValue.Member])
    header = Array(
      JSONValue.object([
        "msg_id": .string(randomName()), "session": .string(session), "username": .string("kernel"),
        "date": .string(currentTime()), "msg_type": .string(type), "version": .string(Self.protocolVersion),
      ]).text.utf8)
  }

  func parts(_ signature: MessageSignature) -> [[UInt8]] {
    let signed = [header, parent, Array(metadata.text.utf8), Array(content.text.utf8)]
    return identities + [Self.delimiter, signature.sign(signed)] + signed
  }
}

/// A name that no other message or session has: 128 random bits in hexadecimal.
func randomName() -> String {
  var generator = SystemRandomNumberGenerator()
  return (0..<2).map { _ in
    let digits = String(generator.next() as UInt64, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }.joined()
}

/// The time in UTC, to the microsecond: "2026-01-31T12:00:00.000000Z" (ISO 8601).
func currentTime() -> String {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  var parts = tm()
  gmtime_r(&time.tv_sec, &parts)
  func digits(_ number: Int, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, count - text.count)) + text
  }
  let date = "\(1900 + Int(parts.tm_year))-\(digits(Int(parts.tm_mon) + 1, 2))-\(digits(Int(parts.tm_mday), 2))"
  let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { digits(Int($0), 2) }.joined(separator: ":")
  return "\(date)T\(clock).\(digits(time.tv_nsec / 1000, 6))Z"
}
