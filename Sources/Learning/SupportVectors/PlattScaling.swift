import Glibc
import Numerics

/// A decision turned into the probability of the first class: 1 / (1 + exp(slope · decision + offset)).
///
/// Platt 1999; fitted by Newton's method with backtracking, in the form that does not overflow (Lin, Lin and Weng 2007,
/// "A note on Platt's probabilistic outputs for support vector machines").
struct PlattSigmoid: Sendable, Equatable, Codable {
  private(set) var slope: Double
  private(set) var offset: Double

  /// - Parameters:
  ///   - decisions: of rows that the machine behind them had not seen.
  ///   - isPositive: whether each of these rows is of the first class.
  init(decisions: [Double], isPositive: [Bool]) {
    let positives = Double(isPositive.count { $0 })
    let negatives = Double(isPositive.count) - positives
    slope = 0
    offset = log((negatives + 1) / (positives + 1))
    // Targets short of 0 and 1, as after one more row of each class, keep the fit finite when classes do not overlap.
    let high = (positives + 1) / (positives + 2)
    let low = 1 / (negatives + 2)
    let problem = Problem(decisions: decisions, targets: isPositive.map { $0 ? high : low })
    for _ in 0..<100 where improve(problem) {}
  }

  func probability(_ decision: Double) -> Double {
    let exponent = slope * decision + offset
    return exponent >= 0 ? exp(-exponent) / (1 + exp(-exponent)) : 1 / (1 + exp(exponent))
  }

  /// One Newton step; false where the gradient vanishes or no step is an improvement.
  private mutating func improve(_ problem: Problem) -> Bool {
    let (gradient, hessian) = derivatives(problem)
    guard max(abs(gradient.0), abs(gradient.1)) >= 1e-5 else { return false }
    let determinant = hessian.0 * hessian.1 - hessian.2 * hessian.2
    let step = (
      -(hessian.1 * gradient.0 - hessian.2 * gradient.1) / determinant,
      -(hessian.0 * gradient.1 - hessian.2 * gradient.0) / determinant
    )
    let descent = gradient.0 * step.0 + gradient.1 * step.1
    let before = loss(problem)
    var length = 1.0
    while length >= 1e-10 {
      var candidate = self
      candidate.slope += length * step.0
      candidate.offset += length * step.1
      if candidate.loss(problem) < before + 1e-4 * length * descent {
        self = candidate
        return true
      }
      length /= 2
    }
    return false
  }

  private struct Problem {
    let decisions: [Double]
    let targets: [Double]
  }

  /// Cross-entropy of the targets.
  private func loss(_ problem: Problem) -> Double {
    zip(problem.decisions, problem.targets).reduce(0) { sum, row in
      let exponent = slope * row.0 + offset
      return sum
        + (exponent >= 0
          ? row.1 * exponent + log1p(exp(-exponent)) : (row.1 - 1) * exponent + log1p(exp(exponent)))
    }
  }

  /// By slope and offset; of the second derivatives: slope twice, offset twice, both.
  private func derivatives(_ problem: Problem) -> (gradient: (Double, Double), hessian: (Double, Double, Double)) {
    var gradient = (0.0, 0.0)
    // A little on the diagonal keeps the matrix invertible.
    var hessian = (1e-12, 1e-12, 0.0)
    for (decision, target) in zip(problem.decisions, problem.targets) {
      let probability = probability(decision)
      let curvature = probability * (1 - probability)
      hessian.0 += decision * decision * curvature
      hessian.1 += curvature
      hessian.2 += decision * curvature
      gradient.0 += decision * (target - probability)
      gradient.1 += target - probability
    }
    return (gradient, hessian)
  }
}

/// How the rows of a pair are parted, so that each gets a decision from a machine that had not seen it.
///
/// Five parts, each with its share of both classes, drawn from the seed and the pair.
struct PlattFolds: Sendable {
  struct Part: Sendable {
    let positives: [Int32]
    let negatives: [Int32]
    let heldOut: [Int32]
  }

  let parts: [Part]
  /// Whether the held-out rows, part by part, are of the first class.
  let isPositive: [Bool]

  static let count = 5

  init(of pair: ClassPair, _ classRows: ClassRows, seed: UInt64) {
    var generator = SeededGenerator.derived(from: seed, pair.first, pair.second)
    let positives = generator.shuffled(classRows.rows[pair.first])
    let negatives = generator.shuffled(classRows.rows[pair.second])
    var truth: [Bool] = []
    parts = (0..<Self.count).map { fold in
      // Parts of the second class are dealt from the other end, so that small classes do not all land in one part.
      let held = (Self.dealt(positives, fold), Self.dealt(negatives, Self.count - 1 - fold))
      truth += held.0.map { _ in true } + held.1.map { _ in false }
      return Part(
        positives: Self.others(positives, fold), negatives: Self.others(negatives, Self.count - 1 - fold),
        heldOut: held.0 + held.1)
    }
    isPositive = truth
  }

  private static func dealt(_ rows: [Int32], _ fold: Int) -> [Int32] {
    rows.indices.filter { $0 % count == fold }.map { rows[$0] }
  }

  private static func others(_ rows: [Int32], _ fold: Int) -> [Int32] {
    rows.indices.filter { $0 % count != fold }.map { rows[$0] }
  }
}
