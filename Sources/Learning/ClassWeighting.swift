import Glibc
import Numerics

/// How much the rows of each class count.
public enum ClassWeighting: String, Sendable, Codable, CaseIterable {
  case none
  /// n ÷ (classes · rows of the class): all classes count the same.
  case balanced

  /// Row weights times class weights, one a row.
  func rowWeights(_ classes: PresentClasses, _ weights: [Float]?, rows: Int) -> [Float] {
    let balanced: LogisticRegression.ClassWeights = self == .balanced ? .balanced : .none
    return classes.rowWeights(weights, balanced) ?? [Float](repeating: 1, count: rows)
  }
}

/// What every classifier begins with.
enum TrainingChecks {
  /// The classes that have rows.
  /// - Throws: `LearningError.noRows`, `.noColumns`, `.nonFinite`, `.mismatchedCounts`, `.negativeWeight`, `.oneClass`,
  ///   `.constantData`; `Interrupted`.
  static func classes(
    _ features: Matrix, _ labels: Labels, _ weights: [Float]?, context: ExecutionContext
  ) throws -> PresentClasses {
    try InputChecks.checkFeatures(features, context: context)
    try InputChecks.checkLabels(labels, rows: features.rows)
    try InputChecks.checkWeights(weights, rows: features.rows)
    let classes = try PresentClasses(labels, weights: weights)
    try InputChecks.checkVaried(features)
    return classes
  }
}

extension Matrix {
  /// The column of the greatest number of each row, the first of several.
  func greatestColumns() -> [Int] {
    (0..<rows).map { row in
      let numbers = self.row(row)
      var best = numbers.startIndex
      for place in numbers.indices where numbers[place] > numbers[best] { best = place }
      return best - numbers.startIndex
    }
  }

  /// Rows of scores for the classes that had rows, as probabilities of all classes by softmax.
  static func probabilities(
    ofScores scores: [Double], codes: [Int], classes: Int
  ) -> Matrix {
    let rows = codes.isEmpty ? 0 : scores.count / codes.count
    var result = Matrix(rows: rows, columns: classes)
    for row in 0..<rows {
      let own = scores[row * codes.count..<(row + 1) * codes.count]
      let greatest = own.max() ?? 0
      let powers = own.map { exp($0 - greatest) }
      let total = powers.reduce(0, +)
      for (code, power) in zip(codes, powers) { result[row, code] = Float(power / total) }
    }
    return result
  }
}
