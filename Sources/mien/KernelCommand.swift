import ArgumentParser
import Basics
import CommandLine
import Glibc

/// `mien kernel install`
struct KernelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernel", _superCommandName: "mien", abstract: "Use Mien in Jupyter's notebooks.",
    subcommands: [Install.self, Run.self], defaultSubcommand: Run.self)

  struct Install: HostCommand {
    static let configuration = CommandConfiguration(
      commandName: "install", abstract: "Make Mien known to Jupyter, for you alone unless --prefix says otherwise.")

    @Flag(help: "For you alone, in Jupyter's own folder; this is so if nothing is said.") var user = false
    @Option(help: ArgumentHelp("Below this folder, such as a virtual environment.", valueName: "folder"))
    var prefix: String?
    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
      if user, prefix != nil { throw ValidationError("Give either --user or --prefix, not both.") }
    }

    func run(with hostEnvironment: HostEnvironment) -> ExitStatus {
      Host(hostEnvironment: hostEnvironment, options: output.options)
        .installKernel(prefix.map { .prefix($0) } ?? .user, program: kernelProgram)
    }
  }

  struct Run: HostCommand {
    static let configuration = CommandConfiguration(
      commandName: "run", abstract: "Answer a notebook; Jupyter does this by itself.")

    @Option(help: "What Jupyter says of the sockets.", completion: .file(extensions: ["json"]))
    var connectionFile: String

    func run(with hostEnvironment: HostEnvironment) -> ExitStatus {
      let words = [kernelProgram, "--connection-file", connectionFile]
      let arguments = words.map { strdup($0) } + [nil]
      execv(kernelProgram, arguments)
      return Host(hostEnvironment: hostEnvironment).report(.noKernelProgram(expected: kernelProgram))
    }
  }
}

/// The kernel's program, which is built beside this one.
private var kernelProgram: String {
  var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
  let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
  let own = String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  return (own.lastIndex(of: "/").map { String(own[...$0]) } ?? "") + "mien-kernel"
}
