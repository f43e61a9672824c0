import FoundationEssentials
import Numerics
import Plans

/// A fitted plan in a file.
struct SavedModel: Codable {
  var plan: String
  var steps: [SavedStep]
  var classNames: [String]
  var data: String
  var dataFingerprint: String
  var synthetic: String?
  /// Of the rows that the plan begins with; nil where they have none, as in files of older versions.
  var columnNames: [String]?
  var trainingRows: Int

  init(_ pipeline: FittedPipeline) throws {
    plan = pipeline.withChoicesMade.steps.map(\.step.text).joined(separator: " | ")
    classNames = pipeline.classNames
    data = pipeline.origin.name
    dataFingerprint = pipeline.origin.fingerprint
    synthetic = pipeline.origin.synthetic
    columnNames = pipeline.origin.columnNames
    trainingRows = pipeline.trainingRows
    let encoder = JSONEncoder()
    steps = try pipeline.withChoicesMade.steps.map { step, learnt in
      switch learnt {
      case .rowwise: SavedStep(step)
      case .transform(let transform): SavedStep(step, learnt: try encoder.encode(transform))
      case .model(let model): SavedStep(step, learnt: try encoder.encode(model))
      }
    }
  }

  /// - Throws: `StageError.notMien`.
  func pipeline(from path: String, _ catalogue: Catalogue) throws -> FittedPipeline {
    let steps = try steps.map { saved -> (step: PlanStep, learnt: FittedPipeline.Step) in
      let step = try saved.planStep(from: path, catalogue)
      return (step, try learnt(by: step, saved, path))
    }
    return FittedPipeline(
      steps: steps, classNames: classNames,
      origin: DataProvenance(
        name: data, synthetic: synthetic, fingerprint: dataFingerprint, columnNames: columnNames),
      trainingRows: trainingRows)
  }

  private func learnt(by step: PlanStep, _ saved: SavedStep, _ path: String) throws -> FittedPipeline.Step {
    do {
      switch (step.stage, saved.learnt) {
      case (let stage as any RowwiseStage, _): return .rowwise(stage)
      case (let stage as any FittedStage, let learnt?): return .transform(try fitted(by: stage, learnt))
      case (let stage as any ModelStage, let learnt?): return .model(try fittedModel(by: stage, learnt))
      default: throw StageError.notMien(path: path, reason: "'\(saved.stage)' lacks what it had learnt")
      }
    } catch is DecodingError {
      throw StageError.notMien(path: path, reason: "what '\(saved.stage)' had learnt cannot be read")
    }
  }
}

extension FittedPipeline {
  /// With what a tuned model chose in its place: the alternatives that it did not choose are not part of what was
  /// learnt.
  fileprivate var withChoicesMade: FittedPipeline {
    FittedPipeline(
      steps: steps.flatMap { step, learnt in
        if case .model(let model) = learnt, let tuned = model as? TunedModel {
          tuned.pipeline.withChoicesMade.steps
        } else {
          [(step, learnt)]
        }
      }, classNames: classNames, origin: origin, trainingRows: trainingRows)
  }
}

private func fitted<Stage: FittedStage>(by stage: Stage, _ learnt: Data) throws -> any FittedTransform {
  try JSONDecoder().decode(Stage.Fitted.self, from: learnt)
}

private func fittedModel<Stage: ModelStage>(by stage: Stage, _ learnt: Data) throws -> any FittedModel {
  try JSONDecoder().decode(Stage.Fitted.self, from: learnt)
}
