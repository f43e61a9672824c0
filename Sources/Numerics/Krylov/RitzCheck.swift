/// How near the eigenvectors of a projection are to those of the operator that was projected.
struct RitzCheck {
  let pairs: Eigenpairs
  /// Of the subspace of the leading ones to the true one, as far as residuals tell; 1 where they tell nothing.
  let angle: Double
  /// Whether no residual of the leading ones is above what single precision can tell.
  let isAtPrecision: Bool
  /// The leading ones and some after them that are nearly right.
  let usable: Int

  /// Ritz vectors beyond those asked for that are handed on: they hold what rounding has mixed with their neighbours.
  private static let extra = 16

  /// - Parameters:
  ///   - remainders: of the last block; see `KrylovBasis.State.Step`.
  init(_ projection: SymmetricMatrix, remainders: Matrix, count: Int, _ context: ExecutionContext) throws {
    pairs = try projection.eigenpairs(context: context)
    let size = projection.order
    let count = min(count, size)
    let residuals = Self.residuals(pairs, remainders, count: min(size, 2 * count + 32))
    let values = pairs.values
    let largest = max(abs(values.first ?? 0), .leastNormalMagnitude)
    isAtPrecision = residuals.prefix(count).allSatisfy { $0 <= 1e-7 * largest }
    var settled = count
    while settled < residuals.count, residuals[settled] <= 0.1 * values[settled] { settled += 1 }
    usable = min(settled, count + Self.extra)
    angle = Self.angle(values, residuals, count: count, settled: settled)
  }

  /// Whether so many of the leading eigenvalues are equal, as far as single precision tells. Zeros do not count.
  func hasCluster(of size: Int) -> Bool {
    let (values, largest) = (pairs.values.prefix(usable), abs(pairs.values.first ?? 0))
    return values.indices.dropLast(size - 1).contains {
      values[$0] > 1e-5 * largest && values[$0] - values[$0 + size - 1] <= 4e-7 * largest
    }
  }

  private static func residuals(_ pairs: Eigenpairs, _ remainders: Matrix, count: Int) -> [Double] {
    let first = pairs.order - remainders.rows
    return (0..<count).map { i in
      (0..<remainders.columns).reduce(0.0) { sum, column in
        let share = (0..<remainders.rows).reduce(0.0) {
          $0 + pairs.vectors[i * pairs.order + first + $1] * Double(remainders[$1, column])
        }
        return sum + share * share
      }.squareRoot()
    }
  }

  /// A residual points to what the basis lacks, whose eigenvalues lie below those that have settled: over the gap to
  /// these it is the angle to first order. To second order what is lacking mixes the leading vectors with the settled
  /// ones beside them, whose gap may be small.
  private static func angle(_ values: [Double], _ residuals: [Double], count: Int, settled: Int) -> Double {
    guard count < values.count else { return residuals.allSatisfy { $0 == 0 } ? 0 : 1 }
    let end = min(settled, residuals.count - 1)
    let ceiling = values[end] + residuals[end]
    var sum = 0.0
    for i in 0..<count {
      let gap = values[i] - ceiling
      guard gap > 0 else { return residuals[i] == 0 ? 0 : 1 }
      let mixing = (count..<max(count, settled)).reduce(0.0) {
        let share = residuals[$1] / max(values[i] - values[$1], 1e-12 * values[0])
        return $0 + share * share
      }
      sum += residuals[i] * residuals[i] / (gap * gap) * (1 + mixing)
    }
    return min(1, sum.squareRoot())
  }
}
