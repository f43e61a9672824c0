import Basics
import Diagnostics
import Glibc
import Interpreter
import Plans
import Rendering
import Syntax

/// Writes the report of a script while it runs: a whole file each time, under its name only when it is whole.
public final class ReportWriter {
  private let path: String
  private let form: Report.Form
  private var report: Report
  /// The cell of the report that each statement belongs to.
  private let cellOfStatement: [Int]
  private var done = 0
  private var lastWrite = ContinuousClock.now

  /// - Parameter environment: what the script runs on, a name and a text each.
  /// - Returns: nil where no report has that ending.
  public init?(path: String, of source: SourceText, environment: [(name: String, value: String)]) {
    guard let form = Report.Form(path: path) else { return nil }
    self.path = path
    self.form = form
    let parts = ReportParts(parse(source).script)
    cellOfStatement = parts.cellOfStatement
    let file = source.name.split(separator: "/").last.map(String.init) ?? source.name
    let name = file.hasSuffix(".mien") ? String(file.dropLast(5)) : file
    report = Report(title: parts.heading ?? name, cells: parts.cells, environment: environment)
  }

  /// Adds what came of the next statement, and writes what there is by now, where that was not done a moment ago.
  public func add(_ outcome: Outcome) throws(OutputFailure) {
    defer { done += 1 }
    switch outcome {
    case .shown(let value): report.add(.shown(value), toCell: cell(of: done))
    case .bound(let name, let value): report.add(.bound(name: name, value), toCell: cell(of: done))
    case .defined, .done: break
    }
    guard ContinuousClock.now - lastWrite > .seconds(2) else { return }
    try write()
  }

  /// Shows an error in the place of the statement that was running.
  public func fail(_ message: String) {
    report.add(.failed(message), toCell: cell(of: done))
  }

  private func cell(of statement: Int) -> Int {
    statement < cellOfStatement.count ? cellOfStatement[statement] : report.cells.count - 1
  }

  /// The last time, when no more comes.
  /// - Parameter log: knows how often test rows were scored.
  /// - Throws: `OutputFailure.failed`.
  public func finish(by log: any ExperimentLog) throws(OutputFailure) {
    report.countLooks(by: log)
    try write()
  }

  /// - Throws: `OutputFailure.failed` where the file or the folder of its pictures cannot be written.
  public func write() throws(OutputFailure) {
    defer { lastWrite = .now }
    switch form {
    case .html: try write(HTMLReport().text(of: report), to: path)
    case .notebook: try write(NotebookReport().text(of: report), to: path)
    case .markdown: try writeMarkdown()
    }
  }

  private func writeMarkdown() throws(OutputFailure) {
    let base = path.hasSuffix(".md") ? String(path.dropLast(3)) : path
    let folder = base + "-files"
    let name = folder.split(separator: "/").last.map(String.init) ?? folder
    let (text, pictures) = MarkdownReport().files(of: report, folder: name)
    if !pictures.isEmpty, mkdir(folder, 0o777) != 0, errno != EEXIST {
      throw .failed(reason: "\(folder): \(String(cString: strerror(errno)))")
    }
    for picture in pictures { try write(picture.svg, to: "\(folder)/\(picture.name)") }
    try write(text, to: path)
  }

  private func write(_ text: String, to path: String) throws(OutputFailure) {
    do throws(UnreadableFile) { try writeTextFile(path, text) } catch {
      throw .failed(reason: "\(path): \(error.reason)")
    }
  }
}
