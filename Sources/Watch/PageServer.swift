import CommandLine
import Glibc
import Synchronization

/// Serves the page on the loopback interface: one thread, one `poll`, so that a thousand connections cost a thousand
/// entries of a table and no more.
///
/// HTTP servers that could be taken for it bound neither the head of a request, nor the number of connections, nor how long
/// one may say nothing; here every user of the machine can connect, so all three are bounded.
final class PageServer {
  let guardian: RequestGuard
  private let listener: Int32
  private let page: Page
  private let wakeUp: WakeUp
  /// Answers what a page asks to be written into the script.
  private let turnKnob: ([UInt8]) -> HTTPResponse
  /// Answers what a page enters in a lesson.
  private let enterLesson: ([UInt8]) -> HTTPResponse
  private var connections: [PageConnection] = []

  static let connectionLimit = 128
  static let followerLimit = 64

  /// Listens from now on.
  /// - Parameters:
  ///   - port: 0 takes one that is free.
  ///   - enterLesson: is handed the body of a request with what was entered in a lesson.
  ///   - turnKnob: is handed the body of a request that would change the script.
  /// - Throws: `WatchError.cannotListen`.
  init(
    page: Page, port: Int, wakeUp: WakeUp,
    enterLesson: @escaping ([UInt8]) -> HTTPResponse = { _ in .init(refusing: 404) },
    turnKnob: @escaping ([UInt8]) -> HTTPResponse
  ) throws(WatchError) {
    (self.page, self.wakeUp, self.turnKnob, self.enterLesson) = (page, wakeUp, turnKnob, enterLesson)
    let listener = try Self.listening(at: port)
    self.listener = listener
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    _ = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &size) }
    }
    guardian = RequestGuard(port: Int(UInt16(bigEndian: address.sin_port)))
  }

  deinit { close(listener) }

  private static func listening(at port: Int) throws(WatchError) -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    neverWait(descriptor)
    var (on, address): (Int32, sockaddr_in) = (1, sockaddr_in())
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
    let bound = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard descriptor >= 0, bound == 0, listen(descriptor, 128) == 0 else {
      let reason = String(cString: strerror(errno))
      if descriptor >= 0 { close(descriptor) }
      throw .cannotListen(port: port, reason: reason)
    }
    return descriptor
  }

  /// Answers until `isOver`, which is asked ten times a second at least.
  func run(until isOver: () -> Bool) {
    while !isOver() { turn(waitingAtMost: 100) }
    connections = []
  }

  /// Waits for something to happen, and answers it.
  func turn(waitingAtMost milliseconds: Int32) {
    var entries = [
      pollfd(fd: listener, events: Int16(POLLIN), revents: 0),
      pollfd(fd: wakeUp.reader, events: Int16(POLLIN), revents: 0),
    ]
    entries += connections.map { connection in
      pollfd(
        fd: connection.descriptor, events: Int16(connection.hasWaiting ? POLLIN | POLLOUT : POLLIN), revents: 0)
    }
    poll(&entries, nfds_t(entries.count), milliseconds)
    let now = Self.now
    for (entry, connection) in zip(entries.dropFirst(2), connections) where entry.revents != 0 {
      if entry.revents & Int16(POLLOUT) != 0 { connection.write(at: now) }
      if entry.revents & Int16(POLLIN | POLLHUP | POLLERR) != 0 { read(connection, at: now) }
    }
    if entries[1].revents != 0 { wakeUp.drain() }
    tellFollowers(at: now)
    connections.removeAll { $0.isDone || isLate($0, at: now) }
    if entries[0].revents != 0 { accept(at: now) }
  }

  private func accept(at now: Double) {
    while true {
      let descriptor = Glibc.accept(listener, nil, nil)
      guard descriptor >= 0 else {
        // No more files may be opened: somebody has to leave before anybody comes.
        if errno == EMFILE || errno == ENFILE { _ = dismissIdle() }
        return
      }
      neverWait(descriptor)
      // Who says nothing makes room for who comes, so that nobody can keep the page's reader out by sitting there.
      if connections.count >= Self.connectionLimit, !dismissIdle() {
        close(descriptor)
        continue
      }
      connections.append(PageConnection(descriptor, at: now))
    }
  }

  /// - Returns: whether there was one.
  private func dismissIdle() -> Bool {
    guard let idle = connections.firstIndex(where: { !$0.isAnswered }) else { return false }
    connections.remove(at: idle)
    return true
  }

  private func read(_ connection: PageConnection, at now: Double) {
    connection.read()
    guard !connection.isAnswered, !connection.isBroken else { return }
    switch HTTPRequest.reading(connection.received) {
    case .unfinished: break
    case .refused(let status): connection.answer(HTTPResponse(refusing: status), at: now)
    case .request(let request):
      switch guardian.verdict(on: request) {
      case .refused(let status): connection.answer(HTTPResponse(refusing: status), at: now)
      case .admitted(let path): answer(request, path, on: connection, at: now)
      }
    }
  }

  private func answer(_ request: HTTPRequest, _ path: String, on connection: PageConnection, at now: Double) {
    switch (request.method, path) {
    case ("GET", "events"):
      guard connections.count(where: \.isFollower) < Self.followerLimit else {
        return connection.answer(HTTPResponse(refusing: 503), at: now)
      }
      connection.beginToFollow(at: now)
    case ("POST", "knob"): connection.answer(turnKnob(request.body), at: now)
    case ("POST", "lesson"): connection.answer(enterLesson(request.body), at: now)
    case ("GET", _): connection.answer(PageFiles.response(to: path) ?? HTTPResponse(refusing: 404), at: now)
    default: connection.answer(HTTPResponse(refusing: 405), at: now)
    }
  }

  /// Tells everybody who follows what has changed since they were told last. Who has not taken that yet waits.
  private func tellFollowers(at now: Double) {
    var news: [Int: (text: String, revision: Int)] = [:]
    let current = page.revision
    for connection in connections where !connection.hasWaiting && !connection.isBroken {
      guard let seen = connection.revision else { continue }
      if seen < current {
        let told = news[seen] ?? page.news(since: seen)
        news[seen] = told
        connection.revision = told.revision
        connection.send(Array("data: \(told.text)\n\n".utf8), at: now)
      } else if now > connection.deadline {
        connection.send(Array(": still here\n\n".utf8), at: now)
      }
    }
  }

  private func isLate(_ connection: PageConnection, at now: Double) -> Bool {
    now > connection.deadline && (!connection.isFollower || connection.hasWaiting)
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

/// Wakes the server from other threads: a pipe whose end it polls.
final class WakeUp: Sendable {
  let reader: Int32
  private let writer: Int32
  private let isPending = Atomic<Bool>(false)

  /// Nil where the process may open no more files.
  init?() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { neverWait(end) }
    (reader, writer) = (ends[0], ends[1])
  }

  deinit {
    close(reader)
    close(writer)
  }

  func wake() {
    guard !isPending.exchange(true, ordering: .acquiringAndReleasing) else { return }
    var byte: UInt8 = 0
    _ = write(writer, &byte, 1)
  }

  func drain() {
    isPending.store(false, ordering: .releasing)
    var bytes = [UInt8](repeating: 0, count: 64)
    _ = read(reader, &bytes, bytes.count)
  }
}

/// Makes calls on a descriptor come back at once, and keeps it from programs that are started.
private func neverWait(_ descriptor: Int32) {
  _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
  _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
}
