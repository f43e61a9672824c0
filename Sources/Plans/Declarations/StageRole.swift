/// A stage as the kind of stage it is. Whoever does something with stages switches over this, without a `default`: a new
/// kind of stage is a case here, and every place that must know of it stops compiling until it does.
public enum StageRole: Sendable {
  case source(any SourceStage)
  case selector(any SelectorStage)
  case rowwise(any RowwiseStage)
  case fitted(any FittedStage)
  case resampler(any ResamplerStage)
  case model(any ModelStage)
  case evaluator(any EvaluatorStage)
  /// Says which seed the whole plan runs with; deals no rows.
  case seeding(any SeedingStage)
  /// Carried out while a pipeline is put together; no plan that runs holds one.
  case grid(any GridStage)
  case reader(any ReaderStage)

  public var kind: StageKind {
    switch self {
    case .source: .source
    case .selector: .selector
    case .rowwise: .rowwise
    case .fitted: .fitted
    case .resampler: .resampler
    case .model: .model
    case .evaluator, .seeding, .grid: .evaluator
    case .reader: .reader
    }
  }
}

extension SourceStage {
  public var role: StageRole { .source(self) }
}

extension SelectorStage {
  public var role: StageRole { .selector(self) }
}

extension RowwiseStage {
  public var role: StageRole { .rowwise(self) }
}

extension FittedStage {
  public var role: StageRole { .fitted(self) }
}

extension ResamplerStage {
  public var role: StageRole { .resampler(self) }
}

extension ModelStage {
  public var role: StageRole { .model(self) }
}

extension EvaluatorStage {
  public var role: StageRole { .evaluator(self) }
}

extension SeedingStage {
  public var role: StageRole { .seeding(self) }
}

extension GridStage {
  public var role: StageRole { .grid(self) }
}

extension ReaderStage {
  public var role: StageRole { .reader(self) }
}
