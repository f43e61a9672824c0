/// Several methods on several data sets, folds or seeds: do their ranks differ (Friedman 1937), and which ones from
/// which (Nemenyi 1963), as Demšar (2006) recommends?
///
/// The blocks must be independent for the probabilities to hold: data sets are, folds of one data set are not quite.
public struct RankComparison: Sendable, Equatable, Codable {
  public let methods: [String]
  public let blocks: Int
  /// Mean over the blocks of each method's rank; 1 is best, equals share the mean of their ranks.
  public let meanRanks: [Double]
  /// Friedman's statistic, corrected for ties, chi-squared with methods − 1 degrees of freedom.
  public let chiSquared: Double
  public let probability: Double
  /// Nemenyi's probability for each pair of methods, methods × methods; 1 on the diagonal.
  public let pairProbabilities: [Double]

  /// - Parameters:
  ///   - methods: their names, two or more.
  ///   - scores: for each block the score of each method.
  ///   - isHigherBetter: the direction of the metric.
  /// - Throws: `EvaluationError.tooFewScores`, `.differentLengths`, `.notFinite`.
  public init(methods: [String], scores: [[Double]], isHigherBetter: Bool = true) throws {
    try Self.check(methods, scores)
    let ranks = scores.map { block in meanTiedRanks(isHigherBetter ? block.map { -$0 } : block) }
    let (count, total) = (Double(methods.count), Double(scores.count))
    self.methods = methods
    blocks = scores.count
    let means = methods.indices.map { method in ranks.reduce(0) { $0 + $1.ranks[method] } / total }
    meanRanks = means
    let ties = ranks.reduce(0) { $0 + $1.tieCubes }
    let correction = 1 - ties / (total * count * (count * count - 1))
    let spread = means.reduce(0) { $0 + ($1 - (count + 1) / 2) * ($1 - (count + 1) / 2) }
    // Where every block is one tie there is nothing to rank.
    chiSquared = correction > 0 ? 12 * total * spread / (count * (count + 1)) / correction : 0
    probability = chiSquaredTail(chiSquared, freedom: count - 1)
    let error = Self.errorOfRanks(count, total)
    let range = StudentizedRange(groups: methods.count)
    pairProbabilities = means.flatMap { a in
      means.map { b in a == b ? 1 : range.tail(abs(a - b) / error * 2.0.squareRoot()) }
    }
  }

  /// How far apart two mean ranks must be to differ at this level, 0.05 say.
  /// - Throws: `EvaluationError.levelOutside`.
  public func criticalDifference(level: Double = 0.05) throws -> Double {
    guard level > 0, level < 1 else { throw EvaluationError.levelOutside(level) }
    let range = StudentizedRange(groups: methods.count)
    var (lower, upper) = (0.0, 100.0)
    for _ in 0..<60 {
      let middle = (lower + upper) / 2
      if range.tail(middle) > level { lower = middle } else { upper = middle }
    }
    return (lower + upper) / 2 / 2.0.squareRoot() * Self.errorOfRanks(Double(methods.count), Double(blocks))
  }

  private static func errorOfRanks(_ methods: Double, _ blocks: Double) -> Double {
    (methods * (methods + 1) / (6 * blocks)).squareRoot()
  }

  private static func check(_ methods: [String], _ scores: [[Double]]) throws {
    guard methods.count >= 2 else {
      throw EvaluationError.tooFewScores(found: methods.count, needed: 2, purpose: "a comparison of methods")
    }
    guard scores.count >= 2 else {
      throw EvaluationError.tooFewScores(
        found: scores.count, needed: 2, purpose: "each method in a comparison of ranks")
    }
    for (position, block) in scores.enumerated() {
      guard block.count == methods.count else {
        throw EvaluationError.differentLengths(
          of: "methods in block \(position + 1)", found: block.count, rows: methods.count)
      }
      guard block.allSatisfy(\.isFinite) else { throw EvaluationError.notFinite(what: "block", position: position) }
    }
  }
}

/// Ranks from 1 for the least value; equals share their mean. Also Σ(t³ − t) over runs of t equals.
func meanTiedRanks(_ values: [Double]) -> (ranks: [Double], tieCubes: Double) {
  let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
  var ranks = [Double](repeating: 0, count: values.count)
  var tieCubes = 0.0
  var start = 0
  while start < order.count {
    let end = order[start...].firstIndex { values[$0] != values[order[start]] } ?? order.count
    for position in start..<end { ranks[order[position]] = Double(start + 1 + end) / 2 }
    let ties = Double(end - start)
    tieCubes += ties * ties * ties - ties
    start = end
  }
  return (ranks, tieCubes)
}
