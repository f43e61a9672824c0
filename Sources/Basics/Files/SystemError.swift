import Glibc

/// What the system said when a call failed.
public struct SystemError: Error, Equatable {
  /// As in `errno.h`.
  public let number: Int32

  public init(_ number: Int32 = errno) {
    self.number = number
  }

  /// In the system's words: "No space left on device".
  public var reason: String { String(cString: strerror(number)) }
}
