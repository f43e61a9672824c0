import CReadline
import CommandLine
import Glibc
import Graphics
import Interpreter
import Synchronization

/// Lines from a terminal, with GNU readline's editing, history and completion.
public struct ReadlineInput: LineInput {
  private let history: HistoryFile?

  /// Readline is one for the whole process: the last of these made is the one that completes.
  public init(session: Session, registry: (any DataRegistryCommands)?) {
    mien_use_utf8()
    mien_rl_configure(readCharacter, complete, wordBreaks, OutputStream.standardOutput.isTerminal ? 1 : 0)
    history = HistoryFile.ofThisUser()
    history?.load()
    let sitting = Sitting(session: session, registry: registry)
    completer.withLock { $0 = { line in sitting.complete(line) } }
  }

  public func readLine(prompt: String) -> LineEvent {
    Interruption.clear()
    answers.store(0, ordering: .relaxed)
    // What ran since the last line may offer other names.
    prepared.withLock { $0 = nil }
    // The terminal may have become another size since the last line.
    rl_reset_screen_size()
    mien_rl_prompt_unless_echoing(prompt)
    let line = readline(prompt)
    defer { free(line) }
    // Whatever readline made of the line, Ctrl-C gave it up: even where it stood in a search of the history.
    if Interruption.isRequested, Interruption.termination == nil { return .interrupted }
    return line.map { .line(String(cString: $0)) } ?? .end
  }

  public func remember(_ entry: String) {
    history?.append(entry)
  }

  public func giveBack(_ bytes: [UInt8]) {
    typedAhead.withLock { $0 += bytes }
  }

  public var entries: [String] {
    var entries: [String] = []
    while let entry = mien_history_entry(Int32(entries.count)) { entries.append(String(cString: entry)) }
    return entries
  }

  public func clearScreen() {
    guard OutputStream.standardOutput.isTerminal else { return }
    // To the upper left, then the screen and what was scrolled away: the escape codes of ECMA-48 and xterm.
    let codes = Array("\u{1B}[H\u{1B}[2J\u{1B}[3J".utf8)
    _ = write(STDOUT_FILENO, codes, codes.count)
  }
}

/// Bytes that came while the terminal was asked what it can; global as `completer` is.
private let typedAhead = Mutex<[UInt8]>([])

/// A session is used by the thread that reads lines, and by completion, which readline calls on that same thread.
private struct Sitting: @unchecked Sendable {
  let session: Session
  let registry: (any DataRegistryCommands)?

  func complete(_ line: String) -> Completion {
    Completer(session: session, knownDataSets: { registry?.knownNames ?? [] }).complete(line)
  }
}

/// Global because readline calls back with nothing but the text.
private let completer = Mutex<(@Sendable (String) -> Completion)?>(nil)

/// What Tab offers at the end of a text, found while the person who types it pauses: to check a pipeline takes longer than
/// to list names, and the first time longer still.
private let prepared = Mutex<(line: String, completion: Completion)?>(nil)

/// How long nothing is typed until Tab is prepared for, in milliseconds: longer than between two keys of one word that are
/// sent at once, shorter than it takes to look at what stands there.
private let pause: Int32 = 20

private var typedLine: String { String(decoding: lineBytes(), as: UTF8.self) }

private func completion() -> Completion {
  let typed = typedLine
  if let ready = prepared.withLock({ $0 }), ready.line == typed { return ready.completion }
  return completer.withLock { $0 }?(typed) ?? Completion(start: typed.utf8.count)
}

/// Whether Tab has been prepared for. Inside quotes it never is: a folder may be slow to list, and may change.
private func isPrepared(for line: String) -> Bool {
  prepared.withLock { $0?.line == line } || Completer.isQuoted(atEndOf: line)
}

/// Does nothing but wait where Tab is prepared for.
private func waitForKey() -> Bool {
  let line = typedLine
  guard !isPrepared(for: line) else { return Interruption.wait(forInputOn: STDIN_FILENO) }
  if Interruption.wait(forInputOn: STDIN_FILENO, milliseconds: pause) { return true }
  guard !Interruption.isRequested else { return false }
  let found = completion()
  prepared.withLock { $0 = (line, found) }
  return false
}

