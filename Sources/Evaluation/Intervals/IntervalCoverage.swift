/// How often 95% intervals by subject hold the truth in tests like one, where the truth is known: the least and the greatest
/// of the cells that were simulated with as many people (`Tests/EvaluationTests/Simulation`), by what kind of test it is.
///
/// Few people, and folds whose people train the models of others, make intervals that are wider than need be or, seldom, too
/// narrow; which of the two one run is, it cannot know. So each result says what was measured for its kind.
public struct IntervalCoverage: Sendable, Equatable {
  /// Percent of data sets in which the interval of a score held it: accuracy, macro-F1, UAR.
  public let ofScores: ClosedRange<Int>
  /// The same of the difference of two models' scores.
  public let ofDifferences: ClosedRange<Int>

  /// What kinds of test were simulated.
  enum Design: String, CaseIterable {
    /// One test, of people who train nothing.
    case oneTest = "one split"
    case folds = "cv 5"
    case holdouts = "repeat 10"
    case repeatedFolds = "cv 5 × 10"
    /// Folds whose rows are scored together, as each person left out.
    case pooledFolds = "loso"
  }

  /// Where the simulation was of other numbers of people, the nearest on either side together.
  init?(_ design: Design, people: Int) {
    let cells = Self.simulated[design] ?? []
    guard let below = cells.last(where: { $0.people <= people }) ?? cells.first,
      let above = cells.first(where: { $0.people >= people }) ?? cells.last
    else { return nil }
    ofScores = below.scores.joined(above.scores)
    ofDifferences = below.differences.joined(above.differences)
  }

  /// "held the truth in 95 to 99 of 100 simulated data sets"; nil where that is what 95% says, to within two.
  public static func text(_ held: ClosedRange<Int>) -> String? {
    guard held.lowerBound < 93 || held.upperBound > 97 else { return nil }
    return "held the truth in \(held.lowerBound) to \(held.upperBound) of 100 simulated data sets"
  }

  typealias Cell = (people: Int, scores: ClosedRange<Int>, differences: ClosedRange<Int>)

  /// By people who are tested, of whom one split has a quarter; the least rounded down, the greatest up.
  static let simulated: [Design: [Cell]] = [
    .oneTest: [
      (2, 96...100, 96...100), (4, 95...100, 95...99), (8, 93...99, 95...99), (10, 95...98, 93...98),
      (16, 92...98, 94...98), (40, 94...97, 94...97),
    ],
    .folds: [(8, 96...99, 94...98), (16, 95...99, 94...99), (40, 93...99, 93...99)],
    .holdouts: [(4, 94...100, 94...99), (8, 94...99, 93...97), (16, 94...98, 93...97), (40, 93...99, 92...99)],
    .repeatedFolds: [(8, 96...99, 95...99), (16, 95...99, 94...98), (40, 94...98, 92...99)],
    .pooledFolds: [(4, 89...100, 95...100), (8, 92...99, 93...99), (16, 91...98, 94...98), (40, 90...98, 92...98)],
  ]
}

extension ClosedRange<Int> {
  /// From the lesser beginning to the greater end.
  fileprivate func joined(_ other: Self) -> Self {
    Swift.min(lowerBound, other.lowerBound)...Swift.max(upperBound, other.upperBound)
  }
}

extension ComparedClassifier {
  /// How often intervals of tests like this held the truth; nil where no subject is known, where there is no interval, and
  /// where each fold is a data set of its own: that was not simulated. Cost: O(rows).
  public var intervalCoverage: IntervalCoverage? {
    guard let subjects, !foldsAreSources else { return nil }
    let people = Set(subjects.unitOfRow.unitOfRow).count
    guard people > 1 else { return nil }
    let design: IntervalCoverage.Design =
      switch folds.folds.count {
      case 1: .oneTest
      case _ where isPooled: .pooledFolds
      case repetitions: .holdouts
      default: repetitions > 1 ? .repeatedFolds : .folds
      }
    return IntervalCoverage(design, people: people)
  }
}
