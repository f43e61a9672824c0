import Dispatch
import Interpreter
import Plans
import Rendering
import Synchronization

/// The rows of a sweep that have come so far, shown while the rest runs.
final class GrowingRows: Sendable {
  private struct State {
    var sweep: SweepSoFar?
    var show: (@Sendable (String) -> Void)?
    var rows: [Table.Row] = []
    var lastShown = ContinuousClock.now
  }

  private struct Due: Sendable {
    var show: @Sendable (String) -> Void
    var rows: [Table.Row]
  }

  private let state = Mutex(State())
  /// Rows are read one after another, beside what runs.
  private let queue = DispatchQueue(label: "rows of a sweep", qos: .utility)
  /// Sweeps that are over in a moment show nothing before they are.
  private static let delay = Swift.Duration.milliseconds(400)

  func follow(_ sweep: SweepSoFar, show: @escaping @Sendable (String) -> Void) {
    state.withLock { $0 = State(sweep: sweep, show: show) }
  }

  /// A combination has finished. Comes back at once: the executor waits for it.
  func add(_ index: Int) {
    guard let sweep = state.withLock({ $0.sweep }) else { return }
    queue.async { [weak self] in
      guard let self, state.withLock({ $0.sweep != nil }), let cells = sweep.row(of: index) else { return }
      enter(Table.Row(cells), of: sweep)
    }
  }

  /// The sweep is over: what comes now is its own table.
  func stop() { state.withLock { $0 = State() } }

  private func enter(_ row: Table.Row, of sweep: SweepSoFar) {
    let due: Due? = state.withLock { state in
      guard let show = state.show else { return nil }
      state.rows.append(row)
      guard state.lastShown.duration(to: .now) > Self.delay else { return nil }
      state.lastShown = .now
      return Due(show: show, rows: state.rows)
    }
    guard let due else { return }
    let table = Table(columns: sweep.columns, rows: due.rows)
    let document = Document(
      kind: "sweep", blocks: [.text("\(due.rows.count) of \(sweep.count), not compared yet"), .table(table)])
    due.show(HTMLReport().text(of: .shown(PlanValue(document))))
  }
}
