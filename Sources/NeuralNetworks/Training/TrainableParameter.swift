import Numerics

/// Numbers that training changes, with the gradient of the loss in them.
final class TrainableParameter: @unchecked Sendable {
  let name: String
  /// As it is written to files.
  let shape: [Int]
  let values: OwnedBuffer<Float>
  let gradient: OwnedBuffer<Float>
  /// Whether weight decay draws it towards zero: weights of convolutions, but neither biases nor normalisation.
  let decays: Bool
  /// False for running means and variances, and for what is frozen.
  var isTrained: Bool

  init(
    _ name: String, _ shape: [Int], decays: Bool = false, isTrained: Bool = true,
    repeating value: Float = 0
  ) {
    self.name = name
    self.shape = shape
    self.decays = decays
    self.isTrained = isTrained
    let count = shape.reduce(1, *)
    values = OwnedBuffer(repeating: value, count: count)
    gradient = OwnedBuffer(repeating: 0, count: count)
  }

  var count: Int { values.count }
}

/// Maps of some images, and the gradient of the loss in them.
final class MapBatch: @unchecked Sendable {
  let shape: MapShape
  let count: Int
  let values: OwnedBuffer<Float>
  let gradient: OwnedBuffer<Float>
  /// Whether the gradient holds anything to add to; what it held for the batch before does not count.
  var hasGradient = true

  init(_ shape: MapShape, count: Int) {
    self.shape = shape
    self.count = count
    values = OwnedBuffer(uninitialized: shape.size * count)
    gradient = OwnedBuffer(uninitialized: shape.size * count)
  }

  /// Zeros in place of a gradient that nobody has set, for who can only add.
  func clearUnsetGradient() {
    if !hasGradient { gradient.base.update(repeating: 0, count: gradient.count) }
    hasGradient = true
  }

  /// Pixels of all images.
  var rows: Int { shape.pixels * count }
}
