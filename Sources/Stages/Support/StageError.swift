import Numerics

/// What a stage itself can find wrong, beside what its engine does.
enum StageError: ExplainableError {
  case notRepeatable(evaluator: String)
  case expectationFailed(condition: String, values: [(String, String)])
  case noSuchField(name: String, known: [String])
  case noSuchColumn(name: String, known: [String])
  case notComparable(found: String)
  case differentTestRows
  case cannotSave(found: String, format: String)
  case noSuchFormat(String)
  case fileFailed(path: String, reason: String)
  case photoUnreadable(path: String, reason: String)
  case notMien(path: String, reason: String)
  case noFolder(folder: String, path: String)
  case wouldOverwriteSource(path: String, source: String, isPart: Bool)
  case exists(path: String)
  case noModel
  case noMembers(stage: String)
  case twoTargets(name: String, other: String)
  case ablatedTwice
  case nothingToAblate(reasons: [String])
  case nothingToTune
  case evaluatorsDiffer
  case noPlans(reader: String)
  case tooFewDataSets(found: Int)
  case noProbabilities(model: String)
  case shiftIsLost(outer: String, model: String)

  static let samples: [Self] = [
    .notRepeatable(evaluator: "loso"), .expectationFailed(condition: "(a > b)", values: [("a", "1")]),
    .noSuchField(name: "f1", known: ["macro_f1"]), .noSuchColumn(name: "f1", known: ["macro_f1"]),
    .notComparable(found: "…"), .differentTestRows, .cannotSave(found: "…", format: ".xlsx"), .noSuchFormat(".xlsx"),
    .fileFailed(path: "faces", reason: "…"), .photoUnreadable(path: "face.jpg", reason: "…"),
    .notMien(path: "faces", reason: "…"), .noFolder(folder: "out", path: "out/x.csv"),
    .wouldOverwriteSource(path: "faces.csv", source: "faces.csv", isPart: false), .exists(path: "x.csv"), .noModel,
    .noMembers(stage: "vote"), .twoTargets(name: "below", other: "median"), .nothingToAblate(reasons: ["…"]),
    .ablatedTwice, .nothingToTune, .evaluatorsDiffer, .noPlans(reader: "ablate"), .tooFewDataSets(found: 1),
    .noProbabilities(model: "svm"), .shiftIsLost(outer: "vote", model: "thresholds logreg"),
  ]

  var entry: ErrorEntry { resultsEntry ?? filesEntry ?? modelsEntry ?? .unlisted(self) }

  private var resultsEntry: ErrorEntry? {
    switch self {
    case .notRepeatable(let evaluator):
      ErrorEntry(
        "E0303", "\(evaluator) has one way to split the rows; repeating it changes nothing",
        remedy: "use it with `cv` or `holdout`, which are drawn by chance",
        explanation: "`repeat` draws new splits by chance; leave-one-subject-out has only one.")
    case .expectationFailed(let condition, let values):
      ErrorEntry(
        "E0302",
        "expected \(condition)"
          + (values.isEmpty ? "" : ", but " + values.map { "\($0) is \($1)" }.joined(separator: ", ")),
        remedy: "the script stops here with exit status 3",
        explanation: "`expect` checks a number and ends the script where it is not as expected.")
    case .noSuchField(let name, let known):
      ErrorEntry(
        "E0112", "there is no field '\(name)'",
        remedy: known.isEmpty ? "" : "there are: \(known.joined(separator: ", "))", explanation: Idea.names)
    case .noSuchColumn(let name, let known):
      ErrorEntry(
        "E0110", "there is no column '\(name)'",
        remedy: known.isEmpty ? "" : "there are: \(known.joined(separator: ", "))", explanation: Idea.names)
    case .notComparable(let found):
      ErrorEntry(
        "E0304", "compare needs two results or more; got \(found)",
        remedy: "give results, each of a pipeline that ends in a model: `compare base fair`, `compare [a, b, c]`",
        explanation: Idea.pairing)
    case .differentTestRows:
      ErrorEntry(
        "E0305", "the results were tested on different rows, so they cannot be paired",
        remedy: "evaluate all from the same data with the same evaluator and seed", explanation: Idea.pairing)
    case .noPlans(let reader):
      ErrorEntry(
        "E0312", "\(reader) needs a sweep's table, whose rows know their plans",
        remedy: "use it on a pipeline with braces, or on the variable that holds its table",
        explanation: "Rows of a sweep remember the plan that made them; rows of other tables do not.")
    case .tooFewDataSets(let found):
      ErrorEntry(
        "E0313",
        "ranks need at least two data sets on which every method was scored; there "
          + "\(found == 1 ? "is 1" : "are \(found)")",
        remedy: "sweep over data sets: `load {\"ck48\", \"kmirfan\", \"kori\"} | … | rank`",
        explanation: "Friedman's test ranks the methods on each data set; folds of one data set share rows and are no "
          + "substitute.")
    default: nil
    }
  }

