import ArgumentParser
import CommandLine

/// `mien weights …`
struct WeightsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weights", _superCommandName: "mien", abstract: "Add, list and remove weights of networks.",
    subcommands: [Add.self, List.self, Remove.self])

  struct Add: HostCommand {
    static let configuration = CommandConfiguration(
      commandName: "add", abstract: "Check a file of ResNet18's weights and copy it under a name.",
      discussion: "safetensors, or what torch.save writes of a state dictionary; nothing in it is executed.")

    @Argument(help: "The name that `resnet18 weights=` knows them by, such as imagenet.") var name: String
    @Argument(help: "The file.", completion: .file()) var path: String
    @OptionGroup(title: "Output") var output: OutputOptions

    func run(with hostEnvironment: HostEnvironment) -> ExitStatus {
      Host(hostEnvironment: hostEnvironment, options: output.options).addWeights(name: name, path: path)
    }
  }

  struct List: HostCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the weights that there are.")

    @OptionGroup(title: "Output") var output: OutputOptions

    func run(with hostEnvironment: HostEnvironment) -> ExitStatus {
      Host(hostEnvironment: hostEnvironment, options: output.options).listWeights()
    }
  }

  struct Remove: HostCommand {
    static let configuration = CommandConfiguration(commandName: "remove", abstract: "Forget weights that were added.")

    @Argument(help: "The name they were added under.") var name: String
    @OptionGroup(title: "Output") var output: OutputOptions

    func run(with hostEnvironment: HostEnvironment) -> ExitStatus {
      Host(hostEnvironment: hostEnvironment, options: output.options).removeWeights(name: name)
    }
  }
}
