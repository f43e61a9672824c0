import Numerics

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
  public let origin: Origin
  /// Rows that were learnt from.
  public let trainingRows: Int

  public init(steps: [(step: PlanStep, learnt: Step)], classNames: [String], origin: Origin, trainingRows: Int) {
    self.steps = steps
    self.classNames = classNames
    self.origin = origin
    self.trainingRows = trainingRows
  }

  /// Predicts the class of each row.
  /// - Throws: what the stages throw; `PlanError` where there is no model.
  public func predict(_ content: any RowContent, _ work: StageWork) throws -> Predictions {
    var content = content
    for (_, learnt) in steps {
      switch learnt {
      case .rowwise(let stage): content = try stage.apply(to: content, work)
      case .transform(let transform): content = try transform.apply(to: content, context: work.context)
      case .model(let model): return try model.predict(content, context: work.context)
      }
    }
    throw PlanError.wrongContent(stage: "predict", needs: "a plan that ends in a model", found: "one without")
  }
}

extension Executor {
  /// Fits a plan on the training rows of its evaluator's first split.
  public func fittedPipeline(of plan: Plan) throws -> FittedPipeline {
    let recorder = TraceRecorder(observer: observer)
    var (place, rest) = try placeBeforeLearning(of: plan, recorder)
    let split = try splitPlan(of: plan, place).splits.first
    var steps: [(step: PlanStep, learnt: FittedPipeline.Step)] = plan.steps.dropFirst()
      .prefix { $0.kind == .rowwise }
      .compactMap { step in (step.stage as? any RowwiseStage).map { (step, .rowwise($0)) } }
    for step in numbered(rest.filter { $0.kind != .evaluator }) {
      let next = self.place(after: place, step, on: split)
      if let model = step.step.stage as? any ModelStage {
        steps.append((step.step, .model(try fitted(model, step, at: next, after: place, recorder))))
        break
      }
      place = next
      if let transform = try fittedTransform(at: place, recorder) {
        steps.append((step.step, .transform(transform)))
      } else if let rowwise = step.step.stage as? any RowwiseStage {
        steps.append((step.step, .rowwise(rowwise)))
      }
    }
    return FittedPipeline(
      steps: steps, classNames: place.roster.labels.names, origin: place.roster.origin,
      trainingRows: try workingSet(at: place, recorder).trainingCount(on: split))
  }

  /// The test rows of a plan's first split behind the stages before its model.
  public func modelInput(of plan: Plan) throws -> Samples {
    let recorder = TraceRecorder(observer: observer)
    var (place, rest) = try placeBeforeLearning(of: plan, recorder)
    let split = try splitPlan(of: plan, place).splits.first
    for step in numbered(rest.prefix { $0.kind != .model }.filter { $0.kind != .evaluator }) {
      place = self.place(after: place, step, on: split)
    }
    return try workingSet(at: place, recorder).rows.gathering(split?.test ?? [])
  }

  private func fitted(
    _ model: any ModelStage, _ step: NumberedStep, at place: Place, after previous: Place, _ recorder: TraceRecorder
  ) throws -> any FittedModel {
    let set = try workingSet(at: previous, recorder)
    do {
      return try fittedModel(model, step, key: place.key, on: place.split, from: set, recorder).fitted
    } catch { throw step.step.diagnostic(for: error, splitName: place.split?.name) }
  }
}
