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

  var code: String {
    switch self {
    case .notRepeatable: "E0303"
    case .expectationFailed: "E0302"
    case .noSuchField: "E0112"
    case .noSuchColumn: "E0110"
    case .notComparable: "E0304"
    case .differentTestRows: "E0305"
    case .cannotSave, .noSuchFormat: "E0306"
    case .fileFailed: "E0307"
    case .photoUnreadable: "E0321"
    case .notMien: "E0308"
    case .noFolder: "E0315"
    case .noModel: "E0309"
    case .noMembers: "E0316"
    case .twoTargets: "E0317"
    case .ablatedTwice, .nothingToAblate: "E0310"
    case .nothingToTune, .evaluatorsDiffer: "E0311"
    case .noPlans: "E0312"
    case .tooFewDataSets: "E0313"
    case .noProbabilities: "E0314"
    }
  }

  var problem: String {
    switch self {
    case .notRepeatable(let evaluator): "\(evaluator) has one way to split the rows; repeating it changes nothing"
    case .expectationFailed(let condition, let values):
      "expected \(condition)"
        + (values.isEmpty ? "" : ", but " + values.map { "\($0) is \($1)" }.joined(separator: ", "))
    case .noSuchField(let name, _): "there is no field '\(name)'"
    case .noSuchColumn(let name, _): "there is no column '\(name)'"
    case .notComparable(let found): "compare needs two results or more; got \(found)"
    case .differentTestRows: "the results were tested on different rows, so they cannot be paired"
    case .cannotSave(let found, let format): "\(found) cannot be written as \(format)"
    case .noSuchFormat(let format): "nothing is written as \(format)"
    case .fileFailed(let path, let reason), .photoUnreadable(let path, let reason): "\"\(path)\": \(reason)"
    case .notMien(let path, let reason): "\"\(path)\" is not a file that mien saved: \(reason)"
    case .noFolder(let folder, let path): "there is no folder '\(folder)' to write \"\(path)\" into"
    case .noModel: "there is no model in this plan"
    case .noMembers: "the list of models is empty"
    case .twoTargets(let name, let other): "`\(name)` and the target \(other) both say how many rows there should be"
    case .ablatedTwice: "these plans have been ablated already"
    case .nothingToAblate(let reasons):
      "there is no stage that could be left out" + (reasons.isEmpty ? "" : ": " + reasons.joined(separator: "; "))
    case .nothingToTune: "there is one plan only, and nothing to choose among"
    case .evaluatorsDiffer: "the alternatives are evaluated in different ways, so they cannot be chosen among"
    case .noPlans(let reader): "\(reader) needs a sweep's table, whose rows know their plans"
    case .tooFewDataSets(let found):
      "ranks need at least two data sets on which every method was scored; there \(found == 1 ? "is 1" : "are \(found)")"
    case .noProbabilities(let model): "'\(model)' gives no probabilities, so there is nothing to shift"
    }
  }

  var remedy: String {
    switch self {
    case .notRepeatable: "use it with `cv` or `holdout`, which are drawn by chance"
    case .expectationFailed: "the script stops here with exit status 3"
    case .noSuchField(_, let known), .noSuchColumn(_, let known):
      known.isEmpty ? "" : "there are: \(known.joined(separator: ", "))"
    case .notComparable:
      "write `compare base fair`, or `compare [a, b, c]`, each made by a pipeline that ends in a model"
    case .differentTestRows: "evaluate all from the same data with the same evaluator and seed"
    case .cannotSave, .noSuchFormat:
      "images are written into a folder (a name without an ending), features as .npz or .csv, tables as .csv, .json, "
        + ".md or .tex, results as .result, fitted models as .model"
    case .photoUnreadable: "give an image file: JPEG, PNG, BMP or TIFF"
    case .fileFailed: "nothing was changed: choose another place, or make room, and run it again"
    case .notMien: "`save` writes such files: `base | save \"base.result\"`"
    case .noFolder: "make the folder first, or choose another place: a relative path starts where mien was started"
    case .noModel: "add one, such as `| svm rbf`"
    case .twoTargets(let name, _): "give the target or `\(name)`, not both"
    case .noMembers(let stage): "name the models in it: `\(stage) [logreg, bayes, (knn 9)]`"
    case .ablatedTwice: "write `ablate` once; to leave out two stages at a time, leave one out yourself"
    case .nothingToAblate: "only what works on features, or changes training rows, can be left out"
    case .nothingToTune: "give alternatives in braces before it: `pca {20, 50} | {logreg, svm rbf} | tune`"
    case .evaluatorsDiffer: "put one evaluator behind it: `… | tune inner=3 | cv 5`"
    case .noPlans: "use it on a pipeline with braces, or on the variable that holds its table"
    case .tooFewDataSets: "sweep over data sets: `load {\"ck48\", \"kmirfan\", \"kori\"} | … | rank`"
    case .noProbabilities: "use one that does, such as logreg, lda, knn or (svm rbf probability=yes)"
    }
  }

  var explanation: String {
    switch self {
    case .notRepeatable: "`repeat` draws new splits by chance; leave-one-subject-out has only one."
    case .expectationFailed: "`expect` checks a number and ends the script where it is not as expected."
    case .noSuchField, .noSuchColumn: "The names that there are stand below the error."
    case .notComparable, .differentTestRows:
      "A paired test compares two models row by row, which is far sharper than comparing two averages, but only works where both were tested on the same rows."
    case .photoUnreadable:
      "`predict` looks at image files, and at nothing but what their bytes say they are."
    case .cannotSave, .noSuchFormat, .fileFailed, .notMien:
      "`save` chooses the format by the ending of the name, writes to a temporary file and renames it."
    case .noFolder:
      "`save` makes the files that it writes, not the folders that they lie in, so that a mistyped path is noticed."
    case .twoTargets:
      "A target such as `smote median` names the classes that change and how far; `below` and `above` do the same by a share of all rows."
    case .noMembers: "`vote` and `stack` combine the models that they are given in a list."
    case .noModel: "Predictions are made by a model: a plan ends its learning part with one, such as `svm` or `logreg`."
    case .ablatedTwice, .nothingToAblate: "`ablate` scores a plan without each of its stages in turn."
    case .nothingToTune, .evaluatorsDiffer:
      "`tune` makes one model of the alternatives before it, which chooses by its training rows; the evaluator behind it scores the choice."
    case .noPlans: "Rows of a sweep remember the plan that made them; rows of other tables do not."
    case .tooFewDataSets:
      "Friedman's test ranks the methods on each data set; folds of one data set share rows and are no substitute."
    case .noProbabilities:
      "Thresholds move the borders between classes by how likely the model thinks each; a model that only names a class has no such borders to move."
    }
  }
}
