import Samples

/// The metrics of one evaluation.
public struct ScoreCard: Sendable, Equatable {
  /// One metric of the evaluation.
  public struct Score: Sendable, Equatable {
    /// As in a sweep's column: `macro_f1`.
    public var name: String
    /// For a person: "macro-F1".
    public var title: String
    /// The mean over folds and repetitions; on one split, and where the evaluator pools (as `loso` does), the score of
    /// all test rows together.
    public var value: Double
    /// 95%: over the folds where the value is their mean, otherwise over subjects where they are known, or rows; nil where
    /// one subject or one row tells nothing about others.
    public var interval: ClosedRange<Double>?
    /// In each fold.
    public var perFold: [Double]
    /// Standard deviation over folds and repetitions; nil where the value is no mean.
    public var deviation: Double?
    /// Of all test rows together.
    public var pooled: Double

    public init(
      name: String, title: String, value: Double, interval: ClosedRange<Double>? = nil, perFold: [Double] = [],
      deviation: Double? = nil, pooled: Double? = nil
    ) {
      self.name = name
      self.title = title
      self.value = value
      self.interval = interval
      self.perFold = perFold
      self.deviation = deviation
      self.pooled = pooled ?? value
    }

    public var estimate: Estimate {
      Estimate(value, deviation: deviation, lower: interval?.lowerBound, upper: interval?.upperBound)
    }
  }

  public var metrics: [Score]
  public var classes: [ClassScore]
  /// Rows of true class × columns of predicted class, for all classes.
  public var confusion: [[Int]]
  public var intervalBasis: IntervalBasis
  public var notes: [String]

  public init(
    metrics: [Score], classes: [ClassScore], confusion: [[Int]],
    intervalBasis: IntervalBasis = IntervalBasis("95% intervals"),
    notes: [String] = []
  ) {
    self.metrics = metrics
    self.classes = classes
    self.confusion = confusion
    self.intervalBasis = intervalBasis
    self.notes = notes
  }

  /// Where the intervals come from, or why there are none, for a person.
  public var basis: String { intervalBasis.text }

  public func metric(_ name: String) -> Score? {
    metrics.first { $0.name == name }
  }
}
