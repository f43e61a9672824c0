import Glibc
import Synchronization

/// What the signal handlers have seen. Global because a signal handler can be handed nothing; only atomics, because
/// nothing else may be touched there.
private let interruptions = Atomic<Int>(0)
private let terminationSignal = Atomic<Int32>(0)
private let wasContinued = Atomic<Bool>(false)
private let endsAtSecond = Atomic<Bool>(false)
private let wasAnswered = Atomic<Bool>(false)
/// The two ends of a pipe that the handlers write to, so that a `poll` that was about to wait comes back.
private let wakeUpReader = Atomic<Int32>(-1)
private let wakeUpWriter = Atomic<Int32>(-1)

/// Ctrl-C and the wish of the system that the process end, as flags that work in progress looks at.
public enum Interruption {
  /// Who is interrupted decides what a second Ctrl-C does.
  public enum Host: Sendable {
    /// A second one ends the process at once, for a stage that does not listen.
    case script
    /// The prompt is never left by Ctrl-C; SIGTERM and SIGHUP leave it, in order the first time.
    case prompt
  }

  /// Takes over the signals of the process.
  public static func install(for host: Host) {
    openWakeUpPipe()
    _ = (interruptions.load(ordering: .relaxed), terminationSignal.load(ordering: .relaxed))
    wasContinued.store(false, ordering: .relaxed)
    wasAnswered.store(false, ordering: .relaxed)
    endsAtSecond.store(host == .script, ordering: .relaxed)
    handle(SIGINT) { _ in
      let before = interruptions.wrappingAdd(1, ordering: .relaxed).oldValue
      if before > 0, endsAtSecond.load(ordering: .relaxed) { _exit(130) }
      wake()
    }
    // Writing to a pipe that nobody reads is told by the write itself.
    signal(SIGPIPE, SIG_IGN)
    guard host == .prompt else { return }
    for signal in [SIGTERM, SIGHUP] {
      handle(signal, flags: UInt32(SA_RESETHAND)) { number in
        terminationSignal.store(number, ordering: .relaxed)
        wake()
      }
    }
    handle(SIGCONT) { _ in
      wasContinued.store(true, ordering: .relaxed)
      wake()
    }
  }

  /// Whether work should stop; cheap, from any thread.
  public static var isRequested: Bool {
    interruptions.load(ordering: .relaxed) > 0 || terminationSignal.load(ordering: .relaxed) != 0
  }

  /// Whether work that was asked to stop ended early with what it had, and what came after it went on.
  public static var cutWorkShort: Bool { wasAnswered.load(ordering: .relaxed) }

  /// For work that ends early with what it has.
  public static func answer() {
    wasAnswered.store(true, ordering: .relaxed)
    clear()
  }

  /// Before new work.
  public static func clear() {
    interruptions.store(0, ordering: .relaxed)
  }

  /// Asks all work to stop for good, as SIGTERM does: for a host that was told by other ways that it is over.
  public static func requestEnd() {
    terminationSignal.store(SIGTERM, ordering: .relaxed)
  }

  /// The signal that asked the process to end.
  public static var termination: Int32? {
    let signal = terminationSignal.load(ordering: .relaxed)
    return signal == 0 ? nil : signal
  }

  /// Whether the process was stopped and went on since the last call.
  public static func takeContinued() -> Bool {
    wasContinued.exchange(false, ordering: .relaxed)
  }

  /// Waits until `descriptor` can be read or a signal has come, or until so many milliseconds have passed.
  public static func wait(forInputOn descriptor: Int32, milliseconds: Int32? = nil) -> Bool {
    var waiting = [
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: wakeUpReader.load(ordering: .relaxed), events: Int16(POLLIN), revents: 0),
    ]
    guard poll(&waiting, 2, milliseconds ?? -1) > 0 else { return false }
    if waiting[1].revents != 0 {
      var bytes = [UInt8](repeating: 0, count: 64)
      _ = read(waiting[1].fd, &bytes, bytes.count)
    }
    return waiting[0].revents != 0
  }

  private static func openWakeUpPipe() {
    guard wakeUpReader.load(ordering: .relaxed) < 0 else { return }
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return }
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    wakeUpReader.store(ends[0], ordering: .relaxed)
    wakeUpWriter.store(ends[1], ordering: .relaxed)
  }

  /// Reads and writes that a signal meets go on afterwards (SA_RESTART), so that no engine needs to expect it; `poll`
  /// comes back all the same.
  private static func handle(_ signal: Int32, flags: UInt32 = 0, _ handler: @escaping @convention(c) (Int32) -> Void) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = handler
    action.sa_flags = SA_RESTART | Int32(bitPattern: flags)
    sigaction(signal, &action, nil)
    // Whoever started this process may have kept the signal from its threads, as a worker of Dispatch does.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, signal)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }
}

private func wake() {
  let saved = errno
  var byte: UInt8 = 0
  _ = write(wakeUpWriter.load(ordering: .relaxed), &byte, 1)
  errno = saved
}
