import Glibc

/// Asks a terminal which pictures it takes: never by its name, which says what somebody once knew of it.
struct TerminalQuestions {
  /// Can be read and written.
  let descriptor: Int32
  /// Of the time that all answers together may take.
  let milliseconds: Int

  /// A pixel for Kitty's protocol, the size of a cell, the background, and what every terminal answers, in one write: where
  /// only the last is answered, the others are not known.
  static let first =
    "\u{1B}_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\\u{1B}[16t\u{1B}]11;?\u{1B}\\\u{1B}[c"
  /// Only of a terminal that has answered, and has not Kitty's.
  static let second = "\u{1B}]1337;ReportCellSize\u{1B}\\\u{1B}[c"

  /// - Returns: nil where it could not be asked: somebody is typing, or it belongs to another program at the moment.
  func answers() -> TerminalAnswers? {
    guard fcntl(descriptor, F_GETFL) & O_ACCMODE == O_RDWR else { return nil }
    // A program in the background would be stopped for reading; where the terminal is not ours to command, it tells -1.
    let foreground = tcgetpgrp(descriptor)
    guard foreground == -1 || foreground == getpgrp() else { return nil }
    var before = termios()
    guard tcgetattr(descriptor, &before) == 0 else { return nil }
    var raw = before
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
    guard tcsetattr(descriptor, TCSANOW, &raw) == 0 else { return nil }
    defer { tcsetattr(descriptor, TCSANOW, &before) }
    // Answers would come behind what is typed already, and that is for somebody else.
    guard !isReadable(within: 0) else { return nil }
    let deadline = ContinuousClock.now + .milliseconds(milliseconds)
    var answers = TerminalAnswers()
    ask(Self.first, until: deadline, &answers)
    guard answers.isComplete, !answers.takesKitty else { return answers }
    answers.isComplete = false
    ask(Self.second, until: deadline, &answers)
    return answers
  }

  private func ask(_ question: String, until deadline: ContinuousClock.Instant, _ answers: inout TerminalAnswers) {
    do throws(OutputFailure) { try OutputStream(descriptor: descriptor).writeAsItIs(question) } catch { return }
    var pending: [UInt8] = []
    while !answers.isComplete {
      let left = ContinuousClock.now.duration(to: deadline)
      let wait = Int32(left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000)
      guard wait > 0, isReadable(within: wait) else { break }
      var bytes = [UInt8](repeating: 0, count: 1024)
      let count = read(descriptor, &bytes, bytes.count)
      guard count > 0 else { break }
      pending = answers.add(pending + bytes[..<count])
    }
    answers.rest += pending
  }

  private func isReadable(within milliseconds: Int32) -> Bool {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&waiting, 1, milliseconds) > 0 && waiting.revents & Int16(POLLIN) != 0
  }
}
