import Numerics

/// How much higher one method scores than another over repetitions of a whole experiment that have nothing in common but
/// the methods: Student's paired t over the differences, one a repetition.
///
/// Repetitions that share their rows are no such repetitions: other splits of the same people are not other people
/// (Nadeau & Bengio 2003), and nothing here corrects for that.
public struct PairedReplicates: Sendable, Equatable {
  /// The mean difference.
  public let value: Double
  /// Standard deviation of the differences; nil of one.
  public let deviation: Double?
  /// The interval, which leaves out 0 exactly where `probability` is below 5%; nil of one repetition.
  public let bounds: ClosedRange<Double>?
  /// How often chance alone would put it so far from 0; nil of one repetition.
  public let probability: Double?

  /// - Parameters:
  ///   - differences: one a repetition, one at least.
  ///   - count: of how many the other was chosen as the best by these very scores (Tukey's range); 2 where it was named
  ///     beforehand.
  public init(_ differences: [Double], bestOf count: Int = 2) {
    let number = Double(differences.count)
    let mean = differences.reduce(0, +) / number
    value = mean
    guard differences.count > 1 else {
      (deviation, bounds, probability) = (nil, nil, nil)
      return
    }
    let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = (squares / (number - 1)).squareRoot()
    let error = deviation / number.squareRoot()
    let correction = BestOfSeveral(count: count)
    let reach = studentQuantile(twoSided: 1 - correction.level, freedom: number - 1) * error
    self.deviation = deviation
    bounds = (mean - reach)...(mean + reach)
    let raw = mean == 0 ? 1 : error == 0 ? 0 : studentTwoSided(mean / error, freedom: number - 1)
    probability = correction.probability(raw)
  }
}
