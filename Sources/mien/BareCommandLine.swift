import CommandLine
import Rendering

/// A command line without any option but `-e`: `mien`, `mien FILE`, `mien -e TEXT …`.
///
/// It is read without the parser, whose declarations of all options take a sixth of the time that starting takes, and most
/// of what is started is one of these. Whatever else stands there, help and mistakes included, is the parser's.
enum BareCommandLine: Equatable {
  case standardInput
  case file(String)
  case lines([String])

  /// nil where the parser has to read it.
  ///
  /// - Parameter arguments: Without the program's name, and without a subcommand's.
  init?(_ arguments: [String]) {
    switch arguments.first {
    case nil: self = .standardInput
    case "-e":
      let texts = stride(from: 1, to: arguments.count, by: 2).map { arguments[$0] }
      let flags = stride(from: 0, to: arguments.count, by: 2).map { arguments[$0] }
      // What begins with a dash is an option to the parser, which misses the text then.
      guard flags.count == texts.count, flags.allSatisfy({ $0 == "-e" }), texts.allSatisfy({ !$0.hasPrefix("-") })
      else { return nil }
      self = .lines(texts)
    case let file?:
      guard arguments.count == 1, !file.hasPrefix("-") else { return nil }
      self = .file(file)
    }
  }

  /// What `MienCommand` does with none of its options said.
  func run(by host: Host) -> ExitStatus {
    switch self {
    case .standardInput: host.runStandardInput(greets: true)
    case .file(let path): host.runFile(path)
    case .lines(let lines): host.runLines(lines)
    }
  }
}
