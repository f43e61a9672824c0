import Glibc
import Numerics

/// A number for each class, added to the logarithm of its probability before the likeliest class is taken.
///
/// A model that is right about probabilities, but judged by a score that counts all classes alike, should answer a rare
/// class sooner than at one half. Offsets move those borders without fitting the model again.
public struct DecisionOffsets: Sendable, Codable, Equatable {
  /// What the offsets make as large as they can.
  public enum Score: String, Sendable, CaseIterable {
    /// The mean F1 of the classes.
    case macroF1 = "macro_f1"
    /// The mean recall of the classes.
    case balancedAccuracy = "balanced_accuracy"
  }

  /// In the order of the class codes.
  public let offsets: [Double]
  /// The score on the rows it was tuned on, before and after.
  public let scoreBefore: Double
  public let scoreAfter: Double

  /// Tunes one offset after another, each over all places where an answer changes, until none improves the score. That of a
  /// class without rows stays as it begins: nothing tells what it should be, and the others would only drive it away.
  ///
  /// - Parameters:
  ///   - probabilities: n×classes, of rows that the model had not seen: on its own training rows it is too sure.
  ///   - codes: the true class of each row.
  ///   - start: offsets to begin with; nil begins with none.
  /// - Throws: `LearningError.noRows`, `.mismatchedCounts`; `Interrupted`.
  /// - Cost: n·(classes² + classes·log n) operations a round; a handful of rounds.
  public static func tuned(
    on probabilities: Matrix, codes: [Int], for score: Score, from start: DecisionOffsets? = nil,
    context: ExecutionContext = .plain
  ) throws -> DecisionOffsets {
    try tuned(on: probabilities, codes, from: start?.offsets, context) { $0.value(score) }
  }

  /// Tunes offsets until each class is found as often as is wanted, as nearly as offsets can: for a group of people whose
  /// recalls are to be those of all (equal opportunity, Hardt, Price & Srebro 2016).
  ///
  /// - Parameters:
  ///   - recalls: of each class; nil where it does not matter.
  ///   - start: offsets to begin with.
  /// - Throws: as `tuned(on:codes:for:context:)`. The scores are the mean distance to the recalls wanted, below 0.
  public static func matching(
    _ recalls: [Double?], on probabilities: Matrix, codes: [Int], from start: DecisionOffsets,
    context: ExecutionContext = .plain
  ) throws -> DecisionOffsets {
    try tuned(on: probabilities, codes, from: start.offsets, context) { -$0.distance(to: recalls) }
  }

  /// How often each class is found with these offsets; nil for a class without rows.
  /// - Throws: `LearningError.damagedModel`.
  public func recalls(on probabilities: Matrix, codes: [Int]) throws -> [Double?] {
    let answers = try decide(probabilities)
    return offsets.indices.map { code in
      let rows = codes.indices.filter { codes[$0] == code }
      return rows.isEmpty ? nil : Double(rows.count { answers[$0] == code }) / Double(rows.count)
    }
  }

  private static func tuned(
    on probabilities: Matrix, _ codes: [Int], from begin: [Double]?, _ context: ExecutionContext,
    _ value: (PredictionCounts) -> Double
  ) throws -> DecisionOffsets {
    guard probabilities.rows > 0 else { throw LearningError.noRows }
    guard codes.count == probabilities.rows else {
      throw LearningError.mismatchedCounts(what: "labels", expected: probabilities.rows, found: codes.count)
    }
    let classes = probabilities.columns
    let logs = logarithms(of: probabilities)
    var offsets = begin ?? [Double](repeating: 0, count: classes)
    guard offsets.count == classes else { throw LearningError.damagedModel }
    let before = value(PredictionCounts(decide(logs, offsets), codes, classes))
    var best = before
    let shown = Set(codes).sorted()
    for _ in 0..<20 {
      let start = best
      for code in shown {
        try context.checkInterruption()
        let search = OffsetSearch(logs: logs, offsets: offsets, codes: codes, code: code)
        if let found = search.best(above: best, value) { (offsets[code], best) = found }
      }
      if best <= start { break }
    }
    return DecisionOffsets(offsets: offsets, scoreBefore: before, scoreAfter: best)
  }

