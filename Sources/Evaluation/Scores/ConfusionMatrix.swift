import Numerics

/// How many rows of each true class (down) were predicted as each class (across).
///
/// Every score of a classification in this module is a function of these counts.
public struct ConfusionMatrix: Sendable, Equatable {
  public let names: [String]
  /// classes × classes, row-major: `counts[truth * classes + predicted]`.
  public let counts: [Int]

  /// - Throws: `EvaluationError.wrongTable`, `.negativeCount`.
  public init(names: [String], counts: [Int]) throws {
    guard counts.count == names.count * names.count else {
      throw EvaluationError.wrongTable(counts: counts.count, classes: names.count)
    }
    if let negative = counts.first(where: { $0 < 0 }) { throw EvaluationError.negativeCount(negative) }
    self.init(unchecked: names, counts)
  }

  /// Counts the pairs of true and predicted class. Cost: O(rows).
  /// - Throws: `EvaluationError.noRows`, `.differentLengths`, `.unknownCode`.
  public init(truth: Labels, predicted: [Int]) throws {
    try checkPredictions(predicted, of: truth)
    let classes = truth.names.count
    var counts = [Int](repeating: 0, count: classes * classes)
    for (code, prediction) in zip(truth.codes, predicted) { counts[code * classes + prediction] += 1 }
    self.init(unchecked: truth.names, counts)
  }

  init(unchecked names: [String], _ counts: [Int]) {
    self.names = names
    self.counts = counts
  }

  public var classes: Int { names.count }

  /// All rows.
  public var total: Int { counts.reduce(0, +) }

  /// Rows predicted as what they are.
  public var correct: Int { (0..<classes).reduce(0) { $0 + self[$1, $1] } }

  /// Rows of each true class (its support).
  public var truthTotals: [Int] {
    (0..<classes).map { truth in (0..<classes).reduce(0) { $0 + self[truth, $1] } }
  }

  /// Rows predicted as each class.
  public var predictedTotals: [Int] {
    (0..<classes).map { predicted in (0..<classes).reduce(0) { $0 + self[$1, predicted] } }
  }

  /// Rows of class `truth` that were predicted as class `predicted`.
  public subscript(truth: Int, predicted: Int) -> Int {
    counts[truth * names.count + predicted]
  }

  /// The counts of both, as if they were one test.
  /// - Throws: `EvaluationError.differentClasses`.
  public func adding(_ other: ConfusionMatrix) throws -> ConfusionMatrix {
    guard names == other.names else { throw EvaluationError.differentClasses(first: names, second: other.names) }
    return ConfusionMatrix(unchecked: names, zip(counts, other.counts).map(+))
  }

  /// The single class that every row was predicted as, where there is one: a model that learnt nothing else.
  public var onlyPredictedClass: String? {
    let predicted = predictedTotals
    let used = names.indices.filter { predicted[$0] > 0 }
    return used.count == 1 && total > 1 ? names[used[0]] : nil
  }
}

/// Whether there is one prediction of a declared class for each row.
/// - Throws: `EvaluationError.noRows`, `.differentLengths`, `.unknownCode`.
func checkPredictions(_ predicted: [Int], of truth: Labels) throws {
  guard truth.count > 0 else { throw EvaluationError.noRows }
  guard predicted.count == truth.count else {
    throw EvaluationError.differentLengths(of: "predictions", found: predicted.count, rows: truth.count)
  }
  if let stranger = predicted.first(where: { !truth.names.indices.contains($0) }) {
    throw EvaluationError.unknownCode(stranger, of: "classes", known: truth.names.count)
  }
}

extension ConfusionMatrix: Codable {
  private enum CodingKeys: CodingKey {
    case names, counts
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      names: values.decode([String].self, forKey: .names), counts: values.decode([Int].self, forKey: .counts))
  }
}
