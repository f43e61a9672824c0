import Learning
import Numerics

/// What can be wrong with a search for a model.
public enum AutoMLError: ExplainableError, Equatable {
  case noBudget
  case noLearners
  case noFoldsPossible(rows: Int, classes: Int)
  case badSplit(reason: String)
  /// No trial gave a loss; `reason` is what the first said.
  case nothingWorked(trials: Int, reason: String)
  /// A configuration that is not one of its learner's.
  case unsuitableSetting(name: String)
  case unknownLearner(name: String, known: [String])
  case noProbabilities

  public static let samples: [Self] = [
    .noBudget, .noLearners, .noFoldsPossible(rows: 3, classes: 3), .badSplit(reason: "…"),
    .nothingWorked(trials: 5, reason: "…"), .unsuitableSetting(name: "C"),
    .unknownLearner(name: "svc", known: ["svm", "logreg"]), .noProbabilities,
  ]

  public var entry: ErrorEntry {
    switch self {
    case .noBudget:
      ErrorEntry(
        "E0680", "a search needs a budget above 0", remedy: "give a time such as 60s, or trials=50",
        explanation: "A search tries configurations until its time or its number of trials is used up.")
    case .noLearners:
      ErrorEntry("E0681", "there is no learner to search over", remedy: "name at least one", explanation: Idea.learners)
    case .noFoldsPossible(let rows, let classes):
      ErrorEntry(
        "E0682", "\(rows) rows of \(classes) classes are too few to hold any back for judging configurations",
        remedy: "get more rows, or name the model yourself", explanation: Idea.judging)
    case .badSplit(let reason):
      ErrorEntry(
        "E0683", "the rows cannot be split that way: \(reason)",
        remedy: "give each row to one side", explanation: Idea.judging)
    case .nothingWorked(let trials, let reason):
      ErrorEntry(
        "E0684", "none of \(trials) trial\(trials == 1 ? "" : "s") gave a model: \(reason)",
        remedy: "give it more time, or mend what the trials complain about",
        explanation: "A trial that fails or runs out of time counts as a miss, and the search goes on. Here no other "
          + "was left.")
    case .unsuitableSetting(let name):
      ErrorEntry(
        "E0685", "the configuration has no usable `\(name)`",
        remedy: "use a configuration that a search of this learner proposed",
        explanation: "A configuration names a value for each option of its learner.")
    case .unknownLearner(let name, let known):
      ErrorEntry(
        "E0686", "there is no learner '\(name)'; there are \(known.joined(separator: ", "))",
        remedy: "use one of those names", explanation: Idea.learners)
    case .noProbabilities:
      ErrorEntry(
        "E0687", "log loss needs probabilities, and none of the learners has any",
        remedy: "add a learner that has probabilities, such as logreg, or choose another metric",
        explanation: "Log loss judges how sure a model was of the truth, so it needs a probability for each class.")
    }
  }
}

/// What `explain` says beyond one case.
private enum Idea {
  static let learners =
    "A search chooses among learners, and among the options of each."
  static let judging =
    "A configuration is judged on training rows that were held back from it. Test rows are never used for that."
}