  /// The class of each row of probabilities.
  /// - Throws: `LearningError.damagedModel` where there is not an offset for each class.
  public func decide(_ probabilities: Matrix) throws -> [Int] {
    guard probabilities.columns == offsets.count else { throw LearningError.damagedModel }
    return Self.decide(Self.logarithms(of: probabilities), offsets)
  }

  private static func decide(_ logs: [[Double]], _ offsets: [Double]) -> [Int] {
    logs.map { row in
      var best = 0
      for code in offsets.indices.dropFirst() where row[code] + offsets[code] > row[best] + offsets[best] {
        best = code
      }
      return best
    }
  }

  private static func logarithms(of probabilities: Matrix) -> [[Double]] {
    (0..<probabilities.rows).map { row in probabilities.row(row).map { log(max(Double($0), 1e-12)) } }
  }
}

/// The offset of one class, the others held.
private struct OffsetSearch {
  let logs: [[Double]]
  let offsets: [Double]
  let codes: [Int]
  let code: Int

  /// The best offset and its score; nil where none is above `least`.
  func best(above least: Double, _ score: (PredictionCounts) -> Double) -> (offset: Double, score: Double)? {
    // Each row goes to the class once its offset exceeds what the row's best other class is ahead by.
    let turns = logs.indices.map { row -> (at: Double, row: Int, rival: Int) in
      var rival = code == 0 ? 1 : 0
      for other in offsets.indices where other != code {
        if logs[row][other] + offsets[other] > logs[row][rival] + offsets[rival] { rival = other }
      }
      return (logs[row][rival] + offsets[rival] - logs[row][code], row, rival)
    }.sorted { ($0.at, $0.row) < ($1.at, $1.row) }
    var counts = PredictionCounts(turns.map(\.rival), turns.map { codes[$0.row] }, offsets.count)
    var found: (offset: Double, score: Double)?
    for (place, turn) in turns.enumerated() {
      counts.move(codes[turn.row], from: turn.rival, to: code)
      let next = place + 1 < turns.count ? turns[place + 1].at : turn.at + 2
      guard next > turn.at else { continue }
      let value = score(counts)
      if value > (found?.score ?? least) + 1e-12 { found = ((turn.at + next) / 2, value) }
    }
    return found
  }
}

/// How often each class was there, was answered, and was answered rightly.
private struct PredictionCounts {
  private var truths: [Int]
  private var answers: [Int]
  private var hits: [Int]

  init(_ predicted: [Int], _ codes: [Int], _ classes: Int) {
    truths = [Int](repeating: 0, count: classes)
    (answers, hits) = (truths, truths)
    for (answer, truth) in zip(predicted, codes) {
      truths[truth] += 1
      answers[answer] += 1
      if answer == truth { hits[truth] += 1 }
    }
  }

  mutating func move(_ truth: Int, from old: Int, to new: Int) {
    answers[old] -= 1
    answers[new] += 1
    if truth == old { hits[old] -= 1 }
    if truth == new { hits[new] += 1 }
  }

  /// Mean over the classes that there are rows of and a recall is wanted of.
  func distance(to recalls: [Double?]) -> Double {
    let distances = truths.indices.compactMap { code in
      truths[code] > 0 ? recalls[code].map { abs(Double(hits[code]) / Double(truths[code]) - $0) } : nil
    }
    return distances.reduce(0, +) / Double(max(1, distances.count))
  }

  /// Over the classes that there are rows of.
  func value(_ score: DecisionOffsets.Score) -> Double {
    var sum = 0.0
    var present = 0
    for code in truths.indices where truths[code] > 0 {
      present += 1
      switch score {
      case .macroF1: sum += 2 * Double(hits[code]) / Double(truths[code] + answers[code])
      case .balancedAccuracy: sum += Double(hits[code]) / Double(truths[code])
      }
    }
    return sum / Double(max(1, present))
  }
}
