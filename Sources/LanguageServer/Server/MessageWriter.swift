import Basics
import Glibc

/// Sends messages whole, each with its header. Not by `OutputStream`, which shows control characters as pictures: what an
/// editor gets must be the very text.
struct MessageWriter {
  let descriptor: Int32

  /// - Returns: false where nobody reads any more.
  func send(_ message: JSONValue) -> Bool {
    let body = Array(message.text.utf8)
    let bytes = Array("Content-Length: \(body.count)\r\n\r\n".utf8) + body
    return bytes.withUnsafeBytes { write($0) }
  }

  private func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if written >= 0 {
        rest = rest.dropFirst(written)
      } else if errno == EAGAIN {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&waiting, 1, 1000)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }
}
