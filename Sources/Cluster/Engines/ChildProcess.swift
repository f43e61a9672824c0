import Basics
import Glibc

/// A program that is started by this one.
struct ChildProcess: Sendable {
  let process: Int32

  /// What a program said, and how it ended.
  struct Answer: Sendable {
    var status: Int32
    var output: String
    var errors: String
  }

  /// Starts a program that goes on whatever becomes of this one: in a session of its own, reading nothing.
  /// - Parameter log: the file that it writes to, added at its end.
  /// - Throws: what the system said.
  static func start(_ arguments: [String], log: String) throws(SystemError) -> ChildProcess {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    return ChildProcess(process: try spawn(arguments, &actions, ownSession: true))
  }

  /// Runs a program to its end.
  /// - Throws: what the system said where there is no such program.
  static func run(_ arguments: [String]) throws(SystemError) -> Answer {
    var (output, errors): ([Int32], [Int32]) = ([-1, -1], [-1, -1])
    guard pipe(&output) == 0 else { throw SystemError() }
    guard pipe(&errors) == 0 else { throw SystemError() }
    for end in output + errors { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output[1], 1)
    posix_spawn_file_actions_adddup2(&actions, errors[1], 2)
    let started = Result { () throws(SystemError) in try spawn(arguments, &actions, ownSession: false) }
    close(output[1])
    close(errors[1])
    let texts = read(output[0], errors[0])
    let process = try started.get()
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    return Answer(status: status >> 8 & 0xFF, output: texts[0], errors: texts[1])
  }

  /// Whether it still runs. Takes note of its end.
  var isRunning: Bool {
    var status: Int32 = 0
    return waitpid(process, &status, WNOHANG) == 0
  }

  func ask(toEndBy signal: Int32) {
    kill(process, signal)
  }

  private static func spawn(
    _ arguments: [String], _ actions: inout posix_spawn_file_actions_t, ownSession: Bool
  ) throws(SystemError) -> Int32 {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // What this process blocks or ignores is its own affair.
    var (all, none) = (sigset_t(), sigset_t())
    sigfillset(&all)
    sigemptyset(&none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setsigmask(&attributes, &none)
    let session = ownSession ? setsidFlag : 0
    posix_spawnattr_setflags(
      &attributes, Int16(Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK) | session))
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process = pid_t()
    let failure = posix_spawnp(&process, arguments.first ?? "", &actions, &attributes, &words, environ)
    guard failure == 0 else { throw SystemError(failure) }
    return process
  }

  /// Both to their ends, so that neither waits for the other.
  private static func read(_ first: Int32, _ second: Int32) -> [String] {
    var waiting = [first, second].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    var bytes: [[UInt8]] = [[], []]
    var block = [UInt8](repeating: 0, count: 1 << 14)
    while waiting.contains(where: { $0.fd >= 0 }), poll(&waiting, 2, -1) >= 0 || errno == EINTR {
      for index in 0..<2 where waiting[index].fd >= 0 && waiting[index].revents != 0 {
        let count = Glibc.read(waiting[index].fd, &block, block.count)
        if count > 0 { bytes[index] += block[..<count] }
        if count == 0 { waiting[index].fd = -1 }
      }
    }
    close(first)
    close(second)
    return bytes.map { String(decoding: $0, as: UTF8.self) }
  }
}

/// POSIX_SPAWN_SETSID of the GNU C library, which hides it from strict POSIX.
private let setsidFlag: Int32 = 0x80
