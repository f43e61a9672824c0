import Diagnostics
import Foundation
import Graphics
import Interpreter
import Plans
import Rendering
import Stages
import TestSupport

import struct CommandLine.ExitStatus
import struct CommandLine.Host
import struct CommandLine.OutputStream

@testable import CommandLine

/// A host whose output goes to files, so that it can be read.
struct HostHarness {
  struct Run {
    let status: ExitStatus
    let output: String
    let errors: String
  }

  var format = OutputFormat.text
  var isDataStrict = false
  var isInterrupted: @Sendable () -> Bool = { false }
  var wasCutShort = false

  func session() -> Session {
    Session(
      catalogue: stageCatalogue, codes: DiagnosticCode.allHostCodes,
      settings: RunSettings(
        threads: 2, environment: RunEnvironment(dataDirectory: "/nonexistent", isDataStrict: isDataStrict)),
      cacheBudget: 1 << 28, isInterrupted: isInterrupted)
  }

  /// Runs a script in a session of its own.
  func run(_ script: String) throws -> Run {
    try run(SourceText(name: "test.mien", text: script), in: session())
  }

  func run(_ source: SourceText, in session: Session) throws -> Run {
    try capturing { output, errors in
      ScriptRunner(
        session: session, renderer: Renderer(format: format),
        problems: ProblemReporter(format: format, isColored: false, output: output, errors: errors),
        progress: ProgressReporter(stream: errors), output: output, wasCutShort: { wasCutShort }
      ).run(source)
    }
  }

  /// Does one thing that the command line offers.
  func capture(_ context: (Host) -> ExitStatus) throws -> Run {
    var options = HostOptions()
    options.format = format
    options.isDataStrict = isDataStrict
    return try capturing { output, errors in
      context(
        Host(
          hostEnvironment: HostEnvironment(catalogue: stageCatalogue, codes: []), options: options, output: output,
          errors: errors))
    }
  }

  private func capturing(_ context: (OutputStream, OutputStream) -> ExitStatus) throws -> Run {
    let folder = try HostFolder()
    let streams = ["output", "errors"].map { name in
      OutputStream(descriptor: open("\(folder.path)/\(name)", O_CREAT | O_RDWR | O_CLOEXEC, 0o600))
    }
    defer { for stream in streams { close(stream.descriptor) } }
    let status = context(streams[0], streams[1])
    return Run(
      status: status, output: try String(contentsOfFile: "\(folder.path)/output", encoding: .utf8),
      errors: try String(contentsOfFile: "\(folder.path)/errors", encoding: .utf8))
  }
}

typealias HostFolder = TemporaryFolder