/// The bytes before the cursor.
private func lineBytes() -> UnsafeBufferPointer<UInt8> {
  let start = UnsafeRawPointer(mien_rl_line()).map { $0.assumingMemoryBound(to: UInt8.self) }
  return UnsafeBufferPointer(start: start, count: Int(mien_rl_point()))
}

/// A byte of input for readline. Waits where signals can be heard; `read` alone would go on waiting after Ctrl-C.
private func readCharacter(_ stream: UnsafeMutablePointer<FILE>?) -> Int32 {
  while true {
    if Interruption.termination != nil {
      mien_rl_discard_line()
      return EOF
    }
    if Interruption.isRequested { return abandoningByte() }
    if Interruption.takeContinued() { mien_rl_resume() }
    if let byte = typedAhead.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { return Int32(byte) }
    guard waitForKey() else {
      // The window may have changed its size: readline only notes that when asked.
      rl_check_signals()
      continue
    }
    var byte: UInt8 = 0
    let count = read(STDIN_FILENO, &byte, 1)
    if count == 1 { return Int32(byte) }
    if count < 0, errno == EINTR || errno == EAGAIN { continue }
    return EOF
  }
}

/// How many bytes in a row were answered to one Ctrl-C.
private let answers = Atomic<Int>(0)

/// What readline gets to read after Ctrl-C, byte after byte until it gives the line up. A line end does so where a line is
/// being typed; but readline may be in a loop of its own that wants something else: Ctrl-G is an answer to "Display all
/// possibilities?" and ends a search, and a paste lasts until its end marker. Without these, such a loop would go on for
/// ever.
private func abandoningByte() -> Int32 {
  let ways = Array("\n\u{7}\u{1B}[201~\n".utf8)
  let count = answers.wrappingAdd(1, ordering: .relaxed).oldValue
  let byte = ways[count % ways.count]
  if byte == UInt8(ascii: "\n") { mien_rl_abandon_line(count == 0 ? 1 : 0) }
  return Int32(byte)
}

private func complete(
  _ text: UnsafePointer<CChar>?, _ start: Int32, _ end: Int32
) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
  let found = completion()
  let append = found.suffix.utf8.first.map { Int32($0) } ?? 0
  mien_rl_set_completion(append, found.isFileName ? 1 : 0)
  pending.withLock { $0 = found.candidates.reversed() }
  grouped.withLock { $0 = found.groups }
  // Where all are of one kind, as files are, readline lists them itself, and asks first where they are many.
  mien_rl_list_matches_by(found.groups.isEmpty ? nil : list)
  return found.candidates.isEmpty ? nil : rl_completion_matches(text, nextCandidate)
}

/// Readline asks for the candidates one by one.
private let pending = Mutex<[String]>([])

private func nextCandidate(_ text: UnsafePointer<CChar>?, _ state: Int32) -> UnsafeMutablePointer<CChar>? {
  pending.withLock { $0.popLast() }.flatMap { strdup($0) }
}

/// Inside quotes only the quote ends a word, so that paths with blanks can be completed.
private func wordBreaks() -> UnsafeMutablePointer<CChar>? {
  // Readline never frees these; there are two of them.
  Completer.isQuoted(atEndOf: typedLine) ? quotedBreaks.text : plainBreaks.text
}

private struct WordBreaks: @unchecked Sendable {
  let text: UnsafeMutablePointer<CChar>?
}

private let quotedBreaks = WordBreaks(text: strdup("\""))
private let plainBreaks = WordBreaks(text: strdup(" \t\n|{}[](),=\"+*/<>.:"))

/// What the candidates at hand are, for the list of them.
private let grouped = Mutex<[Completion.Group]>([])

/// Lists candidates by what they are.
private func list(_ matches: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?, _ count: Int32, _ longest: Int32) {
  mien_rl_put_list(
    GroupedList(grouped.withLock { $0 }, width: TerminalStyle(for: .standardOutput, color: .never).width).text)
}
