import Basics
import CZeroMQ
import CommandLine
import Glibc
import Interpreter
import Lessons

/// A kernel for notebooks: listens where a connection file says, and answers with a session, until it is told to end.
///
/// One thread owns the sockets and answers what cannot wait: the heartbeat, interrupts, and the wish that it end. Another
/// runs the session, one request after another.
public final class KernelServer {
  private let connection: ConnectionFile
  private let host: Host
  private let signature: MessageSignature
  private let outbox: Outbox
  private let requests = RequestQueue()
  private let publisher: Publisher
  private let context: UnsafeMutableRawPointer
  private let sockets: [ConnectionFile.Channel: MessageSocket]
  private let parentProcess = getppid()
  private var isEnding = false
  private var wasToldToEnd = false

  /// Listens from now on.
  /// - Throws: `KernelError.cannotListen` where a port is taken.
  public init(_ connection: ConnectionFile, host: Host) throws(KernelError) {
    self.connection = connection
    self.host = host
    signature = MessageSignature(key: connection.key)
    outbox = try Outbox()
    publisher = Publisher(outbox: outbox, session: randomName())
    guard let context = zmq_ctx_new() else { throw .cannotListen("a socket", reason: "there is no memory for it") }
    self.context = context
    var sockets: [ConnectionFile.Channel: MessageSocket] = [:]
    for channel in ConnectionFile.Channel.allCases {
      sockets[channel] = try MessageSocket(channel.socket, at: connection.endpoint(channel), in: context)
    }
    self.sockets = sockets
  }

  /// Answers until a client or a signal says that it is over.
  public func run() -> ExitStatus {
    Interruption.install(for: .prompt)
    let (host, publisher, requests) = (host, publisher, requests)
    let worker = WorkerThread {
      let answers = KernelAnswers(
        host: host, publisher: publisher, requests: requests, lessonStore: .ofThisUser())
      while let request = requests.next() { answers.answer(request) }
      answers.end()
      publisher.outbox.put(.end)
    }
    guard worker.start() else { return .failed }
    publisher.state("starting", answering: nil)
    var isOver = false
    while !isOver {
      waitForNews()
      if Interruption.termination != nil || isOrphan { end() }
      for channel in ConnectionFile.Channel.allCases { read(channel) }
      isOver = sendWaiting()
    }
    for socket in sockets.values { socket.close() }
    zmq_ctx_term(context)
    return wasToldToEnd ? .success : Interruption.termination.map(ExitStatus.ended(by:)) ?? .success
  }

  /// Whoever started the kernel is gone, so nobody will end it.
  private var isOrphan: Bool {
    environmentVariable("JPY_PARENT_PID") != nil && getppid() != parentProcess
  }

  /// Comes back when something arrived, when something is to be sent, at a signal, and once a second at least.
  private func waitForNews() {
    var items = ConnectionFile.Channel.allCases.map { channel in
      zmq_pollitem_t(socket: sockets[channel]?.handle, fd: 0, events: Int16(ZMQ_POLLIN), revents: 0)
    }
    items.append(zmq_pollitem_t(socket: nil, fd: outbox.descriptor, events: Int16(ZMQ_POLLIN), revents: 0))
    zmq_poll(&items, Int32(items.count), 1000)
  }

  private func read(_ channel: ConnectionFile.Channel) {
    guard let socket = sockets[channel] else { return }
    while let parts = socket.receive() {
      switch channel {
      case .heartbeat: socket.send(parts)
      case .iopub: welcome(parts)
      case .stdin: break
      case .shell, .control:
        // What is not signed, or no message at all, is from nobody who may ask for anything.
        guard let request = try? KernelMessage(parts: parts, signature: signature) else { continue }
        take(request, from: channel)
      }
    }
  }

  /// A client that begins to listen is told so, and need not guess whether it missed something (JEP 65).
  private func welcome(_ parts: [[UInt8]]) {
    guard let first = parts.first, first.first == 1 else { return }
    let topic = Array(first.dropFirst())
    let message = KernelMessage(
      "iopub_welcome", .object(["subscription": .string(String(decoding: topic, as: UTF8.self))]), answering: nil,
      to: [topic], session: publisher.session)
    outbox.put(.send(message, on: .iopub))
  }

  private func take(_ request: KernelMessage, from channel: ConnectionFile.Channel) {
    switch request.type {
    case "shutdown_request":
      publisher.state("busy", answering: request)
      let content = JSONValue.Member(name: "restart", value: request.content["restart"] ?? .boolean(false))
      publisher.reply(to: request, on: channel, [content])
      publisher.state("idle", answering: request)
      wasToldToEnd = true
      end()
    case "interrupt_request":
      publisher.state("busy", answering: request)
      kill(getpid(), SIGINT)
      publisher.reply(to: request, on: channel, [])
      publisher.state("idle", answering: request)
    case "kernel_info_request" where channel == .control:
      publisher.state("busy", answering: request)
      publisher.reply(to: request, on: channel, KernelDescription.members)
      publisher.state("idle", answering: request)
    default:
      if channel == .shell { requests.add(request) } else { refuse(request, channel) }
    }
  }

  private func refuse(_ request: KernelMessage, _ channel: ConnectionFile.Channel) {
    guard request.type.hasSuffix("_request") else { return }
    publisher.state("busy", answering: request)
    publisher.reply(to: request, on: channel, KernelAnswers.unknown(request), status: "error")
    publisher.state("idle", answering: request)
  }

  /// Stops what runs; the session's thread then ends in order.
  private func end() {
    guard !isEnding else { return }
    isEnding = true
    requests.end()
    Interruption.requestEnd()
  }

  /// - Returns: whether all is said.
  private func sendWaiting() -> Bool {
    for letter in outbox.takeAll() {
      switch letter {
      case .send(let message, let channel): sockets[channel]?.send(message.parts(signature))
      case .end: return true
      }
    }
    return false
  }
}

extension ConnectionFile.Channel {
  fileprivate var socket: MessageSocket.Kind {
    switch self {
    case .shell, .control, .stdin: .router
    case .iopub: .publisher
    case .heartbeat: .reply
    }
  }
}
