import ArgumentParser
import CommandLine
import Glibc
import Numerics
import Plans
import ProgramEnvironment
import Prompt
import Rendering

/// A command that needs to know the stages.
protocol HostCommand: ParsableCommand {
  func run(with hostEnvironment: HostEnvironment) -> ExitStatus
}

/// `mien`
struct MienCommand: HostCommand {
  static let configuration = CommandConfiguration(
    commandName: "mien",
    abstract: "A pipeline language for studying how well, and how fairly, machines recognise facial expressions.",
    usage: """
      mien [FILE]
      mien -e TEXT …
      mien check|fmt|explain|verify|convert|watch|lesson|data|weights|kernel|submit|worker|status|cancel|lsp|…
      """,
    discussion: """
      Without a file, `mien` is a prompt; where standard input is no terminal, it runs what stands there. A file that is \
      called like a subcommand is run as ./check.

      Exit status: 0 fine, 1 a stage failed, 2 the script is wrong, 3 an expectation failed, 130 interrupted. Ctrl-C \
      ends a search such as `automl` early with the best it has found, and the script goes on; its status is 130 all the \
      same. A second Ctrl-C ends the script.
      """,
    version: mienVersion,
    subcommands: [
      CheckCommand.self, FormatCommand.self, ExplainCommand.self, VerifyCommand.self, ConvertCommand.self,
      DataCommand.self, WeightsCommand.self, KernelCommand.self, WatchCommand.self,
      LessonCommand.self, LanguageServerCommand.self, CompletionsCommand.self, ManualCommand.self,
      SubmitCommand.self, WorkerCommand.self, StatusCommand.self, CancelCommand.self,
    ])

  @Argument(help: "A script to run; - for standard input.", completion: .file(extensions: ["mien"]))
  var file: String?

  @OptionGroup var running: RunningOptions

  func validate() throws {
    if file != nil, !running.lines.isEmpty { throw ValidationError("Give either a file or -e, not both.") }
    if running.report != nil, file == nil, running.lines.isEmpty {
      throw ValidationError("--report needs a script: mien study.mien --report out.html")
    }
  }

  func run(with hostEnvironment: HostEnvironment) -> ExitStatus {
    let host = Host(hostEnvironment: hostEnvironment, options: running.options)
    if !running.lines.isEmpty { return host.runLines(running.lines) }
    return file.map(host.runFile) ?? host.runStandardInput(greets: !running.quiet)
  }
}

/// How a script, lines or the prompt are run.
struct RunningOptions: ParsableArguments {
  @Option(name: .customShort("e"), help: ArgumentHelp("A line to run; may be given several times.", valueName: "text"))
  var lines: [String] = []

  @OptionGroup(title: "Output") var output: OutputOptions

  @Option(help: ArgumentHelp("Where all randomness comes from.", valueName: "number"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Cores to use; results do not depend on it.", valueName: "number"))
  var threads: Int?

  @Option(
    help: ArgumentHelp(
      "Memory that the process may take, in GiB: results kept in it give way to work.", valueName: "gib"))
  var memory: Double?

  @Option(
    help: ArgumentHelp(
      "Write a report beside what is shown: .html (one page), .md (pictures beside it) or .ipynb.", valueName: "file"),
    completion: .file(extensions: ["html", "md", "ipynb"]))
  var report: String?

  @Flag(help: "A known data set that is not installed is an error, not replaced by a synthetic one.")
  var strictData = false

  @Flag(help: "Tell how long each stage takes.")
  var time = false

  @Flag(name: .shortAndLong, help: "No greeting at the prompt.")
  var quiet = false

  @Flag(help: "Let `!command` at the prompt run commands of the system.")
  var shell = false

  func validate() throws {
    if let report, Report.Form(path: report) == nil {
      throw ValidationError("--report writes .html, .md and .ipynb.")
    }
    if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads must be between 1 and 1024.") }
    if let memory, !(0...1_000_000).contains(memory) { throw ValidationError("--memory must be 0 or more GiB.") }
  }

  var options: HostOptions {
    var options = output.options
    (options.seed, options.threads, options.memory) = (seed, threads, memory)
    (options.isDataStrict, options.showsTimings, options.report) = (strictData, time, report)
    options.allowsShell = shell
    return options
  }
}

/// How things are shown, for every command.
struct OutputOptions: ParsableArguments {
  @Option(help: "text, json (an object a line), csv, markdown or latex (tables).")
  var format: OutputFormat = .text

  @Option(help: "auto, always or never.")
  var color: ColorChoice = .auto

  var options: HostOptions {
    var options = HostOptions()
    (options.format, options.color) = (format, color)
    return options
  }
}

extension OutputFormat: ExpressibleByArgument {}
extension ColorChoice: ExpressibleByArgument {}

/// Ends the process with what a host said.
func endProcess(_ status: ExitStatus) -> Never {
  if ExecutionContext.hasAbandonedWork {
    fflush(nil)
    _exit(status.code)
  }
  Glibc.exit(status.code)
}

extension MienCommand {
  /// The command that the first word names. The parser would take it for the file to run, since `mien` itself has an
  /// argument.
  static func dispatched(_ arguments: ArraySlice<String>) -> (any ParsableCommand.Type, [String]) {
    guard let first = arguments.first, !first.hasPrefix("-") else { return (MienCommand.self, Array(arguments)) }
    let rest = arguments.dropFirst()
    if first == "help" {
      let (command, rest) = dispatched(rest)
      return (command, rest + ["--help"])
    }
    let subcommand = configuration.subcommands.first { $0.configuration.commandName == first }
    return subcommand.map { ($0, Array(rest)) } ?? (MienCommand.self, Array(arguments))
  }
}

extension ParsableCommand {
  /// For help, version and a command line that is wrong: told by the parser, with status 2 instead of its 64.
  static func end(with error: any Error) -> Never {
    switch exitCode(for: error) {
    case .success: endProcess(Host(hostEnvironment: programEnvironment).tell(fullMessage(for: error)))
    case .validationFailure:
      OutputStream.standardError.tell(fullMessage(for: error) + "\n")
      endProcess(.wrong)
    default: exit(withError: error)
    }
  }
}
