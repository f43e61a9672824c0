import Numerics

/// Predicts the commonest class for every row, whatever it holds (peer: scikit-learn's `DummyClassifier`): what any
/// model must beat.
public struct MajorityClassifier: Classifier, Equatable {
  public init() {}

  /// Looks at no column, but asks of the rows what every model asks, so that it can stand in any model's place.
  /// - Throws: `LearningError.noRows`, `.noColumns`, `.nonFinite`, `.mismatchedCounts`, `.negativeWeight`. Rows of one
  ///   class are allowed.
  public func fit(
    _ features: Matrix, _ labels: Labels, weights: [Float]? = nil, seed: UInt64 = 0,
    context: ExecutionContext = .plain
  ) throws -> FittedMajorityClassifier {
    try InputChecks.checkFeatures(features, context: context)
    try InputChecks.checkLabels(labels, rows: features.rows)
    try InputChecks.checkWeights(weights, rows: features.rows)
    var masses = [Double](repeating: 0, count: labels.names.count)
    for (row, code) in labels.codes.enumerated() { masses[code] += Double(weights?[row] ?? 1) }
    let total = masses.reduce(0, +)
    guard total > 0 else { throw SupportVectorError.noWeight }
    return FittedMajorityClassifier(
      classNames: labels.names, columns: features.columns, shares: masses.map { $0 / total })
  }
}

/// The classes' shares.
public struct FittedMajorityClassifier: FittedClassifier, Equatable {
  public let classNames: [String]
  /// Columns of the training rows.
  public let columns: Int
  /// Of the training rows, by class.
  public let shares: [Double]

  public var byteCount: Int { shares.byteCount }

  /// The commonest class, the first of several.
  /// - Throws: `LearningError.wrongWidth`, `.nonFinite`, `.damagedModel`.
  public func predict(_ features: Matrix, context: ExecutionContext = .plain) throws -> [Int] {
    guard let greatest = shares.max(), let code = shares.firstIndex(of: greatest), shares.count == classNames.count
    else { throw LearningError.damagedModel }
    try InputChecks.checkApplied(features, width: columns, context: context)
    return [Int](repeating: code, count: features.rows)
  }

  public func probabilities(_ features: Matrix, context: ExecutionContext = .plain) throws -> Matrix? {
    try ModelChecks.require(!shares.isEmpty && shares.count == classNames.count)
    try InputChecks.checkApplied(features, width: columns, context: context)
    let row = shares.map(Float.init)
    return Matrix(rows: features.rows, columns: row.count, storage: (0..<features.rows).flatMap { _ in row })
  }
}
