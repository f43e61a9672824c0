import Numerics

/// A classifier whose numbers are sums over the columns: what each column adds is known exactly.
public protocol LinearClassifier: FittedClassifier {
  /// The classes that the outputs are for.
  var outputNames: [String] { get }
  /// What the outputs are, for a person.
  var outputMeaning: String { get }
  /// Output after output, each with one number a column.
  var coefficients: [Float] { get }
  /// One for each output.
  var intercepts: [Double] { get }
}

extension LinearClassifier {
  /// The Shapley values of every row, a column that is left out having its mean among the rows given (the interventional
  /// values of shap's `LinearExplainer`, columns taken to be independent): coefficient × (number − mean).
  /// - Parameter means: of each column, over the rows that stand for everybody.
  /// - Throws: `LearningError.wrongWidth`, `.nonFinite`; `Interrupted`. Cost: rows × columns × outputs.
  public func contributions(
    _ features: Matrix, around means: [Double], context: ExecutionContext
  ) throws -> Contributions {
    let (columns, outputs) = (means.count, intercepts.count)
    guard coefficients.count == columns * outputs else {
      throw LearningError.wrongWidth(expected: coefficients.count / max(1, outputs), found: columns)
    }
    try InputChecks.checkApplied(features, width: columns, context: context)
    let values = try Matrix(rows: features.rows, columns: columns * outputs) { buffer in
      guard let start = buffer.baseAddress else { return }
      let target = DisjointPointer(start)
      try context.forEachPiece(of: features.rows, size: 64) { rows in
        for row in rows {
          for column in 0..<columns {
            let distance = Double(features[row, column]) - means[column]
            for output in 0..<outputs {
              target[(row * columns + column) * outputs + output] = Float(
                Double(coefficients[output * columns + column]) * distance)
            }
          }
        }
      }
    }
    let expected = (0..<outputs).map { output in
      intercepts[output]
        + means.indices.reduce(0) { $0 + Double(coefficients[output * columns + $1]) * means[$1] }
    }
    return Contributions(columns: columns, outputs: outputs, expected: expected, values: values)
  }
}

extension FittedLogisticRegression: LinearClassifier {
  /// Two classes have one output, of the second.
  public var outputNames: [String] {
    let names = classCodes.map { classNames[$0] }
    return names.count == 2 ? Array(names.suffix(1)) : names
  }

  public var outputMeaning: String { "log odds" }
}
