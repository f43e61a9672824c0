import Numerics

/// Batch normalisation (Ioffe & Szegedy 2015): each channel to mean 0 and variance 1 over the batch, then scaled and
/// shifted by what is learnt. Running means take a tenth of each batch, as in PyTorch.
///
/// What follows it in most networks, the sum with a shortcut and a rectifier, is done on the way: maps of a batch are larger
/// than the cache, and each pass over them costs as much as the arithmetic of several.
final class NormalisationLayer: TrainableLayer, @unchecked Sendable {
  private static let epsilon = 1e-5
  private static let momentum = 0.1

  let channels: Int
  /// Whether negative results become zero.
  let isRectified: Bool
  let scale: TrainableParameter
  let shift: TrainableParameter
  let mean: TrainableParameter
  let variance: TrainableParameter
  /// Frozen: the statistics learnt before are used and kept.
  var isFrozen = false
  /// Of the batch that went forward last.
  private var centre: [Float]
  private var inverse: [Float]
  private var tookBatch = false

  init(_ name: String, _ channels: Int, isRectified: Bool = false) {
    self.channels = channels
    self.isRectified = isRectified
    scale = TrainableParameter("\(name).weight", [channels], repeating: 1)
    shift = TrainableParameter("\(name).bias", [channels])
    mean = TrainableParameter("\(name).running_mean", [channels], isTrained: false)
    variance = TrainableParameter("\(name).running_var", [channels], isTrained: false, repeating: 1)
    centre = [Float](repeating: 0, count: channels)
    inverse = centre
  }

  var parameters: [TrainableParameter] { [scale, shift, mean, variance] }

  /// - Parameter inputs: the maps to normalise, and what is added to the result, if anything.
  func output(_ inputs: [MapShape]) -> MapShape? {
    guard let first = inputs.first, first.channels == channels, inputs.allSatisfy({ $0 == first }) else { return nil }
    return first
  }

  func forward(
    _ inputs: [MapBatch], _ output: MapBatch, isTraining: Bool, context: ExecutionContext
  ) throws {
    let input = inputs[0]
    tookBatch = isTraining && !isFrozen
    if tookBatch { try takeStatistics(input, context) } else { recallStatistics() }
    let factors = (0..<channels).map { inverse[$0] * scale.values[$0] }
    let offsets = (0..<channels).map { shift.values[$0] - centre[$0] * factors[$0] }
    let added = inputs.count > 1 ? inputs[1] : nil
    let least: Float = isRectified ? 0 : -.infinity
    try context.forEachPiece(of: output.rows, size: 512) { [channels] rows in
      factors.withUnsafeBufferPointer { factors in
        offsets.withUnsafeBufferPointer { offsets in
          for row in rows {
            let source = input.values.base + row * channels
            let target = output.values.base + row * channels
            if let added {
              let other = added.values.base + row * channels
              for channel in 0..<channels {
                let value = source[channel] * factors[channel] + offsets[channel] + other[channel]
                target[channel] = value < least ? least : value
              }
            } else {
              for channel in 0..<channels {
                let value = source[channel] * factors[channel] + offsets[channel]
                target[channel] = value < least ? least : value
              }
            }
          }
        }
      }
    }
  }

  private func recallStatistics() {
    for channel in 0..<channels {
      centre[channel] = mean.values[channel]
      inverse[channel] = Float(1 / (Double(variance.values[channel]) + Self.epsilon).squareRoot())
    }
  }

  private func takeStatistics(_ input: MapBatch, _ context: ExecutionContext) throws {
    let sums = try Self.sums(rows: input.rows, channels: channels, context) {
      [channels] row, first, second in
      let source = input.values.base + row * channels
      for channel in 0..<channels {
        let value = Double(source[channel])
        first[channel] += value
        second[channel] += value * value
      }
    }
    let count = Double(input.rows)
    for channel in 0..<channels {
      let average = sums.first[channel] / count
      let spread = max(0, sums.second[channel] / count - average * average)
      centre[channel] = Float(average)
      inverse[channel] = Float(1 / (spread + Self.epsilon).squareRoot())
      func mix(_ old: Float, _ new: Double) -> Float {
        Float(Double(old) + Self.momentum * (new - Double(old)))
      }
      mean.values[channel] = mix(mean.values[channel], average)
      // The running variance is the unbiased one.
      variance.values[channel] = mix(variance.values[channel], spread * count / max(1, count - 1))
    }
  }

