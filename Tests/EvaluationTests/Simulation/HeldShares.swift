@testable import Evaluation

/// How many intervals of a cell held the truth, as its place in the table of README says it: what lies outside of what is
/// asked is marked on either side.
struct HeldShares {
  /// By accuracy, macro-F1 and UAR.
  let scores: [Int]
  let differences: [Int]
  /// Data sets that have an interval, of how many.
  let given: Int
  let dataSets: Int

  init(scores: [Int], differences: [Int], of given: Int, dataSets: Int? = nil) {
    (self.scores, self.differences, self.given, self.dataSets) = (scores, differences, given, dataSets ?? given)
  }

  /// Accuracy and differences are to hold in 93 to 97 of 100, macro-F1 and UAR in 91 to 97.
  static func least(_ metric: Int, ofDifference isDifference: Bool) -> Double { isDifference || metric == 0 ? 93 : 91 }
  static let greatest = 97.0

  static func heading(_ what: String) -> String {
    """
    | test | \(what) | 2 classes, even | 2 classes, uneven | 7 classes, even | 7 classes, uneven |
    | --- | --- | --- | --- | --- | --- | --- |
    """
  }

  static func line(_ beginning: [String], _ cells: [HeldShares?]) -> String {
    "| " + (beginning + cells.map { $0?.text ?? "–" }).joined(separator: " | ") + " |"
  }

  /// "97.8▲/95.2/90.7▼ · 94.0/94.2/93.8", and of how many data sets where some have no interval.
  private var text: String {
    let numbers = [(scores, false), (differences, true)].map { counts, isDifference in
      counts.enumerated().map { metric, held in
        let percent = (1000 * Double(held) / Double(max(given, 1))).rounded() / 10
        let least = Self.least(metric, ofDifference: isDifference)
        return "\(percent)" + (percent > Self.greatest ? "▲" : percent < least ? "▼" : "")
      }.joined(separator: "/")
    }.joined(separator: " · ")
    return given == dataSets ? numbers : "\(numbers) (\(percent(given, dataSets)) %)"
  }
}
