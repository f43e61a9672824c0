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

  public var code: String {
    switch self {
    case .noBudget: "E0680"
    case .noLearners: "E0681"
    case .noFoldsPossible: "E0682"
    case .badSplit: "E0683"
    case .nothingWorked: "E0684"
    case .unsuitableSetting: "E0685"
    case .unknownLearner: "E0686"
    case .noProbabilities: "E0687"
    }
  }

  public var problem: String {
    switch self {
    case .noBudget: "a search needs a budget above 0"
    case .noLearners: "there is no learner to search over"
    case .noFoldsPossible(let rows, let classes):
      "\(rows) rows of \(classes) classes are too few to hold any back for judging configurations"
    case .badSplit(let reason): "the rows cannot be split that way: \(reason)"
    case .nothingWorked(let trials, let reason):
      "none of \(trials) trial\(trials == 1 ? "" : "s") gave a model: \(reason)"
    case .unsuitableSetting(let name): "the configuration has no usable `\(name)`"
    case .unknownLearner(let name, let known):
      "there is no learner '\(name)'; there are \(known.joined(separator: ", "))"
    case .noProbabilities: "log loss needs probabilities, and none of the learners has any"
    }
  }

  public var remedy: String {
    switch self {
    case .noBudget: "give a time such as 60s, or trials=50"
    case .noLearners: "name at least one"
    case .noFoldsPossible: "get more rows, or name the model yourself"
    case .badSplit: "give each row to one side"
    case .nothingWorked: "give it more time, or mend what the trials complain about"
    case .unsuitableSetting: "use a configuration that a search of this learner proposed"
    case .unknownLearner: "use one of those names"
    case .noProbabilities: "add a learner that has probabilities, such as logreg, or choose another metric"
    }
  }

  public var explanation: String {
    switch self {
    case .noBudget: "A search tries configurations until its time or its number of trials is used up."
    case .noLearners, .unknownLearner: "A search chooses among learners, and among the options of each."
    case .noFoldsPossible, .badSplit:
      "A configuration is judged on training rows that were held back from it. Test rows are never used for that."
    case .nothingWorked:
      "A trial that fails or runs out of time counts as a miss, and the search goes on. Here no other was left."
    case .unsuitableSetting: "A configuration names a value for each option of its learner."
    case .noProbabilities:
      "Log loss judges how sure a model was of the truth, so it needs a probability for each class."
    }
  }
}
