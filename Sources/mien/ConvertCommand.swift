import ArgumentParser
import CommandLine

/// `mien convert study.mien`, `mien convert study.ipynb`
struct ConvertCommand: HostCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", _superCommandName: "mien",
    abstract: "Make a notebook of a script, or a script of a notebook.",
    discussion: """
      Cells of a script begin with `# %%`, text with `# %% [markdown]`. The way back loses nothing: what a script cannot \
      say of a notebook stands in its last cell. `mien study.mien --report study.ipynb` makes one with its outputs.
      """)

  @Argument(help: "A script, or a notebook (.ipynb).", completion: .file(extensions: ["mien", "ipynb"]))
  var file: String

  @Argument(help: "What is written; the same name with the other ending if left out.", completion: .file())
  var target: String?

  @Flag(help: "Keep the outputs of a notebook in the script, for the way back.")
  var outputs = false

  @Flag(help: "Replace a file that is there.")
  var overwrite = false

  @OptionGroup(title: "Output") var output: OutputOptions

  func run(with hostEnvironment: HostEnvironment) -> ExitStatus {
    Host(hostEnvironment: hostEnvironment, options: output.options)
      .convert(file, to: target, keepsOutputs: outputs, overwrites: overwrite)
  }
}
