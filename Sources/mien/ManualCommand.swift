import ArgumentParser
import Basics
import CommandLine
import Glibc

/// `mien man`
struct ManualCommand: HostCommand {
  static let configuration = CommandConfiguration(
    commandName: "man", _superCommandName: "mien", abstract: "Write the manual page.",
    discussion: """
      mien man | man -l -
      mien man > ~/.local/share/man/man1/mien.1
      """)

  func run(with hostEnvironment: HostEnvironment) -> ExitStatus {
    let host = Host(hostEnvironment: hostEnvironment)
    do throws(MalformedJSON) {
      let description = try JSONValue(parsing: Array(MienCommand._dumpHelp().utf8))
      return host.tell(String(ManualPage(of: description).text(date: today).dropLast()))
    } catch {
      OutputStream.standardError.tell("mien: what the command line says of itself cannot be read: \(error.reason)\n")
      return .failed
    }
  }

  /// As manual pages say it: `November 30, 2026`.
  private var today: String {
    var (seconds, fields) = (time(nil), tm())
    gmtime_r(&seconds, &fields)
    var buffer = [UInt8](repeating: 0, count: 64)
    let count = buffer.withUnsafeMutableBytes {
      strftime($0.bindMemory(to: CChar.self).baseAddress, 64, "%B %e, %Y", &fields)
    }
    return String(decoding: buffer[..<count], as: UTF8.self).replacing("  ", with: " ")
  }
}
