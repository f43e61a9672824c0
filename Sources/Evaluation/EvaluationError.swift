import Numerics

/// What can go wrong between a plan and its numbers: splits that cannot be made, scores that cannot be taken.
public enum EvaluationError: ExplainableError, Equatable {
  case noRows
  case differentLengths(of: String, found: Int, rows: Int)
  case unknownCode(Int, of: String, known: Int)
  case shareOutside(Double)
  case tooFewFolds(Int)
  case tooFewRepetitions(Int)
  case tooFewRows(found: Int, needed: Int, purpose: String)
  case tooFewSubjects(found: Int, needed: Int, purpose: String)
  case subjectsUnknown
  case partsUnknown
  case sourcesUnknown
  case unknownSource(String, known: [String])
  case tooFewSources(known: [String])
  case emptySide(split: String, side: String)
  case wrongTable(counts: Int, classes: Int)
  case negativeCount(Int)
  case differentClasses(first: [String], second: [String])
  case unknownMetric(String, known: [String])
  case levelOutside(Double)
  case tooFewResamples(Int)
  case tooFewScores(found: Int, needed: Int, purpose: String)
  case notFinite(what: String, position: Int)
  case noGroup

  public static let samples: [Self] = [
    .noRows, .differentLengths(of: "…", found: 1, rows: 1), .unknownCode(1, of: "…", known: 1), .shareOutside(2),
    .tooFewFolds(1), .tooFewRepetitions(1), .tooFewRows(found: 1, needed: 6, purpose: "a split into 6 folds"),
    .tooFewSubjects(found: 1, needed: 6, purpose: "a split into 6 folds"), .subjectsUnknown, .partsUnknown,
    .sourcesUnknown, .unknownSource("…", known: ["happy", "sad"]), .tooFewSources(known: ["happy", "sad"]),
    .emptySide(split: "fold 1", side: "test"), .wrongTable(counts: 1, classes: 1), .negativeCount(1),
    .differentClasses(first: ["happy"], second: ["sad"]), .unknownMetric("…", known: ["happy", "sad"]),
    .levelOutside(2), .tooFewResamples(1), .tooFewScores(found: 1, needed: 6, purpose: "cv 5"),
    .notFinite(what: "…", position: 1), .noGroup,
  ]

  public var entry: ErrorEntry { splittingEntry ?? rowFactsEntry ?? scoringEntry ?? .unlisted(self) }

  private var splittingEntry: ErrorEntry? {
    switch self {
    case .differentLengths(let what, let found, let rows):
      ErrorEntry(
        "E0802", "there are \(found) \(what) for \(rows) rows",
        remedy: "give one for each row, in the order of the rows", explanation: Idea.alignment)
    case .unknownCode(let code, let what, let known):
      ErrorEntry(
        "E0803", "code \(code) is not one of the \(known) \(what)",
        remedy: "use codes from 0 to \(known - 1)", explanation: Idea.alignment)
    case .shareOutside(let share):
      ErrorEntry(
        "E0804", "a test share of \(share) leaves nothing to train or nothing to test",
        remedy: "give a share between 0% and 100%, such as 25%", explanation: Idea.holdout)
    case .tooFewFolds(let folds):
      ErrorEntry(
        "E0805", "cross-validation needs at least 2 folds; got \(folds)",
        remedy: "ask for 2 or more; 5 are usual", explanation: Idea.folds)
    case .tooFewRepetitions(let count):
      ErrorEntry("E0806", "\(count) repetitions are none", remedy: "repeat at least once", explanation: Idea.folds)
    case .tooFewRows(let found, let needed, let purpose):
      ErrorEntry(
        "E0807", "\(purpose) needs at least \(needed) rows; there \(found == 1 ? "is" : "are") \(found)",
        remedy: "load more rows, or ask for fewer folds", explanation: Idea.folds)
    case .tooFewSubjects(let found, let needed, let purpose):
      ErrorEntry(
        "E0808", "\(purpose) needs at least \(needed) subjects; there \(found == 1 ? "is" : "are") \(found)",
        remedy:
          "ask for fewer folds, load more subjects, or split single rows by by=row, to be read with care",
        explanation: Idea.subjects)
    case .noRows:
      ErrorEntry(
        "E0801", "there are no rows to split",
        remedy: "check what was loaded or filtered", explanation: Idea.alignment)
    default: nil
    }
  }

