import Basics
import CommandLine
import Glibc

/// `mien lsp`: answers an editor in the Language Server Protocol (3.17) over two descriptors.
///
/// One thread reads, so that a request can be withdrawn while another is being answered; this one answers, one message after
/// another. Nothing but the protocol's messages goes to `output`.
public struct LanguageServer: Sendable {
  private let host: Host
  private let input: Int32
  private let output: Int32
  private let enterFolder: @Sendable (String) -> Void

  /// - Parameter enterFolder: makes the folder that is open in the editor the one that paths in scripts begin at; the
  ///   working folder of the process if nothing is said.
  public init(
    host: Host, input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO,
    enterFolder: @escaping @Sendable (String) -> Void = { _ = chdir($0) }
  ) {
    (self.host, self.input, self.output, self.enterFolder) = (host, input, output, enterFolder)
  }

  /// Answers until the client says that it is over, or is gone.
  /// - Returns: success where the client had asked to shut down before, as the protocol wants it.
  public func run() -> ExitStatus {
    signal(SIGPIPE, SIG_IGN)
    let inbox = Inbox()
    let input = input
    guard WorkerThread({ Self.read(input, into: inbox) }).start() else { return .failed }
    let writer = MessageWriter(descriptor: output)
    var isClientThere = true
    let answers = LanguageAnswers(host: host, enterFolder: enterFolder) { message in
      isClientThere = writer.send(message) && isClientThere
    }
    while isClientThere {
      switch inbox.next(until: answers.deadline) {
      case .letter(.message(.notification("exit", _))): return answers.wasShutDown ? .success : .failed
      case .letter(let letter): answers.answer(letter)
      case .quiet: break
      case .ended: return .failed
      }
      answers.checkRested()
    }
    return .failed
  }

  /// Until the stream ends, or cannot be understood any more.
  private static func read(_ descriptor: Int32, into inbox: Inbox) {
    defer { inbox.end() }
    var reader = MessageReader()
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR || errno == EAGAIN {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        poll(&waiting, 1, 1000)
        continue
      }
      guard count > 0 else { return }
      do throws(BrokenFraming) {
        for piece in try reader.take(buffer[..<count]) { inbox.add(letter(piece)) }
      } catch {
        return inbox.add(.unreadable(ResponseError(.parseError, error.reason)))
      }
    }
  }

  private static func letter(_ piece: MessageReader.Piece) -> Inbox.Letter {
    switch piece {
    case .message(let bytes):
      do throws(ResponseError) { return .message(try ClientMessage(parsing: bytes)) } catch {
        return .unreadable(error)
      }
    case .tooLong(let length):
      return .unreadable(
        ResponseError(.invalidRequest, "a message of \(length) bytes: no more than \(MessageReader.longestMessage)"))
    }
  }
}
