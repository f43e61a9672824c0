import Numerics
import Samples

/// Rows on their way through a plan: those that stages learn from, and others that only follow them.
public protocol RowsUnderway {
  /// What the next stage may learn from.
  func training(_ context: ExecutionContext) -> Samples
  /// Where a stage fails on missing numbers, they are counted here.
  var counted: any RowContent { get }
  /// Puts every row through one function.
  mutating func transform(_ apply: (any RowContent) throws -> any RowContent) throws
  mutating func replaceTraining(by samples: Samples)
}

/// How a stage that learns comes by what it learns: the executor looks into its cache first, a search inside a model
/// fits.
public protocol StageLearner {
  func learnt<Stage: FittedStage>(by stage: Stage) throws -> any FittedTransform
  func learnt<Stage: ModelStage>(by stage: Stage) throws -> any FittedModel
}

extension RowsUnderway {
  /// Takes the rows over one step of a plan: the one place where stages work on rows. A model leaves them as they are.
  /// - Returns: what other rows need in this step's place; nil where they need nothing.
  /// - Throws: what the stage throws; `PlanError.misplaced` for a stage that has no place between rows;
  ///   `NumericsError.outOfMemory`.
  @discardableResult
  public mutating func advance(
    over step: PlanStep, by learner: some StageLearner, _ context: StageContext
  ) throws -> FittedPipeline.Step? {
    try step.stage.tellingMissingNumbers(in: counted, context.suggestions) {
      // Every kind of stage makes rows of about this size: those that train, or those that come out.
      try AddressSpace.require(counted.byteCount)
      if case .resampler(let stage) = step.stage.role {
        replaceTraining(by: try stage.resample(training(context.execution), context))
        return nil
      }
      guard let learnt = try step.learnt(by: learner) else { return nil }
      switch learnt {
      case .rowwise(let stage): try transform { try stage.apply(to: $0, context) }
      case .transform(let fitted): try transform { try fitted.apply(to: $0, context: context.execution) }
      case .model: break
      }
      return learnt
    }
  }
}

extension PlanStep {
  /// What rows that were never seen before need in this step's place: nothing in that of a resampler, which changes
  /// training rows alone. What leaves rows out does so before rows are under way, and has no place here.
  /// - Throws: what the stage throws; `PlanError.misplaced` for a stage that has no place between rows.
  public func learnt(by learner: some StageLearner) throws -> FittedPipeline.Step? {
    switch stage.role {
    case .rowwise(let stage): .rowwise(stage)
    case .fitted(let stage): .transform(try learner.learnt(by: stage))
    case .model(let stage): .model(try learner.learnt(by: stage))
    case .resampler: nil
    case .source, .selector, .evaluator, .seeding, .grid, .reader:
      throw PlanError.misplaced(stage: declaration.name, kind: kind)
    }
  }
}
