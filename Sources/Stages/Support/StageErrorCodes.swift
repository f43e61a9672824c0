import Diagnostics

/// The codes that stages themselves raise, for `explain`.
public let stageErrorCodes: [DiagnosticCode] = [
  code(.notRepeatable(evaluator: ""), "an evaluator that has one way to split the rows is repeated"),
  code(.notComparable(found: ""), "there are not two results to compare"),
  code(.differentTestRows, "results that were tested on different rows are compared"),
  code(.cannotSave(found: "", format: ""), "a value cannot be written in that format"),
  code(.fileFailed(path: "", reason: ""), "a file could not be read or written"),
  code(.notMien(path: "", reason: ""), "a file is not one that mien saved"),
  code(.noModel, "a plan without a model is asked to predict"),
  code(.ablatedTwice, "there is nothing that `ablate` could leave out"),
  code(.nothingToTune, "there is nothing that `tune` could choose among"),
  code(.noPlans(reader: ""), "a table whose rows do not know their plans"),
  code(.tooFewDataSets(found: 1), "too few data sets to rank methods over"),
]

private func code(_ error: StageError, _ title: String) -> DiagnosticCode {
  DiagnosticCode(error.code, title, explanation: error.explanation)
}
