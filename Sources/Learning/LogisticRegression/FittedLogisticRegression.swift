import Numerics

/// Logistic regression as learnt.
public struct FittedLogisticRegression: FittedClassifier, Equatable {
  public let classNames: [String]
  /// The codes of the classes that had rows; two of them have one output, of the second.
  public let classCodes: [Int]
  /// Columns.
  public let width: Int
  /// Output after output, each with one number a column.
  public let coefficients: [Float]
  /// One for each output.
  public let intercepts: [Double]
  /// (C · Σ wᵢ·lossᵢ + penalty) ÷ (C · Σ wᵢ) at the end of the search.
  public let objective: Double
  public let iterations: Int
  /// What a person should know, such as that the iterations ran out.
  public let notes: [String]

  public var byteCount: Int { coefficients.byteCount + intercepts.byteCount }

  /// The most likely class of each row.
  /// - Throws: `LearningError.wrongWidth`, `.nonFinite`, `.damagedModel`; `Interrupted`.
  /// - Cost: 2·n·d·outputs operations.
  public func predict(_ features: Matrix, context: ExecutionContext = .plain) throws -> [Int] {
    let probabilities = try presentProbabilities(features, context)
    return (0..<probabilities.rows).map { row in
      let numbers = probabilities.row(row)
      var best = numbers.startIndex
      for i in numbers.indices where numbers[i] > numbers[best] { best = i }
      return classCodes[best - numbers.startIndex]
    }
  }

  /// n×classes; 0 for a class that had no rows to learn from.
  /// - Throws: `LearningError.wrongWidth`, `.nonFinite`, `.damagedModel`; `Interrupted`.
  /// - Cost: 2·n·d·outputs operations.
  public func probabilities(_ features: Matrix, context: ExecutionContext = .plain) throws -> Matrix? {
    let present = try presentProbabilities(features, context)
    var result = Matrix(rows: present.rows, columns: classNames.count)
    for row in 0..<present.rows {
      for (place, code) in classCodes.enumerated() { result[row, code] = present[row, place] }
    }
    return result
  }

  /// n×(classes that had rows).
  private func presentProbabilities(_ features: Matrix, _ context: ExecutionContext) throws -> Matrix {
    let count = classCodes.count
    try ModelChecks.require(
      ModelChecks.areClasses(classCodes, of: classNames) && intercepts.count == (count == 2 ? 1 : count) && width > 0
        && ModelChecks.isTable(coefficients.count, rows: intercepts.count, columns: width))
    try InputChecks.checkApplied(features, width: width, context: context)
    let offsets = intercepts.map(Float.init)
    return try Matrix(rows: features.rows, columns: count) { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: features.rows, size: 1024) { rows in
        var scores = ClassScores(classes: count, room: rows.count)
        scores.compute(features, rows, coefficients: coefficients, offsets: offsets)
        scores.turnIntoProbabilities()
        for place in 0..<count {
          for (i, row) in rows.enumerated() { target[row * count + place] = scores[place, i] }
        }
      }
    }
  }
}
