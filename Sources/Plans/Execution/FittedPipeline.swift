import Numerics
import Samples

/// A whole plan after learning: applies to rows it has never seen, and can be written to a file.
public struct FittedPipeline: Sendable {
  /// One stage of it.
  public enum Step: Sendable {
    case rowwise(any RowwiseStage)
    case transform(any FittedTransform)
    case model(any FittedModel)
  }

  /// With the plan step each came from; resamplers are gone, for they change training rows only.
  public let steps: [(step: PlanStep, learnt: Step)]
  /// The class names of the model; empty without one.
  public let classNames: [String]
  public let origin: DataProvenance
  /// Rows that were learnt from.
  public let trainingRows: Int

  public init(steps: [(step: PlanStep, learnt: Step)], classNames: [String], origin: DataProvenance, trainingRows: Int)
  {
    self.steps = steps
    self.classNames = classNames
    self.origin = origin
    self.trainingRows = trainingRows
  }

  /// Predicts the class of each row.
  /// - Throws: what the stages throw; `PlanError` where there is no model.
  public func predict(_ content: any RowContent, _ stageContext: StageContext) throws -> Predictions {
    var content = content
    for (_, learnt) in steps {
      switch learnt {
      case .rowwise(let stage): content = try stage.apply(to: content, stageContext)
      case .transform(let transform): content = try transform.apply(to: content, context: stageContext.execution)
      case .model(let model): return try model.predict(content, context: stageContext.execution)
      }
    }
    throw PlanError.wrongContent(stage: "predict", needs: "a plan that ends in a model", found: "one without")
  }
}

extension Executor {
  /// Fits a plan on the training rows of its evaluator's first split.
  public func fittedPipeline(of plan: Plan) throws -> FittedPipeline {
    let recorder = TraceRecorder(observer: observer)
    var (node, rest) = try nodeBeforeLearning(of: plan, recorder)
    let split = try splitPlan(of: plan, node).splits.first
    var steps: [(step: PlanStep, learnt: FittedPipeline.Step)] = plan.steps.dropFirst()
      .prefix { $0.kind == .rowwise }
      .compactMap { step in (step.stage as? any RowwiseStage).map { (step, .rowwise($0)) } }
    for step in numbered(rest.filter { $0.kind != .evaluator }) {
      let next = self.node(after: node, step, on: split)
      if let model = step.step.stage as? any ModelStage {
        steps.append((step.step, .model(try fitted(model, step, at: next, after: node, recorder))))
        break
      }
      node = next
      if let transform = try fittedTransform(at: node, recorder) {
        steps.append((step.step, .transform(transform)))
      } else if let rowwise = step.step.stage as? any RowwiseStage {
        steps.append((step.step, .rowwise(rowwise)))
      }
    }
    return FittedPipeline(
      steps: steps, classNames: node.metadata.knownLabels?.names ?? [], origin: node.metadata.origin,
      trainingRows: try workingSet(at: node, recorder).trainingCount(on: split))
  }

  /// The test rows of a plan's first split behind the stages before its model.
  public func modelInput(of plan: Plan) throws -> Samples {
    let recorder = TraceRecorder(observer: observer)
    var (node, rest) = try nodeBeforeLearning(of: plan, recorder)
    let split = try splitPlan(of: plan, node).splits.first
    for step in numbered(rest.prefix { $0.kind != .model }.filter { $0.kind != .evaluator }) {
      node = self.node(after: node, step, on: split)
    }
    return try workingSet(at: node, recorder).rows.gathering(split?.test ?? [])
  }

  private func fitted(
    _ model: any ModelStage, _ step: StepOccurrence, at node: PlanNode, after previous: PlanNode,
    _ recorder: TraceRecorder
  ) throws -> any FittedModel {
    let set = try workingSet(at: previous, recorder)
    do {
      return try fittedModel(model, step, key: node.key, on: node.split, from: set, recorder).fitted
    } catch { throw step.step.diagnostic(for: error, splitName: node.split?.name) }
  }
}
