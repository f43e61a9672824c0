import Basics
import Glibc

/// Where text is written to; says when it cannot be written, which `print` does not.
public struct OutputStream: Sendable {
  public static let standardOutput = OutputStream(descriptor: STDOUT_FILENO)
  public static let standardError = OutputStream(descriptor: STDERR_FILENO)

  public let descriptor: Int32

  public init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  public var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Writes all of it, at once and unbuffered, without anything that a terminal would obey but the program's own styles.
  public func write(_ text: String) throws(OutputFailure) {
    try writeAsItIs(printable(text, keepsStyles: true))
  }

  /// Writes what programs read. Into a file or a pipe names keep the marks of their direction; a terminal gets the same as by
  /// `write`.
  public func writeData(_ text: String) throws(OutputFailure) {
    if isTerminal { try write(text) } else { try writeAsItIs(ControlCharacters.replaced(in: text)) }
  }

  /// Writes codes that a terminal obeys. Only what this program has made of numbers, and no text of anybody else's, may come
  /// here: pictures, and questions to the terminal.
  func writeAsItIs(_ codes: String) throws(OutputFailure) {
    var text = codes
    let failure: OutputFailure? = text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while let start = rest.baseAddress, !rest.isEmpty {
        let written = Glibc.write(descriptor, start, rest.count)
        if written >= 0 {
          rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        } else if errno == EAGAIN {
          var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          poll(&waiting, 1, 1000)
        } else if errno != EINTR {
          return errno == EPIPE ? .readerLeft : .failed(reason: String(cString: strerror(errno)))
        }
      }
      return nil
    }
    if let failure { throw failure }
  }

  /// Writes what may be lost: notes and progress.
  public func tell(_ text: String) {
    try? write(text)
  }
}

/// Why output could not be written.
public enum OutputFailure: Error, Equatable {
  /// Whoever read it has gone, as `head` does: nothing to complain about.
  case readerLeft
  /// In the system's words: a full disk, a closed descriptor.
  case failed(reason: String)
}
