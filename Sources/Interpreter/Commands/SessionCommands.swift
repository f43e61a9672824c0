import Diagnostics
import Plans

/// `undo`.
struct UndoCommand: Command {
  static let declaration = Declaration(
    "undo", "Gives the variable or `def` bound last what it was before.", takes: .nothing, gives: .document,
    discussion: """
      Each `undo` goes one binding further back. What was computed stays in the cache, so binding it again costs nothing.
      """,
    searchTerms: ["revert", "back"], examples: [Example("x = 1\nx = 2\nundo\nx", shows: "1")])

  func run(in session: Session, at location: Location) throws -> any Payload {
    switch session.undoable.popLast() {
    case .variable(let name, let before, let line)?:
      session.scope.variables[name] = before
      let plan = before?.value?.programText ?? ""
      session.forget(
        line: line, of: name, before: plan.isEmpty ? session.earlier("\(name) = ", line) : "\(name) = \(plan)")
      return Document.lines(
        "undo", ["\(name) \(before?.value.map { "is \($0.kind.description) again" } ?? "is gone again")"])
    case .definition(let name, let before, let line)?:
      session.scope.definitions[name] = before
      session.forget(line: line, of: name, before: session.earlier("def \(name)", line))
      return Document.lines("undo", ["the stage \(name) is \(before == nil ? "gone" : "what it was") again"])
    case nil:
      return Document.lines("undo", ["there is nothing to undo"])
    }
  }
}

/// `time`.
struct TimeCommand: Command {
  static let declaration = Declaration(
    "time", "Shows or hides how long each stage takes.", takes: .nothing, gives: .document,
    discussion: "Timings stand on standard error, a line for each stage; one that came from the cache says so.",
    searchTerms: ["timing", "duration"], examples: [Example("time", shows: "timings")])

  func run(in session: Session, at location: Location) throws -> any Payload {
    session.showsTimings.toggle()
    return Document.lines("time", ["timings are \(session.showsTimings ? "shown" : "hidden")"])
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
    discussion: """
      To save a value, write `x | save "file"`. Questions and other commands are left out, and so is what `undo` took back.
      """, searchTerms: ["export", "record"],
    examples: [Example("save session \"x.mien\"", notRunBecause: "it writes a file")])

  @Parameter("what to save: session", positional: true) var what: What
  @Parameter("the script to write", positional: true) var path: PathParameter

  func run(in session: Session, at location: Location) throws -> any Payload {
    let lines = session.transcript
    do throws(UnreadableFile) {
      try session.writeText(path.path, lines.map { $0 + "\n" }.joined())
    } catch {
      throw Diagnostic(
        .unreadableScript, "\"\(path.path)\" could not be written: \(error.reason)", at: .init(location),
        notes: ["nothing was lost: choose another place and save again"])
    }
    return Document.lines("saved", ["wrote \(lines.count) lines to \(path.path)"])
  }
}
