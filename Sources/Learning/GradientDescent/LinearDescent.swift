import Numerics

/// The descent of one class against the rest.
struct LinearDescent: Sendable {
  /// Passes without progress after which it ends.
  private static let patience = 5

  private let options: StochasticGradientDescent
  private var generator: SeededGenerator
  /// The weights are `stored` times `scale`, so that the L2 term shrinks all of them by one product.
  private var stored: [Float]
  private var scale = 1.0
  /// ‖stored‖², kept up step by step.
  private var squaredNorm = 0.0
  /// ‖w‖₁, where the penalty needs it.
  private var sumOfSizes = 0.0
  private(set) var intercept = 0.0
  private(set) var passes = 0
  private(set) var isConverged = false
  private var step = 1.0
  private let firstStep: Double
  /// L1: what every weight could have been shrunk by so far, and what each has been.
  private var owed = 0.0
  private var paid: [Float]

  init(_ options: StochasticGradientDescent, width: Int, seed: SeededGenerator) {
    self.options = options
    generator = seed
    stored = [Float](repeating: 0, count: width)
    paid = options.penalty.l1Share > 0 ? stored : []
    // Bottou's rule: the first step is about as large as a weight is expected to become.
    let typical = (1 / options.alpha.squareRoot()).squareRoot()
    let first = typical / max(1, options.loss.slope(-typical, 1))
    firstStep = 1 / (first * options.alpha)
  }

  private var penalty: Double {
    let l1 = options.penalty.l1Share
    return options.alpha * ((1 - l1) * 0.5 * squaredNorm * scale * scale + l1 * sumOfSizes)
  }

  var weights: [Float] { stored.map { Float(Double($0) * scale) } }

  mutating func run(_ features: Matrix, truth: [Double], weights: [Float], context: ExecutionContext) throws {
    var order = Array(0..<features.rows)
    let norms = (0..<features.rows).map { row in
      features.storage.withUnsafeBufferPointer { numbers in
        numbers.baseAddress.map {
          VectorKernels.squaredNorm($0 + row * features.columns, count: features.columns)
        } ?? 0
      }
    }
    var best = Double.infinity
    var idle = 0
    while passes < options.maxPasses {
      order = generator.shuffled(order)
      let sum = try pass(features, norms, order, truth, weights, context)
      passes += 1
      idle = sum > best - options.tolerance * Double(features.rows) ? idle + 1 : 0
      best = min(best, sum)
      isConverged = idle >= Self.patience
      if isConverged || !sum.isFinite { return }
    }
  }

  /// One step for every row. - Returns: the sum of loss and penalty before each step.
  private mutating func pass(
    _ features: Matrix, _ norms: [Double], _ order: [Int], _ truth: [Double], _ weights: [Float],
    _ context: ExecutionContext
  ) throws -> Double {
    let width = features.columns
    var sum = 0.0
    for (count, row) in order.enumerated() {
      if count % 4096 == 0 { try context.checkInterruption() }
      let rate = 1 / (options.alpha * (firstStep + step - 1))
      features.storage.withUnsafeBufferPointer { numbers in
        guard let x = numbers.baseAddress.map({ $0 + row * width }) else { return }
        let product = Double(VectorKernels.dot(stored, x, count: width))
        let score = product * scale + intercept
        sum += options.loss.value(score, truth[row]) + penalty
        let slope = min(max(options.loss.slope(score, truth[row]), -1e12), 1e12)
        move(along: x, by: -rate * slope * Double(weights[row]), rate: rate, (product, norms[row]))
      }
      step += 1
    }
    settleScale()
    return sum
  }

  /// - Parameter products: of the stored weights with x, and of x with itself.
  private mutating func move(
    along x: UnsafePointer<Float>, by amount: Double, rate: Double, _ products: (Double, Double)
  ) {
    var products = products
    let l1 = options.penalty.l1Share
    if l1 < 1 {
      scale *= max(0, 1 - (1 - l1) * rate * options.alpha)
      if scale < 1e-6 {
        products.0 *= scale
        settleScale()
      }
    }
    if amount != 0 {
      let factor = amount / scale
      VectorKernels.axpy(Float(factor), x, into: &stored, count: stored.count)
      squaredNorm += factor * (2 * products.0 + factor * products.1)
      intercept += amount
    }
    if l1 > 0 {
      owed += l1 * rate * options.alpha
      shrink()
    }
  }

  private mutating func settleScale() {
    for c in stored.indices { stored[c] = Float(Double(stored[c]) * scale) }
    scale = 1
    squaredNorm = VectorKernels.squaredNorm(stored, count: stored.count)
  }

  /// The cumulative L1 penalty (Tsuruoka, Tsujii & Ananiadou 2009): a weight is shrunk to 0, never past it.
  private mutating func shrink() {
    let (owed, scale) = (Float(owed), Float(scale))
    var (sum, squares) = (Float.zero, Float.zero)
    stored.withUnsafeMutableBufferPointer { stored in
      paid.withUnsafeMutableBufferPointer { paid in
        for c in stored.indices {
          let before = stored[c]
          if before * scale > 0 {
            stored[c] = max(0, before - (owed + paid[c]) / scale)
          } else if before * scale < 0 {
            stored[c] = min(0, before + (owed - paid[c]) / scale)
          }
          paid[c] += scale * (stored[c] - before)
          sum += abs(stored[c])
          squares += stored[c] * stored[c]
        }
      }
    }
    sumOfSizes = Double(sum * scale)
    squaredNorm = Double(squares)
  }
}
