import Diagnostics
import Foundation
import Plans
import Samples
import Stages
import Synchronization

@testable import Interpreter
@testable import Store

/// A folder for one test, gone after it. No test comes near the user's own cache.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "mien-store-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The files of all values, in order.
  func valueFiles() -> [String] {
    let values = path + "/values"
    return (FileManager.default.enumerator(atPath: values)?.compactMap { $0 as? String } ?? [])
      .map { "\(values)/\($0)" }.filter { !isFolder($0) }.sorted()
  }

  private func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }
}

/// What a store warned of.
final class Warnings: Sendable {
  private let texts = Mutex<[String]>([])

  var all: [String] { texts.withLock { $0 } }

  func add(_ text: String) {
    texts.withLock { $0.append(text) }
  }
}

/// Counts what ran.
final class CountingObserver: RunObserver {
  private let steps = Mutex<[String]>([])
  private let outlooks = Mutex<[SweepOutlook]>([])
  private let isToldNews = Mutex(false)

  /// The stages that ran, one entry a run.
  var ran: [String] { steps.withLock { $0 } }
  var lastOutlook: SweepOutlook? { outlooks.withLock { $0.last } }

  func stageDidRun(_ trace: StageTrace) {
    if trace.source != .cached { steps.withLock { $0.append(trace.step) } }
  }

  var hasNews: Bool { isToldNews.withLock { $0 } }
  func news(_ text: String) { isToldNews.withLock { $0 = true } }
  func forgetNews() { isToldNews.withLock { $0 = false } }

  func sweepWillRun(_ outlook: SweepOutlook) {
    outlooks.withLock { $0.append(outlook) }
  }
}

/// One process, as far as the store can tell: a session of its own over a store of its own in some folder.
final class Sitting {
  let session: Session
  let store: DiskStore
  let warnings = Warnings()
  let observer = CountingObserver()

  /// - Parameter endsSearches: whether a person presses Ctrl-C as soon as a search has found something.
  init(in folder: String, threads: Int = 2, cap: Int = DiskStore.standardCap, endsSearches: Bool = false) {
    let warnings = warnings
    store = DiskStore(folder: folder, cap: cap, onWarning: warnings.add)
    session = Session(
      catalogue: stageCatalogue,
      settings: RunSettings(threads: threads, environment: RunEnvironment(dataDirectory: "/nonexistent")),
      cacheBudget: 1 << 30, store: store,
      isInterrupted: { [observer] in endsSearches && observer.hasNews },
      forgetInterruption: { [observer] in observer.forgetNews() })
    session.observer = observer
  }

  /// Runs a text; everything that a person or a program would see of the last value, with all digits.
  @discardableResult
  func run(_ text: String) throws -> String {
    var shown = ""
    try session.run(SourceText(name: "test.mien", text: text)) { outcome in
      if case .shown(let value) = outcome { shown = everything(of: value) }
    }
    store.flush()
    return shown
  }

  private func everything(of value: PlanValue) -> String {
    if let table = value.as(Table.self) {
      return (["\(table.columns)"] + table.rows.map { "\($0.cells)" } + table.notes).joined(separator: "\n")
    }
    if let result = value.as(EvaluationResult.self) {
      return "\(result.scores) \(result.provenance) \(result.notes) \(result.outcomes.map(\.predictions.codes))"
    }
    if let set = value.as(PreparedRows.self) { return "\(set.rows.content) \(set.rows.metadata)" }
    return value.payload.scalar?.text ?? "\(value.payload)"
  }
}
