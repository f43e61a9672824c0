import Learning
import Numerics
import Plans
import Samples

/// The model of a result beside the test rows as it is given them: what explanations ask. What `tune` chose is gone
/// through to the model in it, so that its columns are those of that model.
struct ModelAtWork {
  let model: any FittedModel
  let step: PlanStep
  /// Test rows of the first split, behind every stage before the model.
  let test: Samples
  let features: Matrix
  let pipeline: FittedPipeline
  /// What is done to rows before the model, in this order.
  let way: [(step: PlanStep, learnt: FittedPipeline.Step)]

  /// - Parameter name: of the reader that asks.
  /// - Throws: `StageError.noModel`; `ImportanceError.noRows` for a model from a file; what the stages throw.
  init(_ input: PlanValue, for name: String, _ context: ReaderContext) throws {
    pipeline = try fittedPipeline(of: input, context)
    guard let last = pipeline.steps.last, case .model(let fitted) = last.learnt else { throw StageError.noModel }
    guard let plan = input.as(EvaluationResult.self)?.plan else { throw ImportanceError.noRows }
    var rows = try context.modelInput(plan)
    var (model, step) = (fitted, last.step)
    var way = Array(pipeline.steps.dropLast())
    while let chosen = (model as? any ChoosingModel)?.chosenPipeline, let inner = chosen.steps.last,
      case .model(let learnt) = inner.learnt
    {
      var content = rows.content
      for (_, learnt) in chosen.steps.dropLast() { content = try learnt.applied(to: content, context.stage) }
      rows = Samples(content: content, metadata: rows.metadata)
      way += chosen.steps.dropLast()
      (model, step) = (learnt, inner.step)
    }
    self.way = way
    self.model = model
    self.step = step
    test = rows
    features = try rows.content.require(Matrix.self, for: name)
  }

  /// Rows × classes: the model's probabilities or, where it has none, 1 for the class that it predicts.
  func scores(_ features: Matrix, _ context: ExecutionContext) throws -> Matrix {
    if let found = try model.probabilities(features, context: context) { return found }
    let codes = try model.predict(features, context: context).codes
    var votes = Matrix(rows: features.rows, columns: model.classNames.count)
    for (row, code) in codes.enumerated() { votes[row, code] = 1 }
    return votes
  }

  /// "probability", or what stands for it.
  func meaning(_ context: ExecutionContext) throws -> String {
    let one = features.gathering(Array(0..<min(1, features.rows)))
    return try model.probabilities(one, context: context) == nil ? "vote" : "probability"
  }

  /// The columns' own names where every stage on the way kept the columns; otherwise their numbers.
  var columnNames: [String] { pipeline.columnNames(count: features.columns) }
}

extension FittedPipeline {
  /// The columns' own names where every stage on the way kept the columns; otherwise their numbers.
  func columnNames(count: Int) -> [String] {
    let isKept = steps.dropLast().allSatisfy { step, _ in
      if case .fitted(let stage) = step.stage.role { stage.keepsColumns } else { step.stage is any IdentityStage }
    }
    if isKept, let names = origin.columnNames, names.count == count { return names }
    return (0..<count).map { "f\($0 + 1)" }
  }
}

extension FittedPipeline.Step {
  /// What it makes of rows; a model leaves them as they are.
  func applied(to content: any RowContent, _ context: StageContext) throws -> any RowContent {
    switch self {
    case .rowwise(let stage): try stage.apply(to: content, context)
    case .transform(let transform): try transform.apply(to: content, context: context.execution)
    case .model: content
    }
  }
}
