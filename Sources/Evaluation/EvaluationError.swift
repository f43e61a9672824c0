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

  public var code: String { entry.code }
  public var problem: String { entry.problem }
  public var remedy: String { entry.remedy }
  public var explanation: String { entry.explanation }

  private struct Entry {
    let code: String
    let problem: String
    let remedy: String
    let explanation: String

    init(_ code: String, _ problem: String, _ remedy: String, _ explanation: String) {
      self.code = code
      self.problem = problem
      self.remedy = remedy
      self.explanation = explanation
    }
  }

  private var entry: Entry {
    switch self {
    case .noRows, .differentLengths, .unknownCode, .shareOutside, .tooFewFolds, .tooFewRepetitions, .tooFewRows,
      .tooFewSubjects:
      return splittingEntry
    case .subjectsUnknown, .partsUnknown, .sourcesUnknown, .unknownSource, .tooFewSources, .emptySide:
      return rowFactsEntry
    case .wrongTable, .negativeCount, .differentClasses, .unknownMetric, .levelOutside, .tooFewResamples,
      .tooFewScores, .notFinite, .noGroup:
      return scoringEntry
    }
  }

  private var splittingEntry: Entry {
    switch self {
    case .differentLengths(let what, let found, let rows):
      return Entry(
        "E0802", "there are \(found) \(what) for \(rows) rows",
        "give one for each row, in the order of the rows", Idea.alignment)
    case .unknownCode(let code, let what, let known):
      return Entry(
        "E0803", "code \(code) is not one of the \(known) \(what)", "use codes from 0 to \(known - 1)",
        Idea.alignment)
    case .shareOutside(let share):
      return Entry(
        "E0804", "a test share of \(share) leaves nothing to train or nothing to test",
        "give a share between 0% and 100%, such as holdout 25%", Idea.holdout)
    case .tooFewFolds(let folds):
      return Entry("E0805", "cross-validation needs at least 2 folds; got \(folds)", "write cv 5", Idea.folds)
    case .tooFewRepetitions(let count):
      return Entry("E0806", "\(count) repetitions are none", "repeat at least once", Idea.folds)
    case .tooFewRows(let found, let needed, let purpose):
      return Entry(
        "E0807", "\(purpose) needs at least \(needed) rows; there \(found == 1 ? "is" : "are") \(found)",
        "load more rows, or ask for fewer folds", Idea.folds)
    case .tooFewSubjects(let found, let needed, let purpose):
      return Entry(
        "E0808", "\(purpose) needs at least \(needed) subjects; there \(found == 1 ? "is" : "are") \(found)",
        "ask for fewer folds, or load more subjects; `cv` and `holdout` split single rows with by=row, to be read with care",
        Idea.subjects)
    default:
      return Entry("E0801", "there are no rows to split", "check what was loaded or filtered", Idea.alignment)
    }
  }

  private var rowFactsEntry: Entry {
    switch self {
    case .partsUnknown:
      return Entry(
        "E0810", "this data set has no train and test part of its own",
        "use holdout 25%, cv 5 or, where subjects are known, loso", Idea.holdout)
    case .sourcesUnknown:
      return Entry(
        "E0811", "it is not known which source each row came from", "load at least two named sources", Idea.sources)
    case .unknownSource(let name, let known):
      return Entry(
        "E0812", "no source is called '\(name)'", "known sources: \(known.joined(separator: ", "))", Idea.sources)
    case .tooFewSources(let known):
      return Entry(
        "E0813", "leaving one source out needs two; there is only '\(known.joined(separator: ", "))'",
        "load another source, or use cv 5", Idea.sources)
    case .emptySide(let split, let side):
      return Entry(
        "E0814", "\(split) has no \(side) rows", "choose another share, other folds or another source",
        Idea.holdout)
    default:
      return Entry(
        "E0809", "it is not known which subject any row shows",
        "use cv 5, or load a data set whose file names or table tell the subject", Idea.subjects)
    }
  }

  private var scoringEntry: Entry {
    switch self {
    case .wrongTable(let counts, let classes):
      return Entry(
        "E0815", "a table of \(classes) classes has \(classes * classes) counts, not \(counts)",
        "give one count for each pair of true and predicted class", Idea.confusion)
    case .negativeCount(let count):
      return Entry("E0816", "a count of \(count) rows", "counts are zero or more", Idea.confusion)
    case .differentClasses(let first, let second):
      return Entry(
        "E0817",
        "the results name different classes: \(first.joined(separator: ", ")) and \(second.joined(separator: ", "))",
        "compare results on the same rows of the same data set", Idea.paired)
    case .unknownMetric(let name, let known):
      return Entry(
        "E0818", "no metric is called '\(name)'", "metrics: \(known.joined(separator: ", "))", Idea.confusion)
    case .levelOutside(let level):
      return Entry(
        "E0819", "a confidence level of \(level) is not between 0 and 1", "write 0.95 or 95%", Idea.bootstrap)
    case .tooFewResamples(let count):
      return Entry(
        "E0820", "\(count) resamples are too few for an interval", "take 1,000 or more; 20 is the least",
        Idea.bootstrap)
    case .tooFewScores(let found, let needed, let purpose):
      return Entry(
        "E0821", "\(purpose) needs at least \(needed) scores; got \(found)", "use more folds or repetitions",
        Idea.paired)
    case .notFinite(let what, let position):
      return Entry(
        "E0822", "\(what) number \(position + 1) is not a finite number", "look at the fold that made it", Idea.paired)
    default:
      return Entry(
        "E0823", "no row belongs to a known group", "name a column that tells the group of each row", Idea.groups)
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
