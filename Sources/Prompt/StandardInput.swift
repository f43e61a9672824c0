import CommandLine
import Lessons

extension Host {
  /// Runs what standard input gives: line by line with a person, as one script otherwise.
  public func runStandardInput(greets: Bool) -> ExitStatus {
    guard Self.isAtTerminal else { return runFile(Self.standardInput) }
    return sit(greets: greets)
  }

  /// Plays a lesson with a person, and is a prompt afterwards; tells of it where standard input is no terminal, and lists
  /// all lessons where none is named.
  ///
  /// - Parameter name: A lesson's name or number, or the path of its file; one that is not known is said to be.
  public func playLesson(_ name: String?) -> ExitStatus {
    let entry = name.map { "lesson \"\($0)\"" } ?? "lesson"
    guard Self.isAtTerminal, let name, LessonLibrary.lesson(name) != nil else { return runLines([entry]) }
    return sit(greets: false, opening: entry)
  }

  private static var isAtTerminal: Bool { OutputStream(descriptor: 0).isTerminal }

  private func sit(greets: Bool, opening: String? = nil) -> ExitStatus {
    Interruption.install(for: .prompt)
    let session = session()
    session.showsTimings = true
    defer { session.store?.flush() }
    return Prompt(
      session: session, options: options, lines: ReadlineInput(session: session, registry: hostEnvironment.registry),
      lessonStore: .ofThisUser(), output: output, errors: errors, screen: screen
    ).run(greets: greets, opening: opening)
  }
}
