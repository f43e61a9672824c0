import ArgumentParser
import CommandLine
import Watch

/// `mien watch study.mien`
struct WatchCommand: HostCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", _superCommandName: "mien",
    abstract: "Show a script with its results as a page that follows the file.",
    discussion: """
      Open the address that is told in a browser, and edit the script in any editor: whenever it is saved, what has changed \
      runs, and what comes of it is shown. `k = 50  #| 10..200` becomes a slider, `"rbf"  #| "rbf", "linear"` a choice; \
      both are written into the file. The page is served to this machine alone.
      """)

  @Argument(help: "The script; or a lesson, by its file or its name.", completion: .file(extensions: ["mien"]))
  var file: String

  @Option(help: ArgumentHelp("Where it is served; one that is free if left out.", valueName: "number"))
  var port: Int?

  @Option(help: ArgumentHelp("Where all randomness comes from.", valueName: "number"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Cores to use; results do not depend on it.", valueName: "number"))
  var threads: Int?

  @Option(help: ArgumentHelp("Memory that the process may take, in GiB.", valueName: "gib"))
  var memory: Double?

  @Flag(help: "A known data set that is not installed is an error, not replaced by a synthetic one.")
  var strictData = false

  func validate() throws {
    if let port, !(1...65535).contains(port) { throw ValidationError("--port must be between 1 and 65535.") }
    if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads must be between 1 and 1024.") }
    if let memory, !(0...1_000_000).contains(memory) { throw ValidationError("--memory must be 0 or more GiB.") }
  }

  func run(with hostEnvironment: HostEnvironment) -> ExitStatus {
    var options = HostOptions()
    (options.seed, options.threads, options.memory, options.isDataStrict) = (seed, threads, memory, strictData)
    return Host(hostEnvironment: hostEnvironment, options: options).watch(file, port: port)
  }
}