  private var rowFactsEntry: ErrorEntry? {
    switch self {
    case .partsUnknown:
      ErrorEntry(
        "E0810", "this data set has no train and test part of its own",
        remedy: "hold out a share of the rows, such as 25%, or cross-validate, by subjects where they are known",
        explanation: Idea.holdout)
    case .sourcesUnknown:
      ErrorEntry(
        "E0811", "it is not known which source each row came from",
        remedy: "load at least two named sources", explanation: Idea.sources)
    case .unknownSource(let name, let known):
      ErrorEntry(
        "E0812", "no source is called '\(name)'",
        remedy: "known sources: \(known.joined(separator: ", "))", explanation: Idea.sources)
    case .tooFewSources(let known):
      ErrorEntry(
        "E0813", "leaving one source out needs two; there is only '\(known.joined(separator: ", "))'",
        remedy: "load another source, or cross-validate over rows or subjects", explanation: Idea.sources)
    case .emptySide(let split, let side):
      ErrorEntry(
        "E0814", "\(split) has no \(side) rows",
        remedy: "choose another share, other folds or another source", explanation: Idea.holdout)
    case .subjectsUnknown:
      ErrorEntry(
        "E0809", "it is not known which subject any row shows",
        remedy: "cross-validate over rows, or load a data set whose file names or table tell the subject",
        explanation: Idea.subjects)
    default: nil
    }
  }

  private var scoringEntry: ErrorEntry? {
    switch self {
    case .wrongTable(let counts, let classes):
      ErrorEntry(
        "E0815", "a table of \(classes) classes has \(classes * classes) counts, not \(counts)",
        remedy: "give one count for each pair of true and predicted class", explanation: Idea.confusion)
    case .negativeCount(let count):
      ErrorEntry("E0816", "a count of \(count) rows", remedy: "counts are zero or more", explanation: Idea.confusion)
    case .differentClasses(let first, let second):
      ErrorEntry(
        "E0817",
        "the results name different classes: \(first.joined(separator: ", ")) and \(second.joined(separator: ", "))",
        remedy: "compare results on the same rows of the same data set", explanation: Idea.paired)
    case .unknownMetric(let name, let known):
      ErrorEntry(
        "E0818", "no metric is called '\(name)'",
        remedy: "metrics: \(known.joined(separator: ", "))", explanation: Idea.confusion)
    case .levelOutside(let level):
      ErrorEntry(
        "E0819", "a confidence level of \(level) is not between 0 and 1",
        remedy: "write 0.95 or 95%", explanation: Idea.bootstrap)
    case .tooFewResamples(let count):
      ErrorEntry(
        "E0820", "\(count) resamples are too few for an interval",
        remedy: "take 1,000 or more; 20 is the least", explanation: Idea.bootstrap)
    case .tooFewScores(let found, let needed, let purpose):
      ErrorEntry(
        "E0821", "\(purpose) needs at least \(needed) scores; got \(found)",
        remedy: "use more folds or repetitions", explanation: Idea.paired)
    case .notFinite(let what, let position):
      ErrorEntry(
        "E0822", "\(what) number \(position + 1) is not a finite number",
        remedy: "look at the fold that made it", explanation: Idea.paired)
    case .noGroup:
      ErrorEntry(
        "E0823", "no row belongs to a known group",
        remedy: "name a column that tells the group of each row", explanation: Idea.groups)
    default: nil
    }
  }
}

/// The ideas behind the errors, for `explain`.
private enum Idea {
  static let alignment =
    "Labels, predictions, subjects and groups are lists that run beside the rows. If one is longer or shorter, "
    + "or speaks of a class that was not declared, every number after it would be about the wrong rows."
  static let holdout =
    "A model is judged on rows that it has not learnt from. That needs some rows on both sides: "
    + "with none in training there is nothing to learn, with none in test nothing to judge."
  static let folds =
    "Cross-validation cuts the rows into folds; each is the test once, while the others train. "
    + "There cannot be more folds than rows, or than subjects where subjects are kept whole."
  static let subjects =
    "Two pictures of one person resemble each other more than two pictures of one emotion. If a person is in "
    + "training and in test, a model can score by remembering faces, so subjects are kept on one side."
  static let sources =
    "A data set has its own cameras, lighting and posing. Testing on a source that was not trained on shows "
    + "how much of a score belongs to the expressions, and how much to the source."
  static let confusion =
    "A confusion matrix counts rows by true class (down) and predicted class (across). "
    + "Every score of a classification here is a function of those counts."
  static let bootstrap =
    "An interval is found by drawing the test rows (or test subjects) again, with replacement, many times, and "
    + "looking at the middle 95% of the scores. Few resamples make the ends of the interval wobble."
  static let paired =
    "Two models are compared on the same rows, or the same folds, so that what is difficult about a row is "
    + "difficult for both, and only the models differ."
  static let groups =
    "A fairness metric compares one score between groups of people. Rows of unknown group are left out of it, "
    + "and something must remain."
}
