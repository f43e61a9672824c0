/// The middle of a sandwich variance: Σ of squared scores, over rows or over clusters.
enum Sandwich {
  /// - Parameters:
  ///   - scores: a row's factors of the coefficients (WR, or what bias correction makes of it).
  ///   - residuals: a column for each response.
  ///   - contrast: which combination of the responses is meant.
  ///   - terms: how many coefficients the residuals come from, for the correction of few clusters (CR1).
  static func meat(
    scores: DenseMatrix, residuals: DenseMatrix, contrast: [Double], clusters: [Int]?, terms: Int
  ) -> DenseMatrix {
    let combined = residuals.times(contrast)
    guard let clusters else {
      return scores.crossProduct(scores, weights: combined.map { $0 * $0 })
    }
    var sums: [Int: [Double]] = [:]
    var order: [Int] = []
    for row in 0..<scores.rows {
      if sums[clusters[row]] == nil { order.append(clusters[row]) }
      for column in 0..<scores.columns {
        sums[clusters[row], default: [Double](repeating: 0, count: scores.columns)][column] +=
          combined[row] * scores[row, column]
      }
    }
    let rows = DenseMatrix(rows: order.count, columns: scores.columns, storage: order.flatMap { sums[$0] ?? [] })
    let (n, g) = (Double(scores.rows), Double(order.count))
    let correction = (n - 1) / (n - Double(terms)) * g / (g - 1)
    var meat = rows.crossProduct(rows)
    for index in meat.storage.indices { meat.storage[index] *= correction }
    return meat
  }

  /// bread · meat · bread.
  static func variance(bread: DenseMatrix, meat: DenseMatrix) -> DenseMatrix { bread.times(meat).times(bread) }
}
