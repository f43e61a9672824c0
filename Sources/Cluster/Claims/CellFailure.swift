import Basics
import Diagnostics
import Glibc
import Numerics
import Plans

/// Why a cell did not come to an end, once.
public struct CellFailure: Codable, Sendable, Equatable {
  /// Of the error, as `explain` knows it.
  public var code: String
  public var title: String
  public var explanation: String
  public var message: String
  public var notes: [String]
  /// The machine that it happened on.
  public var host: String
  /// Whether the worker ended without a word, so that nothing says that the cell is to blame.
  public var isVanished: Bool

  init(_ error: any Error, host: String) {
    let diagnostic = Self.diagnostic(for: error)
    code = diagnostic.code.id
    title = diagnostic.code.title
    explanation = diagnostic.code.explanation
    message = diagnostic.message
    notes = diagnostic.notes
    self.host = host
    isVanished = false
  }

  /// Of a worker that vanished.
  init(vanishedOn host: String) {
    self.init(ClusterError.lostWorkers(count: 1), host: host)
    isVanished = true
  }

  private static func diagnostic(for error: any Error) -> Diagnostic {
    switch error {
    case let error as Diagnostic: error
    case let error as any ExplainableError:
      Diagnostic(
        DiagnosticCode(error.code, "a stage failed while it ran", explanation: error.explanation), error.problem,
        notes: [error.remedy])
    default: Diagnostic(.stageFailed, "\(error)")
    }
  }

  /// As a sweep shows it in the cell's row.
  public var diagnostic: Diagnostic {
    Diagnostic(DiagnosticCode(code, title, explanation: explanation), message, notes: notes)
  }
}

/// What became of the cells that failed: a file for each time, under a name that no two workers choose.
public struct FailureRecords: Sendable {
  /// So often a cell is tried: what is wrong may be wrong with a machine alone.
  public static let mostErrors = 3
  /// So many workers may vanish with it: they are killed for reasons of their own, too.
  public static let mostVanished = 5

  let folder: String

  public init(in sweep: SweepFolder) {
    folder = sweep.failures
  }

  /// - Throws: what the system said.
  func record(_ failure: CellFailure, of cell: Int) throws(SystemError) {
    let name = "\(cell).\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    let file = try AtomicFile<SystemError>(path: "\(folder)/\(name)", permissions: 0o600)
    try file.write(Array(((try? JSONValue(encoding: failure))?.text ?? "").utf8))
    try file.commit(isSynced: false)
  }

  /// All failures by cell. Cost: one listing and a file for each failure.
  /// - Parameter cells: nil for all cells.
  public func all(of cells: Set<Int>? = nil) -> [Int: [CellFailure]] {
    var failures: [Int: [CellFailure]] = [:]
    for name in (visibleNames(in: folder) ?? []).sorted() where !name.hasSuffix(".part") {
      guard let cell = name.split(separator: ".").first.flatMap({ Int($0) }), cells?.contains(cell) ?? true,
        let bytes = try? wholeFile("\(folder)/\(name)"),
        let failure: CellFailure = try? JSONValue(parsing: bytes).decoded()
      else { continue }
      failures[cell, default: []].append(failure)
    }
    return failures
  }

  /// What stands in a cell's row, where it has failed often enough; nil where it is to be tried again.
  public static func final(_ failures: [CellFailure]) -> CellFailure? {
    let errors = failures.filter { !$0.isVanished }
    if errors.count >= mostErrors { return errors.last }
    let vanished = failures.filter(\.isVanished)
    guard vanished.count >= mostVanished, let last = vanished.last else { return nil }
    return CellFailure(ClusterError.lostWorkers(count: vanished.count), host: last.host)
  }
}
