import Causal
import Evaluation
import Foundation
import Glibc
import Numerics
import Testing

/// Seconds, so only where `MIEN_SIMULATE` says how many data sets a cell: see the README of these tests.
let simulatedDataSets = getenv("MIEN_SIMULATE").flatMap { Int(String(cString: $0)) }

/// How often intervals hold a known effect, and how often they find it: a cutoff against pairs, at the same number of runs.
///
/// A run's score falls and bends with the imbalance ratio (uniform from 0.5 to 0.9), and varies by its split and seed
/// (deviation 0.03), which a pair shares, and by itself (0.015). At the cutoff 0.7 the treatment begins; pairs are made at
/// any ratio, with and without.
@Suite(.enabled(if: simulatedDataSets != nil)) struct DesignPower {
  struct Tally {
    var held = 0
    var found = 0
  }

  @Test func aCutoffAgainstPairs() throws {
    let count = simulatedDataSets ?? 0
    for (runs, effect) in [200, 500, 1000, 2000].flatMap({ runs in [0.0, 0.01, 0.02, 0.04].map { (runs, $0) } }) {
      var (cutoff, wary, paired) = (Tally(), Tally(), Tally())
      // An effect moves the outcomes above the cutoff and nothing else, so one says what a peer holds of all.
      let file = effect == 0 ? try SimulatedDraws(named: "power-\(runs)", rows: runs, jump: 0) : nil
      for draw in 0..<count {
        var generator = SeededGenerator.derived(from: 7, draw)
        let rows = atCutoff(runs, effect, &generator)
        let jump = try RegressionDiscontinuity(cutoff: 0.7).estimate(rows)
        try file?.add(
          DiscontinuityData(running: rows.running.map { $0 - 0.7 }, outcome: rows.outcome), jump)
        cutoff.add(jump.robust.low, jump.robust.high, effect)
        let other = try RegressionDiscontinuity(cutoff: 0.7, bandwidths: .selected(.cerrd), errors: .hc3).estimate(rows)
        wary.add(other.robust.low, other.robust.high, effect)
        let pairs = try PairedDifference(inPairs(runs, effect, &generator))
        paired.add(pairs.low, pairs.high, effect)
      }
      let shares = [cutoff.held, cutoff.found, wary.held, wary.found, paired.held, paired.found].map {
        Double($0) / Double(count)
      }
      print("\(runs) runs, effect \(effect): holds and finds, cutoff, cutoff by cerrd with hc3, pairs: \(shares)")
      // Three deviations of the share itself about what is promised, and two points more at a cutoff.
      let slack = 3 * (0.95 * 0.05 / Double(count)).squareRoot()
      #expect(abs(shares[4] - 0.95) < slack, "pairs, effect \(effect)")
      #expect(abs(shares[2] - 0.95) < 0.02 + slack, "cerrd with hc3, \(runs) runs, effect \(effect)")
      withKnownIssue("of few rows rdrobust's interval of these samples holds as seldom", isIntermittent: true) {
        #expect(abs(shares[0] - 0.95) < 0.02 + slack, "cutoff, \(runs) runs, effect \(effect)")
      } when: {
        runs < 500
      }
    }
  }

  static func level(_ ratio: Double) -> Double { 0.55 - 0.4 * (ratio - 0.5) + 0.05 * sin(9 * ratio) }

  static func noise(_ deviation: Double, _ generator: inout SeededGenerator) -> Double {
    deviation * normalQuantile(min(max(generator.uniform(), 1e-12), 1 - 1e-12))
  }

  private func atCutoff(_ runs: Int, _ effect: Double, _ generator: inout SeededGenerator) -> DiscontinuityData {
    let ratios = (0..<runs).map { _ in 0.5 + 0.4 * generator.uniform() }
    let scores = ratios.map { ratio in
      Self.level(ratio) + (ratio >= 0.7 ? effect : 0) + Self.noise(0.03, &generator)
        + Self.noise(0.015, &generator)
    }
    return DiscontinuityData(running: ratios, outcome: scores)
  }

  private func inPairs(_ runs: Int, _ effect: Double, _ generator: inout SeededGenerator) -> [Double] {
    (0..<runs / 2).map { _ in
      let shared = Self.level(0.5 + 0.4 * generator.uniform()) + Self.noise(0.03, &generator)
      let with = shared + effect + Self.noise(0.015, &generator)
      return with - (shared + Self.noise(0.015, &generator))
    }
  }
}

extension DesignPower.Tally {
  fileprivate mutating func add(_ low: Double, _ high: Double, _ effect: Double) {
    held += low <= effect && effect <= high ? 1 : 0
    found += low > 0 || high < 0 ? 1 : 0
  }
}
