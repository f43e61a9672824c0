import Numerics
import Samples

/// A whole plan after learning: applies to rows it has never seen, and can be written to a file.
public struct FittedPipeline: Sendable {
  /// What one stage of it does to rows.
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
  /// Recognises the rows that were learnt from; nil where they are not known, as of a model from an older file.
  public let learntRows: LearntRows?

  public init(
    steps: [(step: PlanStep, learnt: Step)], classNames: [String], origin: DataProvenance, trainingRows: Int,
    learntRows: LearntRows? = nil
  ) {
    self.learntRows = learntRows
    self.steps = steps
    self.classNames = classNames
    self.origin = origin
    self.trainingRows = trainingRows
  }

  /// Predicts the class of each row.
  /// - Throws: what the stages throw; `PlanError` where there is no model.
  public func predict(_ content: any RowContent, _ stageContext: StageContext) throws -> Predictions {
    try predict(content, stageContext) { try $0.predict($1, context: stageContext.execution) }
  }

  /// The same for rows of which more is known than their content.
  public func predict(rows: Samples, _ stageContext: StageContext) throws -> Predictions {
    try predict(rows.content, stageContext) {
      try $0.predict(rows: Samples(content: $1, metadata: rows.metadata), context: stageContext.execution)
    }
  }

  private func predict(
    _ content: any RowContent, _ stageContext: StageContext,
    _ answer: (any FittedModel, any RowContent) throws -> Predictions
  ) throws -> Predictions {
    var content = content
    for (_, learnt) in steps {
      switch learnt {
      case .rowwise(let stage): content = try stage.apply(to: content, stageContext)
      case .transform(let transform): content = try transform.apply(to: content, context: stageContext.execution)
      case .model(let model): return try answer(model, content)
      }
    }
    throw PlanError.wrongContent(stage: "predict", needs: "a plan that ends in a model", found: "one without")
  }

  /// Which of some rows it learnt from, by what they are when its first stage that learns is given them: the same picture
  /// under another name is found, one that was cut or turned is not. Empty where that is not known.
  /// - Throws: what the stages before it throw.
  public func rowsLearntFrom(in content: any RowContent, _ stageContext: StageContext) throws -> [Int] {
    guard let learntRows else { return [] }
    var content = content
    for (_, learnt) in steps {
      guard case .rowwise(let stage) = learnt else { break }
      content = try stage.apply(to: content, stageContext)
    }
    return learntRows.indices(in: content)
  }

  /// What it takes in memory, in bytes.
  public var byteCount: Int {
    steps.reduce(0) { sum, step in
      switch step.learnt {
      case .rowwise: sum
      case .transform(let transform): sum + transform.byteCount
      case .model(let model): sum + model.byteCount
      }
    }
  }
}

extension Executor {
  /// Fits a plan on the training rows of its evaluator's first split.
  public func fittedPipeline(of plan: Plan) throws -> FittedPipeline {
    let recorder = TraceRecorder(observer: observer)
    let sections = try sections(of: plan)
    let base = try base(of: sections, recorder)
    let split = try splitPlan(of: sections, base).splits.first
    let end = nodes(after: base, sections.learning, on: split)
    let nodes = chain(to: end) + (sections.model.map { [node(after: end, $0.step, on: split)] } ?? [])
    let rows = try workingSet(at: base, recorder).rows
    return FittedPipeline(
      steps: try nodes.compactMap { node in try learnt(at: node, recorder).map { (node.step.step, $0) } },
      classNames: base.metadata.knownLabels?.names ?? [], origin: base.metadata.origin,
      trainingRows: try workingSet(at: end, recorder).trainingCount(on: split),
      learntRows: LearntRows(split?.train ?? Array(0..<rows.count), of: rows.content))
  }

  /// The nodes behind the source, up to and with one.
  private func chain(to end: PlanNode) -> [PlanNode] {
    var nodes: [PlanNode] = []
    var node: PlanNode? = end
    while let current = node {
      if current.previous != nil { nodes.append(current) }
      node = current.previous
    }
    return nodes.reversed()
  }

  /// The test rows of a plan's first split behind the stages before its model.
  public func modelInput(of plan: Plan) throws -> Samples {
    let recorder = TraceRecorder(observer: observer)
    let sections = try sections(of: plan)
    let base = try base(of: sections, recorder)
    let split = try splitPlan(of: sections, base).splits.first
    return try workingSet(at: nodes(after: base, sections.learning, on: split), recorder)
      .rows.gathering(split?.test ?? [])
  }
}
