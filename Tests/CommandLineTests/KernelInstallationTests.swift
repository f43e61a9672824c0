import Basics
import Interpreter
import TestSupport
import Testing

@testable import CommandLine

@Suite struct KernelInstallationTests {
  /// What JupyterLab reads of an extension leads to a file that is there.
  @Test func theKernelAndItsColoursAreWritten() throws {
    let prefix = try TemporaryFolder()
    let folder = try KernelInstallation(.prefix(prefix.path("venv"))).install(program: "/bin/sh")
    let kernel = try JSONValue(parsing: Array(readTextFile("\(folder)/kernel.json").utf8))
    #expect(kernel["argv"]?.elements?.first == .string("/bin/sh"))
    let colours = prefix.path("venv/share/jupyter/labextensions/\(NotebookHighlighting.name)")
    let package = try JSONValue(parsing: Array(readTextFile("\(colours)/package.json").utf8))
    let script = try #require(package["jupyterlab"]?["_build"]?["load"]?.string)
    #expect(try readTextFile("\(colours)/\(script)").contains("text/x-mien"))
  }

  @Test func aMissingProgramIsTold() throws {
    let prefix = try TemporaryFolder()
    #expect(throws: KernelError.self) {
      try KernelInstallation(.prefix(prefix.path("venv"))).install(program: prefix.path("none"))
    }
  }

  @Test func usersWithoutAHomeAreTold() {
    #expect(throws: KernelError.self) { try KernelInstallation(.user) { _ in nil }.install(program: "/bin/sh") }
  }
}
