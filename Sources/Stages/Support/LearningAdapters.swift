import Learning
import Numerics
import Plans
import Samples

/// A transform of the learning engine, as plans see it.
struct FeatureTransform<Fitted: FittedTransformer>: FittedTransform {
  let name: String
  let fitted: Fitted

  var byteCount: Int { fitted.byteCount }
  var isCopiedExactly: Bool { fitted.isCopiedExactly }

  func apply(to content: any RowContent, context: ExecutionContext) throws -> any RowContent {
    try fitted.transform(rows: content.requireRows(for: name), context: context)
  }
}

/// A classifier of the learning engine, as plans see it.
struct FeatureModel<Fitted: FittedClassifier>: FittedModel {
  let name: String
  let fitted: Fitted

  var classNames: [String] { fitted.classNames }
  var byteCount: Int { fitted.byteCount }

  func predict(_ content: any RowContent, context: ExecutionContext) throws -> Predictions {
    let matrix = try content.require(Matrix.self, for: name)
    return Predictions(codes: try fitted.predict(matrix, context: context))
  }

  func probabilities(_ content: any RowContent, context: ExecutionContext) throws -> Matrix? {
    try fitted.probabilities(content.require(Matrix.self, for: name), context: context)
  }
}

extension Classifier {
  /// What it learns from training rows, under the name of its stage.
  func fitted(to training: Samples, name: String, _ context: StageContext) throws -> FeatureModel<Fitted> {
    let fitted = try fit(
      training.content.require(Matrix.self, for: name), training.metadata.labels, weights: training.metadata.rowWeights,
      seed: context.seed,
      context: context.execution)
    return FeatureModel(name: name, fitted: fitted)
  }
}

extension Samples {
  /// These rows after a resampler of the learning engine; see `RowMetadata.resampled` for what is known of new ones.
  func resampled(by resampler: some Resampler, name: String, _ context: StageContext) throws -> Samples {
    let result = try resampler.resample(
      content.require(Matrix.self, for: name), metadata.labels, seed: context.seed, context: context.execution)
    for note in result.notes { context.note(note) }
    return Samples(
      content: result.features,
      metadata: try metadata.resampled(
        keeping: result.keptRows,
        adding: zip(result.syntheticCodes, result.parents).map { MadeRow(code: $0, parents: [$1.first, $1.second]) }))
  }
}
