import CZeroMQ
import CommandLine
import Glibc

/// A socket of ZeroMQ's, bound to an address. It belongs to one thread, as ZeroMQ asks.
final class MessageSocket {
  let handle: UnsafeMutableRawPointer

  enum Kind {
    /// Requests of many clients, each answered by its identity.
    case router
    /// What all clients see. It also hears who listens (XPUB).
    case publisher
    /// Gives back what it gets.
    case reply

    fileprivate var number: Int32 {
      switch self {
      case .router: ZMQ_ROUTER
      case .publisher: ZMQ_XPUB
      case .reply: ZMQ_REP
      }
    }
  }

  /// No message is larger than this: a text of a notebook is far below it.
  private static let greatestMessage: Int64 = 256 << 20

  /// - Throws: `KernelError.cannotListen` where the address is taken or wrong.
  init(_ kind: Kind, at endpoint: String, in context: UnsafeMutableRawPointer) throws(KernelError) {
    guard let handle = zmq_socket(context, kind.number) else {
      throw .cannotListen(endpoint, reason: Self.lastReason)
    }
    self.handle = handle
    // Nothing is dropped for a client that reads slowly, and the last words are still sent when the kernel ends.
    for (option, value) in [(ZMQ_SNDHWM, Int32(0)), (ZMQ_RCVHWM, 0), (ZMQ_LINGER, 1000)] {
      var value = value
      zmq_setsockopt(handle, option, &value, MemoryLayout<Int32>.size)
    }
    var greatest = Self.greatestMessage
    zmq_setsockopt(handle, ZMQ_MAXMSGSIZE, &greatest, MemoryLayout<Int64>.size)
    if kind == .router {
      var one: Int32 = 1
      zmq_setsockopt(handle, ZMQ_ROUTER_HANDOVER, &one, MemoryLayout<Int32>.size)
    }
    guard zmq_bind(handle, endpoint) == 0 else { throw .cannotListen(endpoint, reason: Self.lastReason) }
  }

  func close() {
    zmq_close(handle)
  }

  /// The parts of the next message; nil where none waits.
  func receive() -> [[UInt8]]? {
    var parts: [[UInt8]] = []
    var isMore = true
    while isMore {
      var message = zmq_msg_t()
      zmq_msg_init(&message)
      defer { zmq_msg_close(&message) }
      var result = zmq_msg_recv(&message, handle, parts.isEmpty ? ZMQ_DONTWAIT : 0)
      while result < 0, errno == EINTR { result = zmq_msg_recv(&message, handle, parts.isEmpty ? ZMQ_DONTWAIT : 0) }
      guard result >= 0 else { return nil }
      let count = zmq_msg_size(&message)
      parts.append(zmq_msg_data(&message).map { Array(UnsafeRawBufferPointer(start: $0, count: count)) } ?? [])
      isMore = zmq_msg_more(&message) != 0
    }
    return parts
  }

  /// Sends all parts as one message; lost where the client is gone.
  func send(_ parts: [[UInt8]]) {
    for (index, part) in parts.enumerated() {
      let flags = index < parts.count - 1 ? ZMQ_SNDMORE : 0
      while zmq_send(handle, part, part.count, flags) < 0, errno == EINTR {}
    }
  }

  private static var lastReason: String { String(cString: zmq_strerror(zmq_errno())) }
}
