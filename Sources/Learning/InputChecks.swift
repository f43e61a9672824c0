import Numerics

/// What every method asks of the rows it is given.
package enum InputChecks {
  /// At least one row and one column, all numbers finite.
  package static func checkFeatures(_ features: Matrix, context: ExecutionContext) throws {
    try checkNotEmpty(features)
    try checkFinite(features, context: context)
  }

  package static func checkNotEmpty(_ features: any ReadableRows) throws {
    guard features.rows > 0 else { throw LearningError.noRows }
    guard features.columns > 0 else { throw LearningError.noColumns }
  }

  package static func checkFinite(_ features: any ReadableRows, context: ExecutionContext) throws {
    if let place = try features.firstNonFinite(context: context) {
      throw LearningError.nonFinite(row: place.row, column: place.column)
    }
  }

  /// For methods that take NaN for a missing number.
  package static func checkNoInfinity(_ features: Matrix, context: ExecutionContext) throws {
    guard let first = try features.firstNonFinite(context: context) else { return }
    let start = first.row * features.columns + first.column
    for i in start..<features.storage.count where features.storage[i].isInfinite {
      throw LearningError.nonFinite(row: i / features.columns, column: i % features.columns)
    }
  }

  /// Rows to apply a fitted model to: of its width, and finite.
  package static func checkApplied(_ features: Matrix, width: Int, context: ExecutionContext) throws {
    try checkWidth(features, width)
    try checkFinite(features, context: context)
  }

  static func checkWidth(_ features: any ReadableRows, _ width: Int) throws {
    guard features.columns == width else {
      throw LearningError.wrongWidth(expected: width, found: features.columns)
    }
  }

  /// Rows that are all the same tell no class from another, whatever the method: an answer would be the commonest class
  /// under another name. One constant column is no harm.
  package static func checkVaried(_ features: Matrix) throws {
    guard features.rows > 1 else { return }
    let first = features.row(0)
    // Ends at the first row that differs, nearly always the second.
    if (1..<features.rows).allSatisfy({ features.row($0).elementsEqual(first) }) { throw LearningError.constantData }
  }

  package static func checkLabels(_ labels: Labels, rows: Int) throws {
    guard labels.count == rows else {
      throw LearningError.mismatchedCounts(what: "labels", expected: rows, found: labels.count)
    }
  }

  /// One weight a row, none negative; nil is allowed.
  package static func checkWeights(_ weights: [Float]?, rows: Int) throws {
    guard let weights else { return }
    guard weights.count == rows else {
      throw LearningError.mismatchedCounts(what: "weights", expected: rows, found: weights.count)
    }
    if let row = weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      throw LearningError.negativeWeight(row: row)
    }
  }
}