  private var filesEntry: ErrorEntry? {
    switch self {
    case .cannotSave(let found, let format):
      ErrorEntry(
        "E0306", "\(found) cannot be written as \(format)",
        remedy: "images are written into a folder (a name without an ending), features as .npz or .csv, tables as "
          + ".csv, .json, .md or .tex, results as .result, fitted models as .model",
        explanation: Idea.saving)
    case .noSuchFormat(let format):
      ErrorEntry(
        "E0306", "nothing is written as \(format)",
        remedy: "images are written into a folder (a name without an ending), features as .npz or .csv, tables as "
          + ".csv, .json, .md or .tex, results as .result, fitted models as .model",
        explanation: Idea.saving)
    case .fileFailed(let path, let reason):
      ErrorEntry(
        "E0307", "\"\(path)\": \(reason)",
        remedy: "nothing was changed: choose another place, or make room, and run it again", explanation: Idea.saving)
    case .photoUnreadable(let path, let reason):
      ErrorEntry(
        "E0321", "\"\(path)\": \(reason)", remedy: "give an image file: JPEG, PNG, BMP or TIFF",
        explanation: "`predict` looks at image files, and at nothing but what their bytes say they are.")
    case .notMien(let path, let reason):
      ErrorEntry(
        "E0308", "\"\(path)\" is not a file that mien saved: \(reason)",
        remedy: "`save` writes such files: `base | save \"base.result\"`", explanation: Idea.saving)
    case .noFolder(let folder, let path):
      ErrorEntry(
        "E0315", "there is no folder '\(folder)' to write \"\(path)\" into",
        remedy: "make the folder first, or choose another place: a relative path starts where mien was started",
        explanation: "`save` makes the files that it writes, not the folders that they lie in, so that a mistyped path "
          + "is noticed.")
    case .wouldOverwriteSource(let path, let source, let isPart):
      ErrorEntry(
        "E0351",
        "\"\(path)\" is " + (isPart ? "a file among the data of '\(source)'" : "where the data come from")
          + ", and would be lost",
        remedy: isPart ? "choose another name, or say overwrite=yes" : "choose another name", explanation: Idea.keeping)
    case .exists(let path):
      ErrorEntry(
        "E0352", "\"\(path)\" is there already", remedy: "choose another name, or leave out overwrite=no",
        explanation: Idea.keeping)
    default: nil
    }
  }

  private var modelsEntry: ErrorEntry? {
    switch self {
    case .noModel:
      ErrorEntry(
        "E0309", "there is no model in this plan", remedy: "add one, such as `| svm rbf`",
        explanation: "Predictions are made by a model: a plan ends its learning part with one, such as `svm` or "
          + "`logreg`.")
    case .noMembers(let stage):
      ErrorEntry(
        "E0316", "the list of models is empty", remedy: "name the models in it: `\(stage) [logreg, bayes, (knn 9)]`",
        explanation: "`vote` and `stack` combine the models that they are given in a list.")
    case .twoTargets(let name, let other):
      ErrorEntry(
        "E0317", "`\(name)` and the target \(other) both say how many rows there should be",
        remedy: "give the target or `\(name)`, not both",
        explanation: "A target such as `smote median` names the classes that change and how far; `below` and `above` "
          + "do the same by a share of all rows.")
    case .ablatedTwice:
      ErrorEntry(
        "E0310", "these plans have been ablated already",
        remedy: "one `ablate` leaves out each stage; to leave out two stages at a time, leave one out yourself",
        explanation: Idea.ablation)
    case .nothingToAblate(let reasons):
      ErrorEntry(
        "E0310",
        "there is no stage that could be left out" + (reasons.isEmpty ? "" : ": " + reasons.joined(separator: "; ")),
        remedy: "only what works on features, or changes training rows, can be left out", explanation: Idea.ablation)
    case .nothingToTune:
      ErrorEntry(
        "E0311", "there is one plan only, and nothing to choose among",
        remedy: "give alternatives in braces before it: `pca {20, 50} | {logreg, svm rbf} | tune`",
        explanation: Idea.choice)
    case .evaluatorsDiffer:
      ErrorEntry(
        "E0311", "the alternatives are evaluated in different ways, so they cannot be chosen among",
        remedy: "put one evaluator behind it: `… | tune inner=3 | cv 5`", explanation: Idea.choice)
    case .shiftIsLost(let outer, let model):
      ErrorEntry(
        "E0376", "\(outer) goes by probabilities, which '\(model)' leaves as they are: its shift would be lost",
        remedy: "put thresholds around it: `thresholds (vote [logreg, (knn 9)])`",
        explanation:
          "`thresholds` changes which class is answered, and not how likely each is said to be. Models that go "
          + "by probabilities of others, such as `stack`, `thresholds` itself, and `vote` where all of its models have them, would never "
          + "see the difference; around them it shifts what comes of all.")
    case .noProbabilities(let model):
      ErrorEntry(
        "E0314", "'\(model)' gives no probabilities, so there is nothing to shift",
        remedy: "use one that does, such as logreg, lda, knn or (svm rbf probability=yes)",
        explanation: "Thresholds move the borders between classes by how likely the model thinks each; a model that "
          + "only names a class has no such borders to move.")
    default: nil
    }
  }
}

/// What `explain` says beyond one case.
private enum Idea {
  static let names =
    "The names that there are stand below the error."
  static let pairing =
    "A paired test compares two models row by row, which is far sharper than comparing two averages, but only works "
    + "where both were tested on the same rows."
  static let saving =
    "`save` chooses the format by the ending of the name, writes to a temporary file and renames it."
  static let keeping =
    "`save` replaces an older file unless overwrite=no says otherwise, but never what a value was made from, whatever "
    + "link leads there."
  static let ablation =
    "`ablate` scores a plan without each of its stages in turn."
  static let choice =
    "`tune` makes one model of the alternatives before it, which chooses by its training rows; the evaluator behind it "
    + "scores the choice."
}
