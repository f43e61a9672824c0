import ArgumentParser
import CommandLine

/// `mien data …`
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", _superCommandName: "mien", abstract: "Install, list and remove data sets.",
    subcommands: [Add.self, List.self, Remove.self])

  struct Add: HostCommand {
    static let configuration = CommandConfiguration(commandName: "add", abstract: "Install a data set under its name.")

    @Argument(help: "The name that `load` knows it by, such as ck48.") var name: String
    @Argument(help: "The archive, folder or file.", completion: .file()) var path: String
    @OptionGroup(title: "Output") var output: OutputOptions

    func run(with hostEnvironment: HostEnvironment) -> ExitStatus {
      Host(hostEnvironment: hostEnvironment, options: output.options).addData(name: name, path: path)
    }
  }

  struct List: HostCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the data sets that are known and installed.")

    @OptionGroup(title: "Output") var output: OutputOptions

    func run(with hostEnvironment: HostEnvironment) -> ExitStatus {
      Host(hostEnvironment: hostEnvironment, options: output.options).listData()
    }
  }

  struct Remove: HostCommand {
    static let configuration = CommandConfiguration(commandName: "remove", abstract: "Remove an installed data set.")

    @Argument(help: "The name it was installed under.") var name: String
    @OptionGroup(title: "Output") var output: OutputOptions

    func run(with hostEnvironment: HostEnvironment) -> ExitStatus {
      Host(hostEnvironment: hostEnvironment, options: output.options).removeData(name: name)
    }
  }
}
