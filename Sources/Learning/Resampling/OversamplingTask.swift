import Numerics

/// What all oversamplers begin with: checked rows, the rows of each class, and how many each lacks.
struct OversamplingTask: Sendable {
  let features: Matrix
  let labels: Labels
  /// How many rows each class lacks.
  let missing: [Int]
  private(set) var pairs: [SyntheticPair] = []
  private(set) var codes: [Int] = []
  private(set) var notes: [String] = []

  /// - Throws: `LearningError.noRows`, `.noColumns`, `.nonFinite`, `.mismatchedCounts`, `.unknownClass`,
  ///   `.targetBelowCount`; `ResamplingError.tooManyRows`; `Interrupted`.
  init(_ features: Matrix, _ labels: Labels, _ target: ResamplingTarget, context: ExecutionContext) throws {
    try InputChecks.checkFeatures(features, context: context)
    try InputChecks.checkLabels(labels, rows: features.rows)
    self.features = features
    self.labels = labels
    missing = try target.missingRows(of: labels)
    try RowBudget.ofThisMachine.check(missing, columns: features.columns)
  }

  /// The classes that lack rows.
  var growing: [Int] { missing.indices.filter { missing[$0] > 0 } }

  func rows(of code: Int) -> [Int] {
    labels.codes.indices.filter { labels.codes[$0] == code }
  }

  /// A class that grows from its own neighbours needs one row more than neighbours.
  /// - Throws: `LearningError.classTooSmall`.
  func requireNeighbours(_ neighbours: Int, for method: String) throws {
    let counts = labels.counts
    for code in growing where counts[code] <= neighbours {
      throw LearningError.classTooSmall(
        name: labels.names[code], rows: counts[code], needed: neighbours + 1, method: method, neighbours: neighbours)
    }
  }

  mutating func add(_ new: some Collection<SyntheticPair>, of code: Int) {
    pairs += new
    codes += [Int](repeating: code, count: new.count)
  }

  mutating func note(_ text: String) {
    notes.append(text)
  }

  /// All original rows, then the new ones.
  func result(context: ExecutionContext) throws -> Resampled {
    Resampled(
      keptRows: Array(0..<features.rows), features: try SyntheticPair.append(pairs, to: features, context: context),
      syntheticCodes: codes, parents: pairs.map { ($0.row, $0.neighbour) },
      notes: growing.isEmpty ? [Self.nothingToDo] : notes)
  }

  static let nothingToDo = "no class needs more rows; nothing was added"
}

/// Checks of options that several resamplers share.
enum ResamplingOptions {
  /// - Throws: `LearningError.invalidOption`.
  static func requireCount(_ value: Int, _ name: String) throws {
    guard value >= 1 else {
      throw LearningError.invalidOption(name: name, value: "\(value)", allowed: "1 or more")
    }
  }

  /// - Throws: `ResamplingError.tooFewRows` unless `neighbours` other rows can be found among `rows`.
  static func requireOthers(_ neighbours: Int, rows: Int, method: String) throws {
    guard neighbours < rows else {
      throw ResamplingError.tooFewRows(rows: rows - 1, neighbours: neighbours, method: method)
    }
  }
}
