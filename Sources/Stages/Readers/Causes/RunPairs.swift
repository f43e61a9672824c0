import Plans

/// Runs of a table in pairs, one with something and one without.
struct RunPairs {
  struct Pair {
    /// What both share, by the names of `shared`.
    let shared: [Scalar]
    let with: Double
    let without: Double
    let cluster: Int?

    var difference: Double { with - without }
  }

  let with: String
  let without: String
  let shared: [String]
  let pairs: [Pair]
  /// Runs without their other half, or without an outcome.
  let unpaired: Int
  let hasClusters: Bool

  /// Values that say that nothing was done.
  static let nothing: Set<String> = ["skip", "no", "none", "nothing", "without", "0", "false", "baseline"]

  /// - Throws: `PairedError`; `StageError.noSuchColumn`, `NumberColumnError`.
  init(
    _ columns: NumberColumns, outcome: String, by: String, shared: [String], with: String?, without: String?,
    cluster: String?
  ) throws {
    let arms = try columns.cells(by).map { $0 == .missing ? nil : $0.text }
    let values = Set(arms.compactMap { $0 }).sorted()
    for name in [with, without].compactMap({ $0 }) where !values.contains(name) {
      throw PairedError.noSuchValue(name, column: by, values: values)
    }
    let isGiven = with != nil && without != nil
    guard isGiven || values.count == 2 else { throw PairedError.notTwo(column: by, values: values) }
    let base = without ?? values.first { $0 != with && (with != nil || Self.nothing.contains($0.lowercased())) }
    guard let base, let other = with ?? values.first(where: { $0 != base }) else {
      throw PairedError.whichIsWithout(column: by, values: values)
    }
    guard !shared.isEmpty else { throw PairedError.noPairs(shared: []) }
    (self.with, self.without, self.shared) = (other, base, shared)
    hasClusters = cluster != nil
    let groups = try cluster.map { try columns.groups($0) }
    let outcomes = try columns.numbers(outcome)
    let keys = try shared.map { try columns.cells($0) }
    var order: [[Scalar]] = []
    var runs: [[Scalar]: (with: [Double], without: [Double], row: Int)] = [:]
    for row in 0..<columns.count where outcomes[row].isFinite {
      guard arms[row] == other || arms[row] == base else { continue }
      let key = keys.map { $0[row].plain }
      if runs[key] == nil { order.append(key) }
      var run = runs[key] ?? ([], [], row)
      if arms[row] == other { run.with.append(outcomes[row]) } else { run.without.append(outcomes[row]) }
      runs[key] = run
    }
    var pairs: [Pair] = []
    var used = 0
    for key in order {
      guard let run = runs[key], !run.with.isEmpty, !run.without.isEmpty else { continue }
      used += run.with.count + run.without.count
      // Runs that agree in all that is shared are one run, repeated.
      pairs.append(
        Pair(
          shared: key, with: Self.mean(run.with), without: Self.mean(run.without),
          cluster: groups.flatMap { $0[run.row] }))
    }
    guard !pairs.isEmpty else { throw PairedError.noPairs(shared: shared) }
    self.pairs = pairs
    unpaired = columns.count - used
  }

  private static func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }

  /// A pair of no known cluster is one by itself.
  var clusters: [Int]? {
    hasClusters ? pairs.enumerated().map { $1.cluster ?? -1 - $0 } : nil
  }

  /// Whether a shared column holds numbers, and more than one.
  func isNumeric(_ name: String) -> Bool {
    guard let place = shared.firstIndex(of: name) else { return false }
    return pairs.allSatisfy { $0.shared[place].number != nil } && Set(pairs.map { $0.shared[place] }).count > 1
  }

  /// The value of a shared column in each pair.
  func values(_ name: String) -> [Double?] {
    guard let place = shared.firstIndex(of: name) else { return pairs.map { _ in nil } }
    return pairs.map { $0.shared[place].number }
  }
}
