import Numerics

/// Fills missing numbers (NaN) of a column by what its other numbers say, as scikit-learn's `SimpleImputer` does.
public struct Imputer: Transformer, Equatable {
  /// What stands for the missing numbers of a column.
  public enum Strategy: String, Sendable, Codable, CaseIterable {
    case mean
    /// The middle number, or the mean of the two in the middle.
    case median
    /// The number that is there most often, the least of several.
    case mostFrequent
  }

  public let strategy: Strategy
  /// Whether a column of 0 and 1 is added for every column with missing training numbers: 1 where one was missing.
  public let addsIndicators: Bool

  public init(_ strategy: Strategy = .mean, addingIndicators: Bool = false) {
    self.strategy = strategy
    addsIndicators = addingIndicators
  }

  /// Learns what stands for the missing numbers of each column. A column without a single number is left out from then
  /// on, as the peer does.
  /// - Throws: `LearningError.noRows`, `.noColumns`, `.nonFinite` at infinity; `ImputationError`; `Interrupted`.
  /// - Cost: one pass for the mean; the others sort each column, in linear time.
  public func fit(_ features: Matrix, seed: UInt64 = 0, context: ExecutionContext = .plain) throws -> FittedImputer {
    guard features.rows > 0 else { throw LearningError.noRows }
    guard features.columns > 0 else { throw LearningError.noColumns }
    try InputChecks.checkNoInfinity(features, context: context)
    var found = [Filling](repeating: Filling(), count: features.columns)
    try found.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: features.columns, size: Self.block) { columns in
        for (place, filling) in try fillings(of: columns, features, context).enumerated() {
          target[columns.lowerBound + place] = filling
        }
      }
    }
    let known = found.indices.filter { found[$0].value != nil }
    guard !known.isEmpty else { throw ImputationError.nothingKnown(rows: features.rows, columns: features.columns) }
    return FittedImputer(
      width: features.columns, columns: known, fills: known.compactMap { found[$0].value },
      indicators: addsIndicators ? known.filter { found[$0].hasMissing } : [])
  }

  /// Columns that are gathered in one pass over the rows.
  private static let block = 8

  private struct Filling {
    /// nil where no number is known.
    var value: Float?
    var hasMissing = false
  }

  private func fillings(of columns: Range<Int>, _ features: Matrix, _ context: ExecutionContext) throws -> [Filling] {
    var numbers = [[Float]](repeating: [], count: columns.count)
    for place in numbers.indices { numbers[place].reserveCapacity(features.rows) }
    for row in 0..<features.rows {
      if row % 65_536 == 0 { try context.checkInterruption() }
      for (place, column) in columns.enumerated() {
        let number = features.storage[row * features.columns + column]
        if !number.isNaN { numbers[place].append(number) }
      }
    }
    var sort = FloatSort(capacity: strategy == .mean ? 0 : features.rows)
    return numbers.indices.map { place in
      let hasMissing = numbers[place].count < features.rows
      guard !numbers[place].isEmpty else { return Filling(hasMissing: hasMissing) }
      return Filling(value: value(for: &numbers[place], &sort), hasMissing: hasMissing)
    }
  }

  /// - Parameter numbers: at least one; may be put in order.
  private func value(for numbers: inout [Float], _ sort: inout FloatSort) -> Float {
    if strategy == .mean { return Float(numbers.reduce(0.0) { $0 + Double($1) } / Double(numbers.count)) }
    numbers.withUnsafeMutableBufferPointer { sort.sort($0) }
    guard strategy == .mostFrequent else {
      let (low, high) = (numbers[(numbers.count - 1) / 2], numbers[numbers.count / 2])
      return Float((Double(low) + Double(high)) / 2)
    }
    var (best, most, start) = (numbers[0], 0, 0)
    for place in 1...numbers.count where place == numbers.count || numbers[place] != numbers[start] {
      if place - start > most { (best, most) = (numbers[start], place - start) }
      start = place
    }
    return best
  }
}
