import Cluster
import Diagnostics
import Interpreter
import Notebooks
import Numerics

/// The types of errors that a host throws beside what a session does.
public let hostErrorTypes: [any ExplainableError.Type] = [
  KernelError.self, NotebookError.self, WatchError.self, ClusterError.self,
]

extension DiagnosticCode {
  public static let unwritableOutput = DiagnosticCode(
    "E0402", "output could not be written",
    explanation: """
      The disk that the output goes to is full, standard output is closed, or the file may not be written. What had \
      run is in no way wrong, but a part of what it gave is missing.
      """)
  public static let noRegistry = DiagnosticCode(
    "E0403", "there is no registry of data sets",
    explanation: "This build of Mien was made without known data sets; `load` still reads files and folders.")

  public static let fileThere = DiagnosticCode(
    "E0407", "a file is there already",
    explanation: """
      What a conversion writes would replace a file that somebody may have worked on. Nothing was written. Give another \
      name, or say `--overwrite`.
      """)

  /// What the command line raises, for `explain`.
  public static let allHostCodes =
    [unwritableOutput, noRegistry, fileThere, notThereYet]
    + hostErrorTypes.flatMap { $0.samples }.map { DiagnosticCode($0.code, $0.problem, explanation: $0.explanation) }
}

extension Diagnostic {
  static func unwritableOutput(_ reason: String) -> Diagnostic {
    Diagnostic(
      .unwritableOutput, "the output could not be written: \(reason)",
      notes: ["what was written before this is incomplete"])
  }

  static func unwritable(_ path: String, _ reason: String) -> Diagnostic {
    Diagnostic(
      .unwritableOutput, "\"\(path)\" could not be written: \(reason)", notes: ["the file is as it was"])
  }

  static func alreadyThere(_ path: String) -> Diagnostic {
    Diagnostic(.fileThere, "\"\(path)\" is there already", notes: ["give another name, or `--overwrite`"])
  }

  /// A file that was named on the command line.
  static func unreadable(_ path: String, _ reason: String) -> Diagnostic {
    Diagnostic(.unreadableScript, "\"\(path)\" could not be read: \(reason)")
  }

  static var noRegistry: Diagnostic {
    Diagnostic(.noRegistry, "there is no registry of data sets in this build")
  }
}
