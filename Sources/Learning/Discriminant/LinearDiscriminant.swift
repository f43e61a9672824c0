import Glibc
import Numerics

/// Linear discriminant analysis (Fisher 1936; peer: scikit-learn's `LinearDiscriminantAnalysis`).
///
/// All classes share one covariance; the class whose mean is nearest by it wins, after the classes' shares are counted
/// in. Without shrinkage the covariance is that of the peer's solver `svd`: within classes, divided by the rows, and
/// inverted along the directions that have variance. With shrinkage it is that of `lsqr`: each class's own, divided by
/// its rows, drawn towards a multiple of the identity, and averaged by the classes' shares.
public struct LinearDiscriminant: Classifier, Equatable {
  public enum Shrinkage: Sendable, Equatable {
    case none
    /// From 0 (the covariance as it is) to 1 (a multiple of the identity).
    case amount(Double)
    /// Chosen for each class (Ledoit & Wolf 2004), on standardised columns.
    case automatic
  }

  public let shrinkage: Shrinkage
  /// `balanced`: every class is as likely as any other before a row is looked at.
  public let classWeights: ClassWeighting

  /// - Throws: `LearningError.invalidOption`.
  public init(shrinkage: Shrinkage = .none, classWeights: ClassWeighting = .none) throws {
    if case .amount(let amount) = shrinkage, !(0...1).contains(amount) {
      throw LearningError.invalidOption(name: "shrinkage", value: "\(amount)", allowed: "between 0 and 1")
    }
    self.shrinkage = shrinkage
    self.classWeights = classWeights
  }

  /// - Throws: `LearningError`, `DiscriminantError`, `NumericsError.decompositionFailed`; `Interrupted`.
  /// - Cost: n·d·min(n, d) operations, and about 9·min(n, d)³ (without shrinkage) or 9·d³ at worst (with), on one thread.
  public func fit(
    _ features: Matrix, _ labels: Labels, weights: [Float]? = nil, seed: UInt64 = 0,
    context: ExecutionContext = .plain
  ) throws -> FittedLinearDiscriminant {
    let classes = try TrainingChecks.classes(features, labels, weights, context: context)
    guard features.rows > classes.count else {
      throw DiscriminantError.tooFewRows(rows: features.rows, classes: classes.count, method: "lda")
    }
    let moments = try ClassMoments(features, classes, weights: weights, context: context)
    guard moments.variances.contains(where: { $0 > 0 }) else { throw DiscriminantError.noSpread(method: "lda") }
    var scatter = ClassScatter(features: features, classes: classes, moments: moments, weights: weights)
    if case .amount = shrinkage { scatter.shrinksPlainColumns = true }
    let priors = classWeights == .balanced ? moments.masses.map { _ in 1 / Double(classes.count) } : moments.shares
    // Means are taken around the overall mean, so that large offsets do not cost digits.
    let centre = scatter.overallMean(priors)
    let differences = scatter.differences(from: centre)
    let coefficients: [Double]
    switch shrinkage {
    case .none: coefficients = try scatter.pooledInverse(times: differences, context)
    case .amount(let amount):
      coefficients = try scatter.shrunkInverse(times: differences, priors, context) { _ in amount }
    case .automatic:
      coefficients = try scatter.shrunkInverse(times: differences, priors, context) { $0.ledoitWolfShrinkage }
    }
    return fitted(labels.names, classes.codes, priors, centre, differences, coefficients)
  }

  private func fitted(
    _ names: [String], _ codes: [Int], _ priors: [Double], _ centre: [Double], _ differences: [Double],
    _ coefficients: [Double]
  ) -> FittedLinearDiscriminant {
    let width = centre.count
    let intercepts = codes.indices.map { place in
      (0..<width).reduce(log(priors[place])) { sum, c in
        sum - coefficients[place * width + c] * (0.5 * differences[place * width + c] + centre[c])
      }
    }
    return FittedLinearDiscriminant(
      classNames: names, classCodes: codes, coefficients: coefficients, intercepts: intercepts)
  }
}

/// Linear discriminants as learnt.
public struct FittedLinearDiscriminant: FittedClassifier, Equatable {
  public let classNames: [String]
  /// The codes of the classes that had rows.
  public let classCodes: [Int]
  /// Class after class, a number for each column.
  public let coefficients: [Double]
  public let intercepts: [Double]

  public var byteCount: Int { coefficients.byteCount + intercepts.byteCount }

  /// - Throws: `LearningError.wrongWidth`, `.nonFinite`, `.damagedModel`; `Interrupted`. Cost: 2·n·d·classes operations.
  public func predict(_ features: Matrix, context: ExecutionContext = .plain) throws -> [Int] {
    try presentScores(features, context).chunks(of: classCodes.count).map { own in
      var best = own.startIndex
      for place in own.indices where own[place] > own[best] { best = place }
      return classCodes[best - own.startIndex]
    }
  }

  public func probabilities(_ features: Matrix, context: ExecutionContext = .plain) throws -> Matrix? {
    Matrix.probabilities(
      ofScores: try presentScores(features, context), codes: classCodes, classes: classNames.count)
  }

  private func presentScores(_ features: Matrix, _ context: ExecutionContext) throws -> [Double] {
    let count = classCodes.count
    try ModelChecks.require(
      ModelChecks.areClasses(classCodes, of: classNames) && intercepts.count == count && !coefficients.isEmpty
        && coefficients.count % count == 0)
    let width = coefficients.count / count
    try InputChecks.checkApplied(features, width: width, context: context)
    var scores = [Double](repeating: 0, count: features.rows * count)
    try scores.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      let (coefficients, intercepts) = (coefficients, intercepts)
      try context.forEachPiece(of: features.rows, size: max(1, (1 << 18) / width)) { rows in
        let numbers = features.storage[rows.lowerBound * width..<rows.upperBound * width].map(Double.init)
        for row in 0..<rows.count {
          for place in 0..<count { target[(rows.lowerBound + row) * count + place] = intercepts[place] }
        }
        BLAS.multiply(
          numbers, stride: width, transposed: false, by: coefficients, stride: width, transposed: true,
          into: target.base + rows.lowerBound * count, stride: count, rows: rows.count, columns: count, inner: width,
          beta: 1)
      }
    }
    return scores
  }
}

extension Array {
  /// Slices of `size` numbers, one after another.
  fileprivate func chunks(of size: Int) -> [ArraySlice<Element>] {
    stride(from: 0, to: count, by: size).map { self[$0..<$0 + size] }
  }
}
