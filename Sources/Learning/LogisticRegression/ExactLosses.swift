import Glibc
import Numerics

/// The objective in double precision throughout: some ten times the work of `evaluate`, and a value whose small changes
/// can be seen.
extension LogisticObjective {
  /// Mean loss plus L2 term, and the gradient. Cost: 4·n·d·outputs operations without BLAS.
  func evaluateExactly(
    _ parameters: [Double], _ context: ExecutionContext
  ) throws -> (value: Double, gradient: [Double]) {
    let offsets = uncentredIntercepts(parameters)
    return try combined(strandSums(context) { exactSums(of: $0, parameters, offsets) }, parameters)
  }

  private func exactSums(of rows: Range<Int>, _ parameters: [Double], _ offsets: [Double]) -> LossSums {
    var result = LossSums(count: parameterCount)
    var shares = [Double](repeating: 0, count: classes.count)
    features.storage.withUnsafeBufferPointer { numbers in
      parameters.withUnsafeBufferPointer { parameters in
        result.gradient.withUnsafeMutableBufferPointer { gradient in
          for row in rows {
            let numbers = UnsafeBufferPointer(rebasing: numbers[row * width..<(row + 1) * width])
            for output in 0..<outputs {
              shares[classes.count - outputs + output] = score(numbers, parameters, output, offsets)
            }
            result.loss += turnIntoResiduals(&shares, row)
            for output in 0..<outputs {
              let residual = shares[classes.count - outputs + output]
              for column in 0..<width { gradient[output * width + column] += residual * Double(numbers[column]) }
              gradient[outputs * width + output] += residual
            }
          }
        }
      }
    }
    return result
  }

  private func score(
    _ numbers: UnsafeBufferPointer<Float>, _ parameters: UnsafeBufferPointer<Double>, _ output: Int, _ offsets: [Double]
  ) -> Double {
    var sum = offsets[output]
    for column in 0..<width { sum += Double(numbers[column]) * parameters[output * width + column] }
    return sum
  }

  /// Replaces a row's scores by its weighted residuals, and gives its weighted loss. The first of two classes, which has
  /// no output, has score 0 whatever stood there.
  private func turnIntoResiduals(_ scores: inout [Double], _ row: Int) -> Double {
    if outputs < classes.count { scores[0] = 0 }
    let (truth, weight) = (classes.places[row], Double(rowWeights?[row] ?? 1))
    let (highest, own) = (scores.max() ?? 0, scores[truth])
    for place in scores.indices { scores[place] = exp(scores[place] - highest) }
    let sum = scores.reduce(0, +)
    for place in scores.indices { scores[place] *= weight / sum }
    scores[truth] -= weight
    return weight * (highest - own + log(sum))
  }
}
