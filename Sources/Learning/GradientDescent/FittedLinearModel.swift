import Glibc
import Numerics

/// Linear scores, one class against the rest; two classes have one score, of the second.
public struct FittedLinearModel: FittedClassifier, Equatable {
  public let classNames: [String]
  /// The codes of the classes that had rows.
  public let classCodes: [Int]
  public let width: Int
  public let loss: MarginLoss
  /// Score after score, a number for each column.
  public let coefficients: [Float]
  public let intercepts: [Double]
  /// Passes over the rows that each score took.
  public let passes: [Int]
  public let isConverged: Bool

  public var byteCount: Int { coefficients.byteCount + intercepts.byteCount + passes.byteCount }

  /// - Throws: `LearningError.wrongWidth`, `.nonFinite`, `.damagedModel`; `Interrupted`. Cost: 2·n·d·classes operations.
  public func predict(_ features: Matrix, context: ExecutionContext = .plain) throws -> [Int] {
    let scores = try decisions(features, context: context)
    if scores.columns == 1 { return scores.storage.map { classCodes[$0 > 0 ? 1 : 0] } }
    return scores.greatestColumns().map { classCodes[$0] }
  }

  /// Each score as a probability, then all of a row to add to 1; nil for the hinge, which has none.
  public func probabilities(_ features: Matrix, context: ExecutionContext = .plain) throws -> Matrix? {
    guard loss != .hinge else { return nil }
    let scores = try decisions(features, context: context)
    var result = Matrix(rows: features.rows, columns: classNames.count)
    for row in 0..<features.rows {
      var shares = scores.row(row).map { probability(Double($0)) }
      if shares.count == 1 { shares.insert(1 - shares[0], at: 0) }
      let total = shares.reduce(0, +)
      for (code, share) in zip(classCodes, shares) {
        result[row, code] = Float(total > 0 ? share / total : 1 / Double(shares.count))
      }
    }
    return result
  }

  private func probability(_ score: Double) -> Double {
    loss == .log ? 1 / (1 + exp(-score)) : (min(max(score, -1), 1) + 1) / 2
  }

  /// The scores, n × 1 for two classes, otherwise n × classes that had rows.
  public func decisions(_ features: Matrix, context: ExecutionContext = .plain) throws -> Matrix {
    let outputs = classCodes.count == 2 ? 1 : classCodes.count
    try ModelChecks.require(
      ModelChecks.areClasses(classCodes, of: classNames) && intercepts.count == outputs && width > 0
        && ModelChecks.isTable(coefficients.count, rows: outputs, columns: width))
    try InputChecks.checkApplied(features, width: width, context: context)
    var scores = try features.multiplied(
      by: Matrix(rows: outputs, columns: width, storage: coefficients), transposing: .right, context: context)
    for row in 0..<scores.rows {
      for output in 0..<outputs { scores[row, output] += Float(intercepts[output]) }
    }
    return scores
  }
}
