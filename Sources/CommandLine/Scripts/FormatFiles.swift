import Diagnostics
import Interpreter
import Syntax

extension Host {
  /// Writes scripts as everyone writes them, each file whole or not at all; `-` goes from standard input to standard
  /// output.
  /// - Parameter onlyChecks: changes nothing, and fails with status 1 where a file would change.
  public func format(_ paths: [String], onlyChecks: Bool) -> ExitStatus {
    var worst = ExitStatus.success
    for path in paths {
      let status = format(path, onlyChecks: onlyChecks)
      if status.code > worst.code { worst = status }
    }
    return worst
  }

  private func format(_ path: String, onlyChecks: Bool) -> ExitStatus {
    guard let source = source(at: path) else { return .wrong }
    do {
      let formatted = try Syntax.format(source)
      if onlyChecks {
        guard formatted != source.text else { return .success }
        try output.write("\(source.name) is not formatted\n")
        return .failed
      }
      if path == Self.standardInput {
        try output.write(formatted)
      } else if formatted != source.text {
        try writeTextFile(path, formatted)
      }
      return .success
    } catch let error as Diagnostics {
      problems.report(error.all)
      return .wrong
    } catch let error as UnreadableFile {
      problems.report([.unwritable(path, error.reason)])
      return .failed
    } catch {
      problems.report(error)
      return ExitStatus(of: error)
    }
  }
}
