import Glibc
import Numerics

/// Counts weighed by how rare a term is, rows of length 1 (Spärck Jones 1972). Fitted on some documents, it weighs
/// others alike. Peer: scikit-learn's TfidfTransformer, whose smoothed form this is:
/// idf = ln((1 + documents) / (1 + documents with the term)) + 1.
public struct TFIDF: Sendable, Equatable {
  /// Of each column.
  public let rarity: [Double]
  /// Whether 1 + ln(count) stands for the count, so that repeats count less.
  public let isSublinear: Bool

  /// - Parameter counts: of the documents to learn from: training rows alone, where something is to be tested later.
  public init(_ counts: SparseRows, isSublinear: Bool = false) {
    var frequencies = [Int](repeating: 0, count: counts.columns)
    for place in counts.places { frequencies[Int(place)] += 1 }
    let documents = Double(1 + counts.rows)
    rarity = frequencies.map { log(documents / Double(1 + $0)) + 1 }
    self.isSublinear = isSublinear
  }

  /// What was learnt before.
  public init(rarity: [Double], isSublinear: Bool) {
    self.rarity = rarity
    self.isSublinear = isSublinear
  }

  /// - Precondition: `counts` has the columns that were learnt from.
  /// - Throws: `Interrupted`.
  public func weights(_ counts: SparseRows, context: ExecutionContext = .plain) throws -> SparseRows {
    precondition(counts.columns == rarity.count, "other columns")
    var result = counts
    for row in 0..<counts.rows {
      if row % 4096 == 0 { try context.checkInterruption() }
      var square = 0.0
      for index in counts.range(row) {
        let count = counts.values[index]
        let weight = (isSublinear ? 1 + log(count) : count) * rarity[Int(counts.places[index])]
        result.values[index] = weight
        square += weight * weight
      }
      guard square > 0 else { continue }
      let length = square.squareRoot()
      for index in counts.range(row) { result.values[index] /= length }
    }
    return result
  }
}
