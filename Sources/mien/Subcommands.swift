import ArgumentParser
import CommandLine

/// `mien check FILE…`
struct CheckCommand: HostCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", _superCommandName: "mien",
    abstract: "Tell all that is wrong with scripts without running them.")

  @Argument(help: "Scripts; - for standard input.", completion: .file(extensions: ["mien"]))
  var files: [String]

  @OptionGroup(title: "Output") var output: OutputOptions

  @Flag(help: "A known data set that is not installed is an error.")
  var strictData = false

  func run(with hostEnvironment: HostEnvironment) -> ExitStatus {
    var options = output.options
    options.isDataStrict = strictData
    return Host(hostEnvironment: hostEnvironment, options: options).check(files)
  }
}

/// `mien fmt FILE…`
struct FormatCommand: HostCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt", _superCommandName: "mien", abstract: "Write scripts in place as everyone writes them.",
    discussion: "A file is written whole or not at all. `-` goes from standard input to standard output.")

  @Argument(help: "Scripts; - for standard input.", completion: .file(extensions: ["mien"]))
  var files: [String]

  @Flag(help: "Change nothing; exit with 1 where a file is not formatted.")
  var check = false

  @OptionGroup(title: "Output") var output: OutputOptions

  func run(with hostEnvironment: HostEnvironment) -> ExitStatus {
    Host(hostEnvironment: hostEnvironment, options: output.options).format(files, onlyChecks: check)
  }
}

/// `mien verify RUN…`
struct VerifyCommand: HostCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", _superCommandName: "mien",
    abstract: "Run what was scored before again, and say whether it is the same bit for bit.",
    discussion: """
      Nothing is taken from the cache. Exit status: 0 the same, 1 not, 4 not the same where a search by time need not be: \
      such a run can be neither confirmed nor refuted; a search of so many trials can be.
      """)

  @Argument(help: "Runs as `mien -e runs` lists them, or results that `save` wrote.", completion: .file())
  var targets: [String]

  @OptionGroup(title: "Output") var output: OutputOptions

  @Option(help: ArgumentHelp("Cores to use; results do not depend on it.", valueName: "number"))
  var threads: Int?

  func run(with hostEnvironment: HostEnvironment) -> ExitStatus {
    var options = output.options
    options.threads = threads
    return Host(hostEnvironment: hostEnvironment, options: options).verify(targets)
  }
}

/// `mien explain E0104`
struct ExplainCommand: HostCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", _superCommandName: "mien",
    abstract: "Say what an error's code means, or teach the idea behind a stage.")

  @Argument(help: "Codes such as E0104, or names of stages.")
  var topics: [String]

  @OptionGroup(title: "Output") var output: OutputOptions

  func run(with hostEnvironment: HostEnvironment) -> ExitStatus {
    Host(hostEnvironment: hostEnvironment, options: output.options).explain(topics)
  }
}
