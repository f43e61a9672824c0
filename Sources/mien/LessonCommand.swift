import ArgumentParser
import CommandLine
import Prompt

/// `mien lesson leakage`
struct LessonCommand: HostCommand {
  static let configuration = CommandConfiguration(
    commandName: "lesson", _superCommandName: "mien",
    abstract: "Play a lesson at the prompt, or list them.",
    discussion: "`mien watch leakage` plays it on a page. In a script, `lesson` tells of it.")

  @Argument(
    help: "A lesson by its name, its number or its file; all are listed without.",
    completion: .file(extensions: ["mien"]))
  var lesson: String?

  @OptionGroup(title: "Output") var output: OutputOptions

  @Option(help: ArgumentHelp("Cores to use; results do not depend on it.", valueName: "number"))
  var threads: Int?

  func validate() throws {
    if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads must be between 1 and 1024.") }
  }

  func run(with hostEnvironment: HostEnvironment) -> ExitStatus {
    var options = output.options
    options.threads = threads
    return Host(hostEnvironment: hostEnvironment, options: options).playLesson(lesson)
  }
}
