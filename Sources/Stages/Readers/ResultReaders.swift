import Plans

/// The result a reader works on.
func result(of input: PlanValue, for name: String) throws -> EvaluationResult {
  guard let result = input.payload.as(EvaluationResult.self) else {
    throw PlanError.wrongContent(stage: name, needs: "a result", found: input.kind.description)
  }
  return result
}

/// The model a reader works on: one that was opened, or that of a result, fitted.
func fittedPipeline(of input: PlanValue, _ context: ReaderContext) throws -> FittedPipeline {
  if let opened = input.as(FittedPipeline.self) { return opened }
  guard let result = input.as(EvaluationResult.self) else { throw StageError.noModel }
  return try context.fittedPipeline(result.plan)
}

/// `report`
struct ReportStage: ReaderStage {
  static let declaration = Declaration(
    "report", "Shows accuracy, macro-F1, weighted-F1, UAR with intervals, and every class.", takes: .result,
    gives: .result,
    discussion: """
      A result is shown as a report anyway; `report` says so in a script. Macro-F1 counts every class alike, however \
      rare; weighted-F1 and accuracy follow the large classes; UAR is the mean recall of the classes. Over folds a \
      score is the mean of the folds, with its standard deviation. The 95% interval comes from leaving out each subject in \
      turn (the jackknife), or each row where no subject is known, and allows for folds that share training rows; in \
      `lodo`, and where tests repeat and no subject is known, the folds' own differences count too. With few folds or subjects the interval is \
      wide, and rightly so: `repeat 10` narrows it. One subject gives none. The table of classes counts all test rows together.
      """,
    searchTerms: ["metrics", "scores", "classification_report", "accuracy"],
    reference: "sklearn.metrics.classification_report; Nadeau & Bengio 2003; Tukey 1958",
    examples: [
      Example("faces n=80 subjects=16 intensity=1 | lbp | svm linear | report", shows: "macro-F1")
    ])

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    try result(of: input, for: "report")
  }
}

/// `confusion`
struct ConfusionStage: ReaderStage {
  static let declaration = Declaration(
    "confusion", "Shows which classes were taken for which.", takes: .result, gives: .document,
    discussion: "A row is a true class, a column what it was taken for; the diagonal is right.",
    searchTerms: ["matrix", "errors", "mistakes"],
    examples: [
      Example("faces n=80 subjects=16 intensity=1 | lbp | svm linear | confusion", shows: "happy")
    ])

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    let result = try result(of: input, for: "confusion")
    return Document(
      kind: "confusion", blocks: [.confusion(classNames: result.classNames, counts: result.scores.confusion)],
      synthetic: result.provenance.synthetic, notes: result.notes, provenance: result.provenanceLines)
  }
}
