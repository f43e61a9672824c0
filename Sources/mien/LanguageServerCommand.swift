import ArgumentParser
import CommandLine
import LanguageServer

/// `mien lsp`
struct LanguageServerCommand: HostCommand {
  static let configuration = CommandConfiguration(
    commandName: "lsp", _superCommandName: "mien",
    abstract: "Answer an editor: problems, completion, help and formatting while a script is written.",
    discussion: "An editor starts this and speaks the Language Server Protocol with it over standard input and output.")

  @Flag(help: "Over standard input and output; there is no other way, and editors like to say so.") var stdio = false

  @Flag(help: "A known data set that is not installed is an error.")
  var strictData = false

  func run(with hostEnvironment: HostEnvironment) -> ExitStatus {
    var options = HostOptions()
    options.isDataStrict = strictData
    return LanguageServer(host: Host(hostEnvironment: hostEnvironment, options: options)).run()
  }
}
