import Learning
import Numerics
import Plans

/// A transform of the learning engine, as plans see it.
struct FeatureTransform<Fitted: FittedTransformer>: FittedTransform {
  let name: String
  let fitted: Fitted

  func apply(to content: any RowContent, context: ExecutionContext) throws -> any RowContent {
    try fitted.transform(features(of: content, for: name), context: context)
  }
}

/// A classifier of the learning engine, as plans see it.
struct FeatureModel<Fitted: FittedClassifier>: FittedModel {
  let name: String
  let fitted: Fitted

  var classNames: [String] { fitted.classNames }

  func predict(_ content: any RowContent, context: ExecutionContext) throws -> Predictions {
    let matrix = try features(of: content, for: name)
    return Predictions(codes: try fitted.predict(matrix, context: context))
  }

  func probabilities(_ content: any RowContent, context: ExecutionContext) throws -> Matrix? {
    try fitted.probabilities(features(of: content, for: name), context: context)
  }
}

extension Classifier {
  /// What it learns from training rows, under the name of its stage.
  func fitted(to training: Samples, name: String, _ context: StageContext) throws -> FeatureModel<Fitted> {
    let fitted = try fit(
      features(of: training.content, for: name), training.metadata.labels, weights: nil, seed: context.seed,
      context: context.execution)
    return FeatureModel(name: name, fitted: fitted)
  }
}

extension Samples {
  /// These rows after a resampler of the learning engine. A synthetic row is nobody's face: its subject is "synthetic".
  func resampled(by resampler: some Resampler, name: String, _ context: StageContext) throws -> Samples {
    let matrix = try features(of: content, for: name)
    let result = try resampler.resample(matrix, metadata.labels, seed: context.seed, context: context.execution)
    for note in result.notes { context.note(note) }
    let isUntouched = result.keptRows.count == matrix.rows && result.keptRows.elementsEqual(0..<matrix.rows)
    let kept = isUntouched ? metadata : metadata.gathering(result.keptRows)
    let count = result.syntheticCodes.count
    let marker = [String](repeating: RowMetadata.syntheticMarker, count: count)
    let all = RowMetadata(
      labels: result.labels(from: metadata.labels),
      subjects: kept.subjects.map { $0 + marker }, groups: kept.groups.map { $0 + marker },
      sources: kept.sources + marker,
      parts: kept.parts.map { $0 + [RowMetadata.Part](repeating: .train, count: count) },
      rowNames: kept.rowNames + marker, origin: kept.origin)
    return Samples(content: result.features, metadata: all)
  }
}

extension RowMetadata {
  /// The name of what a resampler has made up.
  static let syntheticMarker = "synthetic"

  /// The rows that no resampler has made up.
  var realRows: [Int] {
    labels.codes.indices.filter { rowNames[$0] != Self.syntheticMarker || sources[$0] != Self.syntheticMarker }
  }
}
