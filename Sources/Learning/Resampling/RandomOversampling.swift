import Glibc
import Numerics

/// Repeats rows drawn at random, or draws new ones around them (peer: imbalanced-learn's `RandomOverSampler`).
///
/// With a shrinkage the bootstrap is smoothed (Menardi & Torelli 2014): to a drawn row is added normal noise whose
/// deviation in each column is shrinkage · (4 / ((d + 2)·n))^(1 / (d + 4)) · the class's deviation, n all rows.
public struct RandomOversampling: Resampler, Equatable {
  public let target: ResamplingTarget
  /// nil: rows are repeated as they are.
  public let shrinkage: Double?

  /// - Throws: `LearningError.invalidOption` for a negative shrinkage.
  public init(target: ResamplingTarget = .auto, shrinkage: Double? = nil) throws {
    try target.check()
    if let shrinkage, !(shrinkage >= 0 && shrinkage.isFinite) {
      throw LearningError.invalidOption(name: "shrinkage", value: "\(shrinkage)", allowed: "0 or more")
    }
    self.target = target
    self.shrinkage = shrinkage
  }

  /// Keeps every row, in order; repeats or new rows follow, class by class.
  ///
  /// - Throws: `LearningError.noRows`, `.noColumns`, `.nonFinite`, `.mismatchedCounts`, `.unknownClass`,
  ///   `.targetBelowCount`, `.overflow`; `ResamplingError.tooManyRows`; `Interrupted`.
  public func resample(
    _ features: Matrix, _ labels: Labels, seed: UInt64, context: ExecutionContext = .plain
  ) throws -> Resampled {
    let task = try OversamplingTask(features, labels, target, context: context)
    var drawn: [Int] = []
    var scales: [[Float]] = [[Float]](repeating: [], count: labels.names.count)
    for code in task.growing {
      let rows = task.rows(of: code)
      var generator = SeededGenerator.derived(from: seed, code)
      for place in 0..<task.missing[code] {
        if place % PairDrawing.stretch == 0 { try context.checkInterruption() }
        drawn.append(rows[generator.below(rows.count)])
      }
      if let shrinkage { scales[code] = try deviations(features, rows, shrinkage, context) }
    }
    let notes = task.growing.isEmpty ? [OversamplingTask.nothingToDo] : []
    guard shrinkage != nil else {
      return Resampled(
        keeping: Array(0..<features.rows) + drawn, of: features, notes: notes, context: context)
    }
    let codes = drawn.map { labels.codes[$0] }
    let new = try blurred(features.gathering(drawn), codes.map { scales[$0] }, seed, context)
    return Resampled(
      keptRows: Array(0..<features.rows), features: features.appending(new, context: context), syntheticCodes: codes,
      parents: drawn.map { ($0, $0) }, notes: notes)
  }

  /// The deviation of the noise in each column.
  private func deviations(
    _ features: Matrix, _ rows: [Int], _ shrinkage: Double, _ context: ExecutionContext
  ) throws -> [Float] {
    let own = features.gathering(rows)
    let width = Double(features.columns)
    let factor = shrinkage * pow(4 / ((width + 2) * Double(features.rows)), 1 / (width + 4))
    return try own.columnVariances(around: own.columnMeans(context: context), context: context)
      .map { Float(factor * $0.squareRoot()) }
  }

  /// - Throws: `LearningError.overflow` where the noise takes a number beyond single precision.
  private func blurred(
    _ rows: Matrix, _ scales: [[Float]], _ seed: UInt64, _ context: ExecutionContext
  ) throws -> Matrix {
    let columns = rows.columns
    let result = try Matrix(rows: rows.rows, columns: columns) { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: rows.rows, size: max(1, (1 << 14) / columns)) { piece in
        for row in piece {
          var noise = NormalNumbers(.derived(from: seed, -1, row))
          for c in 0..<columns {
            target[row * columns + c] = rows[row, c] + scales[row][c] * Float(noise.next())
          }
        }
      }
    }
    guard try result.firstNonFinite(context: context) == nil else { throw LearningError.overflow }
    return result
  }
}

/// Numbers of the standard normal distribution, in pairs (Box & Muller 1958).
struct NormalNumbers {
  private var generator: SeededGenerator
  private var spare: Double?

  init(_ generator: SeededGenerator) {
    self.generator = generator
  }

  mutating func next() -> Double {
    if let number = spare {
      spare = nil
      return number
    }
    // 1 − u is never 0.
    let radius = (-2 * log(1 - generator.uniform())).squareRoot()
    let angle = 2 * Double.pi * generator.uniform()
    spare = radius * sin(angle)
    return radius * cos(angle)
  }
}
