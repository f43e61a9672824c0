import ArgumentParser
import CommandLine
import Numerics
import ProgramEnvironment

// Joins the catalogue to a host; no logic.

AddressSpace.restartInLittleMemory()
AddressSpace.endWithWordsWhenMemoryRunsOut()
StandardStreams.occupyClosed()
let (root, arguments) = MienCommand.dispatched(CommandLine.arguments.dropFirst())
if root == MienCommand.self, let bare = BareCommandLine(arguments) {
  endProcess(bare.run(by: Host(hostEnvironment: programEnvironment)))
}
do {
  var command = try root.parseAsRoot(arguments)
  if let command = command as? any HostCommand {
    endProcess(command.run(with: programEnvironment))
  } else {
    try command.run()
  }
} catch {
  root.end(with: error)
}
