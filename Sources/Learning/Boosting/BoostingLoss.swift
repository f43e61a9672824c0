import Numerics

/// What gradient boosting makes small.
public enum BoostingLoss: Sendable, Equatable, Codable {
  /// −log of the probability of the row's class; logistic for two classes, softmax for more.
  case logLoss
  /// −(1 − p)^γ · log p (Lin et al. 2017): rows that are already told rightly count less, the more so the larger γ.
  case focal(gamma: Double)
}

/// Gradients and second derivatives of the loss for sixteen rows at a time.
struct LossGradients {
  typealias Lanes = SIMD16<Float>

  let loss: BoostingLoss
  let outputs: Int
  /// XGBoost's floor, which keeps a row from vanishing altogether.
  private let leastHessian: Float = 1e-16

  init(loss: BoostingLoss, outputs: Int) {
    self.loss = loss
    self.outputs = outputs
  }

  /// - Parameters:
  ///   - margins: of output 0; those of the next are `stride` further. Likewise `gradients` and `hessians`.
  ///   - classes: of the rows.
  func compute(
    _ margins: UnsafePointer<Float>, stride: Int, classes: SIMD16<Int32>, weights: Lanes,
    gradients: UnsafeMutablePointer<Float>, hessians: UnsafeMutablePointer<Float>
  ) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 16 * outputs + 32) { room in
      guard let room = room.baseAddress else { return }
      for output in 0..<outputs { store(load(margins + output * stride), room + 16 * output) }
      probabilities(room)
      let counted = weights * factors(room, classes)
      for output in 0..<outputs {
        let p = load(room + 16 * output)
        let isClass = classes .== (outputs == 1 ? 1 : Int32(output))
        let target = Lanes.zero.replacing(with: 1, where: isClass)
        let curvature = (outputs == 1 ? 1 : 2) * p * (1 - p)
        let floored = curvature.replacing(with: leastHessian, where: curvature .< leastHessian)
        store((p - target) * counted, gradients + output * stride)
        store(floored * counted, hessians + output * stride)
      }
    }
  }

  /// Margins to probabilities; with one output, that of the second class.
  private func probabilities(_ room: UnsafeMutablePointer<Float>) {
    if outputs == 1 {
      store(1 / (1 + VectorExponential.exp(-load(room))), room)
    } else {
      VectorSoftmax.apply(
        room, classes: outputs, stride: 16, maximum: room + 16 * outputs, sum: room + 16 * outputs + 16)
    }
  }

  /// What focal loss multiplies the gradient of the log loss by: (1 − p)^γ − γ·(1 − p)^(γ−1)·p·log p, with p the
  /// probability of the row's class. It is positive, so the second derivative of the log loss times it, which is not
  /// that of the focal loss, is a safe measure of curvature.
  private func factors(_ room: UnsafePointer<Float>, _ classes: SIMD16<Int32>) -> Lanes {
    guard case .focal(let gamma) = loss else { return Lanes(repeating: 1) }
    var result = Lanes.zero
    for lane in 0..<16 {
      let first = Double(room[(outputs == 1 ? 0 : 16 * Int(classes[lane])) + lane])
      result[lane] = Float(Self.focalFactor(outputs == 1 && classes[lane] == 0 ? 1 - first : first, gamma: gamma))
    }
    return result
  }

  static func focalFactor(_ probability: Double, gamma: Double) -> Double {
    let p = min(max(probability, 1e-12), 1 - 1e-12)
    return power(1 - p, gamma) - gamma * power(1 - p, gamma - 1) * p * logarithm(p)
  }

  @inline(__always)
  private func load(_ pointer: UnsafePointer<Float>) -> Lanes {
    UnsafeRawPointer(pointer).loadUnaligned(as: Lanes.self)
  }

  @inline(__always)
  private func store(_ value: Lanes, _ pointer: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: Lanes.self)
  }
}
