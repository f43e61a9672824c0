import ArgumentParser
import CommandLine
import Glibc
import Kernel
import Numerics
import ProgramEnvironment

// Joins the kernel to the catalogue; no logic.

AddressSpace.restartInLittleMemory()
AddressSpace.endWithWordsWhenMemoryRunsOut()
StandardStreams.occupyClosed()
KernelCommand.main()

/// `mien-kernel --connection-file FILE`
struct KernelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mien-kernel",
    abstract: "Answer a notebook. Jupyter starts it; `mien kernel install` tells Jupyter how.")

  @Option(help: "What Jupyter says of the sockets.", completion: .file(extensions: ["json"]))
  var connectionFile: String

  @Option(help: ArgumentHelp("Where all randomness comes from.", valueName: "number"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Cores to use; results do not depend on it.", valueName: "number"))
  var threads: Int?

  @Flag(help: "A known data set that is not installed is an error, not replaced by a synthetic one.")
  var strictData = false

  func run() throws {
    var options = HostOptions()
    (options.seed, options.threads, options.isDataStrict) = (seed, threads, strictData)
    let host = Host(hostEnvironment: programEnvironment, options: options)
    let status: ExitStatus
    do throws(KernelError) {
      status = try KernelServer(ConnectionFile(path: connectionFile), host: host).run()
    } catch { status = host.report(error) }
    if ExecutionContext.hasAbandonedWork { _exit(status.code) }
    Glibc.exit(status.code)
  }
}
