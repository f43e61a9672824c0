import Numerics

/// Do two classifiers err equally often on the same rows (McNemar 1947)? Only rows that one gets right and the other
/// wrong can tell.
///
/// Takes rows as independent; where subjects are known, prefer the bootstrap of whole subjects.
public struct McNemarTest: Sendable, Equatable, Codable {
  /// Rows that only the first got right.
  public let onlyFirstRight: Int
  /// Rows that only the second got right.
  public let onlySecondRight: Int
  /// Two-sided exact binomial probability; never too small, rather too large.
  public let exactProbability: Double
  /// Mid-p: the exact one with half of the observed table's chance; nearer to its level (Fagerland et al. 2013).
  public let midProbability: Double

  /// Cost: O(rows).
  /// - Throws: `EvaluationError.noRows`, `.differentLengths`, `.unknownCode`.
  public init(truth: Labels, first: [Int], second: [Int]) throws {
    try checkPredictions(first, of: truth)
    try checkPredictions(second, of: truth)
    var only = (first: 0, second: 0)
    for (code, (a, b)) in zip(truth.codes, zip(first, second)) where (a == code) != (b == code) {
      if a == code { only.first += 1 } else { only.second += 1 }
    }
    self.init(onlyFirstRight: only.first, onlySecondRight: only.second)
  }

  init(onlyFirstRight: Int, onlySecondRight: Int) {
    self.onlyFirstRight = onlyFirstRight
    self.onlySecondRight = onlySecondRight
    let disagreements = onlyFirstRight + onlySecondRight
    let tail = fairBinomial(min(onlyFirstRight, onlySecondRight), trials: disagreements)
    exactProbability = min(1, 2 * tail.atMost)
    midProbability =
      disagreements == 0
      ? 1 : onlyFirstRight == onlySecondRight ? 1 - tail.exactly / 2 : 2 * tail.atMost - tail.exactly
  }

  /// Rows that could tell the two apart.
  public var disagreements: Int { onlyFirstRight + onlySecondRight }
}
