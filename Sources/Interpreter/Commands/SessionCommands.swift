import Diagnostics
import Plans

/// `undo`.
struct UndoCommand: Command {
  static let declaration = Declaration(
    "undo", "Gives the variable bound last the value it had before.", takes: .nothing, gives: .document,
    discussion: """
      Each `undo` goes one binding further back. What was computed stays in the cache, so binding it again costs nothing.
      """,
    searchTerms: ["revert", "back"], examples: [Example("x = 1\nx = 2\nundo\nx", shows: "1")])

  func run(in session: Session, at location: Location) throws -> Payload {
    guard let last = session.undoable.popLast() else { return .lines("undo", ["there is nothing to undo"]) }
    session.scope.variables[last.name] = last.before
    let now = last.before?.value.map { "is \($0.kind.description) again" } ?? "is gone again"
    return .lines("undo", ["\(last.name) \(now)"])
  }
}

/// `time`.
struct TimeCommand: Command {
  static let declaration = Declaration(
    "time", "Shows or hides how long each stage takes.", takes: .nothing, gives: .document,
    discussion: "Timings stand on standard error, a line for each stage; one that came from the cache says so.",
    searchTerms: ["timing", "duration"], examples: [Example("time", shows: "timings")])

  func run(in session: Session, at location: Location) throws -> Payload {
    session.showsTimings.toggle()
    return .lines("time", ["timings are \(session.showsTimings ? "shown" : "hidden")"])
  }
}

/// `save session "x.mien"`.
struct SaveSessionCommand: Command {
  enum What: String, WordParameter {
    case session
    static let placeholder = What.session
  }

  static let declaration = Declaration(
    "save", "Writes what was typed in this session as a script that runs.", takes: .nothing, gives: .document,
    discussion: "To save a value, write `x | save \"file\"`.", searchTerms: ["export", "record"],
    examples: [Example("save session \"x.mien\"", notRunBecause: "it writes a file")])

  @Parameter("what to save: session", positional: true) var what: What
  @Parameter("the script to write", positional: true) var path: PathParameter

  func run(in session: Session, at location: Location) throws -> Payload {
    let lines = session.transcript.filter { !$0.hasPrefix("save session") && $0 != "undo" }
    do throws(UnreadableFile) {
      try session.writeText(path.path, lines.map { $0 + "\n" }.joined())
    } catch {
      throw Diagnostic(
        .unreadableScript, "\"\(path.path)\" could not be written: \(error.reason)", at: .init(location),
        notes: ["nothing was lost: choose another place and save again"])
    }
    return .lines("saved", ["wrote \(lines.count) lines to \(path.path)"])
  }
}
