import Numerics

/// The gradients of all training rows in one round, as whole numbers.
///
/// Threads write to places that do not overlap.
final class GradientTable: @unchecked Sendable {
  private static let pieceRows = 4096
  private let rows: Int
  private let stride: Int
  private let outputs: Int
  private let loss: LossGradients
  private let classes: [Int32]
  private let weights: [Float]
  private let gradients: OwnedBuffer<Float>
  private let hessians: OwnedBuffer<Float>
  private let packed: OwnedBuffer<Int64>
  private let shared: OwnedBuffer<ClassHistogram.Sums>?

  init(_ training: WeightedRows, _ loss: LossGradients, margins: BoostingMargins) {
    rows = training.features.rows
    stride = margins.stride
    outputs = loss.outputs
    self.loss = loss
    let padding = stride - rows
    classes = training.classes + [Int32](repeating: 0, count: padding)
    weights = training.weights + [Float](repeating: 0, count: padding)
    gradients = OwnedBuffer(uninitialized: stride * outputs)
    hessians = OwnedBuffer(uninitialized: stride * outputs)
    packed = OwnedBuffer(uninitialized: stride * outputs)
    let isShared = (3...ClassHistogram.mostClasses).contains(outputs) && rows >= LevelSearch.leastSharedRows
    shared = isShared ? OwnedBuffer(repeating: .zero, count: stride) : nil
  }

  func packed(of output: Int) -> UnsafePointer<Int64> {
    UnsafePointer(packed.base + output * stride)
  }

  var sharedByRow: UnsafeSendable<UnsafePointer<ClassHistogram.Sums>>? {
    shared.map { UnsafeSendable(value: UnsafePointer($0.base)) }
  }

  /// Derivatives at the margins, then whole numbers of them. - Returns: the units, for each output.
  func update(_ margins: BoostingMargins, context: ExecutionContext) throws -> [GradientScale] {
    let pieces = (stride + Self.pieceRows - 1) / Self.pieceRows
    let totals = OwnedBuffer(repeating: SIMD2<Double>.zero, count: pieces * outputs)
    let target = DisjointPointer(totals.base)
    try context.forEachPiece(of: stride, size: Self.pieceRows) { range in
      self.differentiate(margins, range)
      let piece = range.lowerBound / Self.pieceRows
      for output in 0..<self.outputs { target[output * pieces + piece] = self.total(output, range) }
    }
    let scales = (0..<outputs).map { output in
      let total = (0..<pieces).reduce(SIMD2.zero) { $0 + totals[output * pieces + $1] }
      return GradientScale(gradients: total.x, hessians: total.y)
    }
    try context.forEachPiece(of: stride, size: Self.pieceRows) { range in
      for output in 0..<self.outputs { self.round(output, range, scales[output]) }
    }
    return scales
  }

  private func differentiate(_ margins: BoostingMargins, _ range: Range<Int>) {
    for row in Swift.stride(from: range.lowerBound, to: range.upperBound, by: 16) {
      var codes = SIMD16<Int32>.zero
      var counted = SIMD16<Float>.zero
      for lane in 0..<16 {
        codes[lane] = classes[row + lane]
        counted[lane] = weights[row + lane]
      }
      loss.compute(
        margins.output(0) + row, stride: stride, classes: codes, weights: counted, gradients: gradients.base + row,
        hessians: hessians.base + row)
    }
  }

  /// Σ |g| and Σ h.
  private func total(_ output: Int, _ range: Range<Int>) -> SIMD2<Double> {
    var (first, second) = (0.0, 0.0)
    for i in range {
      first += Double(abs(gradients[output * stride + i]))
      second += Double(hessians[output * stride + i])
    }
    return SIMD2(first, second)
  }

  private func round(_ output: Int, _ range: Range<Int>, _ scale: GradientScale) {
    let perGradient = Float(1 / scale.gradientUnit)
    let perHessian = Float(1 / scale.hessianUnit)
    let numbers = shared.map { UnsafeMutableRawPointer($0.base).assumingMemoryBound(to: Int32.self) }
    for i in range {
      let gradient = Self.whole(gradients.base[output * stride + i] * perGradient)
      let hessian = Self.whole(hessians.base[output * stride + i] * perHessian)
      packed.base[output * stride + i] = PackedGradient.pack(gradient: gradient, hessian: hessian)
      guard let numbers else { continue }
      numbers[i * 16 + output] = gradient
      numbers[i * 16 + ClassHistogram.mostClasses + output] = hessian
    }
  }

  @inline(__always)
  private static func whole(_ x: Float) -> Int32 {
    Int32(exactly: x.rounded(.toNearestOrEven)) ?? 0
  }
}
