import Glibc

/// One connection: what has come, what is still to be sent, and until when it may stay.
final class PageConnection {
  let descriptor: Int32
  private(set) var received: [UInt8] = []
  private var waiting: [UInt8] = []
  private var sent = 0
  /// When it is closed unless something happens, in seconds of the monotonic clock.
  private(set) var deadline: Double
  /// The revision of the page that it has been told, where it follows the page; nil for one request and its answer.
  var revision: Int?
  private(set) var isAnswered = false
  private(set) var isBroken = false

  /// For a request to come whole, for a reader to take what it is sent, between two signs of life to a follower.
  static let requestSeconds = 5.0
  static let writeSeconds = 20.0
  static let heartbeatSeconds = 10.0
  /// What a reader may leave waiting, in bytes.
  private static let waitingLimit = 64 << 20

  init(_ descriptor: Int32, at now: Double) {
    self.descriptor = descriptor
    deadline = now + Self.requestSeconds
  }

  deinit { close(descriptor) }

  var hasWaiting: Bool { sent < waiting.count }
  var isFollower: Bool { revision != nil }
  var isDone: Bool { isBroken || isAnswered && !isFollower && !hasWaiting }

  /// Takes what has come.
  func read() {
    var buffer = [UInt8](repeating: 0, count: 8192)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    if count > 0 {
      // What a follower says is of no interest.
      if !isAnswered { received += buffer[..<count] }
    } else if count == 0 || errno != EAGAIN && errno != EINTR {
      isBroken = true
    }
  }

  func answer(_ response: HTTPResponse, at now: Double) {
    isAnswered = true
    received = []
    send(response.bytes, at: now)
  }

  func beginToFollow(at now: Double) {
    (isAnswered, revision, received) = (true, 0, [])
    var response = HTTPResponse(200, type: "text/event-stream", [])
    response.headers = [("X-Accel-Buffering", "no")]
    send(response.streamHead, at: now)
  }

  /// Sends as much as the connection takes, and the rest when it takes more.
  func send(_ bytes: [UInt8], at now: Double) {
    if !hasWaiting { deadline = now + Self.writeSeconds }
    waiting += bytes
    if waiting.count - sent > Self.waitingLimit { isBroken = true }
    write(at: now)
  }

  func write(at now: Double) {
    while hasWaiting, !isBroken {
      let count = waiting.withUnsafeBytes { bytes in
        Glibc.send(descriptor, bytes.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count > 0 {
        sent += count
        deadline = now + Self.writeSeconds
      } else if errno == EAGAIN {
        return
      } else if errno != EINTR {
        isBroken = true
      }
    }
    (waiting, sent) = ([], 0)
    if isFollower { deadline = now + Self.heartbeatSeconds }
  }
}
