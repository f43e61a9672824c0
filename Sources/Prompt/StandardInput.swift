import CommandLine
import Lessons

extension Host {
  /// Runs what standard input gives: line by line with a person, as one script otherwise.
  public func runStandardInput(greets: Bool) -> ExitStatus {
    guard OutputStream(descriptor: 0).isTerminal else { return runFile(Self.standardInput) }
    Interruption.install(for: .prompt)
    let session = session()
    session.showsTimings = true
    defer { session.store?.flush() }
    return Prompt(
      session: session, options: options, lines: ReadlineInput(session: session, registry: hostEnvironment.registry),
      lessonStore: .ofThisUser(), output: output, errors: errors, screen: screen
    ).run(greets: greets)
  }
}
