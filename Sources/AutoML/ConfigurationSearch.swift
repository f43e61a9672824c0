import Learning
import Numerics

/// The search through one learner's configurations: FLOW2 again and again from new places, nothing run twice, on more
/// and more rows where the data are many.
struct ConfigurationSearch: Sendable {
  struct Proposal: Sendable, Hashable {
    let configuration: Configuration
    /// Training rows to learn from.
    let rows: Int
  }

  let space: SearchSpace
  private(set) var schedule: SampleSchedule
  /// Searches begun.
  private(set) var starts = 1
  private var direct: DirectSearch
  private var box: ExploredBox
  private var known: [Proposal: Double] = [:]
  private var open: (proposal: Proposal, isReassessment: Bool)?
  private let seed: UInt64

  init(space: SearchSpace, schedule: SampleSchedule, seed: UInt64) {
    self.space = space
    self.schedule = schedule
    self.seed = seed
    direct = DirectSearch(space: space, start: space.start, generator: .derived(from: seed, 1))
    box = ExploredBox(around: space.start)
  }

  /// What to try next; nil where every configuration within reach was tried. `report` must follow.
  mutating func next() -> Proposal? {
    if schedule.takeGrowth() {
      let proposal = Proposal(configuration: space.configuration(at: direct.incumbent), rows: schedule.rows)
      open = (proposal, true)
      return proposal
    }
    for _ in 0..<Self.mostRestarts {
      for _ in 0..<Self.mostRepeats where !direct.hasConverged {
        let point = direct.propose()
        let proposal = Proposal(configuration: space.configuration(at: point), rows: schedule.rows)
        guard let loss = known[proposal] else {
          box.include(point)
          open = (proposal, false)
          return proposal
        }
        direct.report(loss)
      }
      restart()
    }
    return nil
  }

  /// - Parameters:
  ///   - loss: of the proposal; infinity where it could not be evaluated.
  ///   - cost: of finding out, in any unit.
  mutating func report(_ loss: Double, cost: Double) {
    guard let (proposal, isReassessment) = open else { return }
    open = nil
    known[proposal] = loss
    if isReassessment {
      direct.reassess(loss)
      schedule.improved(at: cost)
    } else if direct.report(loss) {
      schedule.improved(at: cost)
    } else {
      schedule.missed(at: cost)
    }
  }

  private mutating func restart() {
    starts += 1
    var generator = SeededGenerator.derived(from: seed, starts)
    let start = space.disturbed(within: box, &generator)
    direct = DirectSearch(space: space, start: start, generator: generator)
    schedule.forgetMisses()
  }

  /// In small spaces most proposals are known; after so many in a row a new place is more promising.
  private static let mostRepeats = 200
  private static let mostRestarts = 50
}

/// On how many training rows configurations are tried: few at first, four times as many once trying on few has cost
/// as much as one trial on four times as many would.
struct SampleSchedule: Sendable, Equatable {
  private(set) var rows: Int
  let allRows: Int
  private var incumbentCost = 0.0
  private var missedCost = 0.0

  /// - Parameter first: rows to begin with; all of them where that is not less.
  init(allRows: Int, first: Int) {
    self.allRows = allRows
    rows = first * Self.factor > allRows ? allRows : first
  }

  static let factor = 4

  mutating func improved(at cost: Double) {
    incumbentCost = cost
    missedCost = 0
  }

  mutating func missed(at cost: Double) {
    missedCost += cost
  }

  mutating func forgetMisses() {
    missedCost = 0
  }

  /// Grows the sample where it is time to. - Returns: whether it did.
  mutating func takeGrowth() -> Bool {
    guard rows < allRows, incumbentCost > 0, missedCost >= Double(Self.factor) * incumbentCost else { return false }
    rows = rows * Self.factor * Self.factor > allRows ? allRows : rows * Self.factor
    missedCost = 0
    return true
  }
}
