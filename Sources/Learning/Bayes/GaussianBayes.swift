import Glibc
import Numerics

/// Naive Bayes with a normal distribution for each column and class (peer: scikit-learn's `GaussianNB`).
///
/// To every variance is added `smoothing` times the largest variance of a column, so that a column that is constant
/// within a class does not decide everything.
public struct GaussianBayes: Classifier, Equatable {
  public let smoothing: Double
  /// `balanced`: every class is as likely as any other before a row is looked at.
  public let classWeights: ClassWeighting

  /// - Throws: `LearningError.invalidOption` for a negative smoothing.
  public init(smoothing: Double = 1e-9, classWeights: ClassWeighting = .none) throws {
    guard smoothing >= 0, smoothing.isFinite else {
      throw LearningError.invalidOption(name: "smoothing", value: "\(smoothing)", allowed: "0 or more")
    }
    self.smoothing = smoothing
    self.classWeights = classWeights
  }

  /// Two passes over the rows, in double precision.
  /// - Throws: `LearningError`, `DiscriminantError.noSpread`; `Interrupted`.
  public func fit(
    _ features: Matrix, _ labels: Labels, weights: [Float]? = nil, seed: UInt64 = 0,
    context: ExecutionContext = .plain
  ) throws -> FittedGaussianBayes {
    let classes = try TrainingChecks.classes(features, labels, weights, context: context)
    let moments = try ClassMoments(features, classes, weights: weights, context: context)
    let overall = try features.columnVariances(around: features.columnMeans(context: context), context: context)
    let floor = smoothing * (overall.max() ?? 0)
    let variances = moments.variances.map { $0 + floor }
    guard variances.allSatisfy({ $0 > 0 }) else { throw DiscriminantError.noSpread(method: "naive Bayes") }
    let priors = classWeights == .balanced ? moments.masses.map { _ in 1 / Double(classes.count) } : moments.shares
    return FittedGaussianBayes(
      classNames: labels.names, classCodes: classes.codes, priors: priors, means: moments.means, variances: variances)
  }
}

/// Means and variances of the columns in each class, weighted.
struct ClassMoments {
  /// Σ of the row weights of each class.
  let masses: [Double]
  /// Class after class, a number for each column.
  let means: [Double]
  let variances: [Double]

  var shares: [Double] {
    let total = masses.reduce(0, +)
    return masses.map { $0 / total }
  }

  init(_ features: Matrix, _ classes: PresentClasses, weights: [Float]?, context: ExecutionContext) throws {
    let width = features.columns
    let masses = Self.sums(over: features.rows, of: classes.count, width: 1) { row, sums in
      sums[classes.places[row]] += Double(weights?[row] ?? 1)
    }
    try context.checkInterruption()
    let means = Self.sums(over: features.rows, of: classes.count, width: width) { row, sums in
      let (from, to) = (row * width, classes.places[row] * width)
      let share = Double(weights?[row] ?? 1) / masses[classes.places[row]]
      guard share > 0, share.isFinite else { return }
      features.storage.withUnsafeBufferPointer { numbers in
        for c in 0..<width { sums[to + c] += share * Double(numbers[from + c]) }
      }
    }
    try context.checkInterruption()
    var variances = Self.sums(over: features.rows, of: classes.count, width: width) { row, sums in
      let (from, to) = (row * width, classes.places[row] * width)
      let share = Double(weights?[row] ?? 1) / masses[classes.places[row]]
      guard share > 0, share.isFinite else { return }
      features.storage.withUnsafeBufferPointer { numbers in
        means.withUnsafeBufferPointer { means in
          for c in 0..<width {
            let difference = Double(numbers[from + c]) - means[to + c]
            sums[to + c] += share * difference * difference
          }
        }
      }
    }
    // What rounding leaves of a constant column. A column of Floats that does vary varies by far more.
    for place in variances.indices where variances[place] < 1e-26 * means[place] * means[place] {
      variances[place] = 0
    }
    self.masses = masses
    self.means = means
    self.variances = variances
  }