  func backward(_ inputs: [MapBatch], _ output: MapBatch, wanted: [Bool], context: ExecutionContext)
    throws
  {
    let input = inputs[0]
    let (centre, inverse) = (centre, inverse)
    // Where the rectifier gave zero, nothing comes back.
    let least: Float = isRectified ? 0 : -.infinity
    let sums = try Self.sums(rows: input.rows, channels: channels, context) {
      [channels] row, first, second in
      let (source, gradient) = (
        input.values.base + row * channels, output.gradient.base + row * channels
      )
      let value = output.values.base + row * channels
      for channel in 0..<channels {
        let change = Double(value[channel] > least ? gradient[channel] : 0)
        first[channel] += change
        second[channel] += change * Double((source[channel] - centre[channel]) * inverse[channel])
      }
    }
    for channel in 0..<channels {
      shift.gradient[channel] = Float(sums.first[channel])
      scale.gradient[channel] = Float(sums.second[channel])
    }
    if wanted[0] { try differentiateInput(input, output, sums, context) }
    if inputs.count > 1, wanted[1] { try passOn(to: inputs[1], output, context) }
  }

  private func differentiateInput(
    _ input: MapBatch, _ output: MapBatch, _ sums: (first: [Double], second: [Double]), _ context: ExecutionContext
  ) throws {
    let least: Float = isRectified ? 0 : -.infinity
    // Where the batch made the statistics, they move with it.
    let count = tookBatch ? Double(input.rows) : .infinity
    let centre = centre
    let factors = (0..<channels).map { scale.values[$0] * inverse[$0] }
    let means = sums.first.map { Float($0 / count) }
    let slopes = (0..<channels).map { Float(sums.second[$0] / count) * inverse[$0] }
    let adds = input.hasGradient
    input.hasGradient = true
    try context.forEachPiece(of: input.rows, size: 512) { [channels] rows in
      for row in rows {
        let start = row * channels
        let (source, gradient) = (input.values.base + start, output.gradient.base + start)
        let (target, value) = (input.gradient.base + start, output.values.base + start)
        for channel in 0..<channels {
          let given = value[channel] > least ? gradient[channel] : 0
          let change = given - means[channel] - (source[channel] - centre[channel]) * slopes[channel]
          target[channel] = (adds ? target[channel] : 0) + factors[channel] * change
        }
      }
    }
  }

  /// The gradient in what is added.
  private func passOn(to added: MapBatch, _ output: MapBatch, _ context: ExecutionContext) throws {
    let least: Float = isRectified ? 0 : -.infinity
    let adds = added.hasGradient
    added.hasGradient = true
    try context.forEachStretch(output.values.count) { range in
      let (target, gradient, value) = (added.gradient.base, output.gradient.base, output.values.base)
      for place in range {
        target[place] = (adds ? target[place] : 0) + (value[place] > least ? gradient[place] : 0)
      }
    }
  }

  /// Two sums over all rows for each channel, in double precision, by pieces that are added in order.
  private static func sums(
    rows: Int, channels: Int, _ context: ExecutionContext,
    _ add:
      @escaping @Sendable (Int, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>) -> Void
  ) throws -> (first: [Double], second: [Double]) {
    let size = 512
    let pieces = (rows + size - 1) / size
    let partial = OwnedBuffer<Double>(repeating: 0, count: pieces * 2 * channels)
    let memory = DisjointPointer(partial.base)
    try context.forEachPiece(of: rows, size: size) { piece in
      let first = memory.base + piece.lowerBound / size * 2 * channels
      for row in piece { add(row, first, first + channels) }
    }
    var totals = [Double](repeating: 0, count: 2 * channels)
    for piece in 0..<pieces {
      for place in 0..<2 * channels { totals[place] += partial[piece * 2 * channels + place] }
    }
    return withExtendedLifetime(partial) {
      (Array(totals[..<channels]), Array(totals[channels...]))
    }
  }
}