  private static func sums(
    over rows: Int, of classes: Int, width: Int, _ add: (Int, UnsafeMutableBufferPointer<Double>) -> Void
  ) -> [Double] {
    var sums = [Double](repeating: 0, count: classes * width)
    sums.withUnsafeMutableBufferPointer { buffer in
      for row in 0..<rows { add(row, buffer) }
    }
    return sums
  }
}

/// Naive Bayes as learnt; tables are in double precision, class after class.
public struct FittedGaussianBayes: FittedClassifier, Equatable {
  public let classNames: [String]
  /// The codes of the classes that had rows.
  public let classCodes: [Int]
  public let priors: [Double]
  public let means: [Double]
  public let variances: [Double]

  public var byteCount: Int { priors.byteCount + means.byteCount + variances.byteCount }
  private var width: Int { classCodes.isEmpty ? 0 : means.count / classCodes.count }

  /// - Throws: `LearningError.wrongWidth`, `.nonFinite`, `.damagedModel`; `Interrupted`. Cost: 3·n·d·classes operations.
  public func predict(_ features: Matrix, context: ExecutionContext = .plain) throws -> [Int] {
    let scores = try scores(of: features, context)
    let count = classCodes.count
    return (0..<features.rows).map { row in
      let own = scores[row * count..<(row + 1) * count]
      var best = own.startIndex
      for place in own.indices where own[place] > own[best] { best = place }
      return classCodes[best - own.startIndex]
    }
  }

  public func probabilities(_ features: Matrix, context: ExecutionContext = .plain) throws -> Matrix? {
    Matrix.probabilities(ofScores: try scores(of: features, context), codes: classCodes, classes: classNames.count)
  }

  /// log p(class) + log p(row | class), for each row and class that had rows.
  private func scores(of features: Matrix, _ context: ExecutionContext) throws -> [Double] {
    let (count, width) = (classCodes.count, width)
    try ModelChecks.require(
      ModelChecks.areClasses(classCodes, of: classNames) && width > 0 && means.count == count * width
        && variances.count == means.count && priors.count == count && variances.allSatisfy { $0 > 0 })
    try InputChecks.checkApplied(features, width: width, context: context)
    let precisions = variances.map { 1 / $0 }
    let constants = (0..<count).map { place in
      log(priors[place])
        - 0.5 * variances[place * width..<(place + 1) * width].reduce(0) { $0 + log(2 * Double.pi * $1) }
    }
    var scores = [Double](repeating: 0, count: features.rows * count)
    try scores.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      let means = means
      try context.forEachPiece(of: features.rows, size: max(1, (1 << 20) / (width * count))) { rows in
        Self.fill(target, rows, features, means, precisions, constants)
      }
    }
    return scores
  }

  private static func fill(
    _ target: DisjointPointer<Double>, _ rows: Range<Int>, _ features: Matrix, _ means: [Double],
    _ precisions: [Double], _ constants: [Double]
  ) {
    let width = features.columns
    features.storage.withUnsafeBufferPointer { numbers in
      means.withUnsafeBufferPointer { means in
        precisions.withUnsafeBufferPointer { precisions in
          guard let numbers = numbers.baseAddress, let means = means.baseAddress,
            let precisions = precisions.baseAddress
          else { return }
          for row in rows {
            for place in constants.indices {
              let distance = weightedDistance(
                numbers + row * width, means + place * width, precisions + place * width, count: width)
              target[row * constants.count + place] = constants[place] - 0.5 * distance
            }
          }
        }
      }
    }
  }

  /// Σ precision · (x − mean)², eight lanes at a time.
  private static func weightedDistance(
    _ x: UnsafePointer<Float>, _ means: UnsafePointer<Double>, _ precisions: UnsafePointer<Double>, count: Int
  ) -> Double {
    var sums = SIMD8<Double>.zero
    var i = 0
    while i + 8 <= count {
      let difference =
        SIMD8<Double>(wideningAt: x + i) - UnsafeRawPointer(means + i).loadUnaligned(as: SIMD8<Double>.self)
      let precision = UnsafeRawPointer(precisions + i).loadUnaligned(as: SIMD8<Double>.self)
      sums.addProduct(difference * difference, precision)
      i += 8
    }
    var total = sums.sum()
    while i < count {
      let difference = Double(x[i]) - means[i]
      total += difference * difference * precisions[i]
      i += 1
    }
    return total
  }
}
