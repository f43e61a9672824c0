import Numerics

/// A step of a network that can be differentiated. One batch at a time goes forward and then backward.
protocol TrainableLayer: AnyObject, Sendable {
  var parameters: [TrainableParameter] { get }
  /// - Precondition: maps without filling.
  func output(_ inputs: [MapShape]) -> MapShape?
  /// Writes every number of the output's values.
  /// - Parameter isTraining: whether statistics are taken from the batch, or are those learnt before.
  func forward(
    _ inputs: [MapBatch], _ output: MapBatch, isTraining: Bool, context: ExecutionContext) throws
  /// Sets the gradient of each trained parameter and adds to the gradients of the inputs, or sets them where
  /// they have none. Called after `forward` with the
  /// same batches.
  /// - Parameter wanted: whether anybody needs the gradient of each input.
  func backward(_ inputs: [MapBatch], _ output: MapBatch, wanted: [Bool], context: ExecutionContext)
    throws
}

extension ExecutionContext {
  /// Images of one piece of work: about 256 pixels, so that products of matrices have rows enough. By size alone.
  func forEachImages(
    _ maps: MapBatch, _ body: @escaping @Sendable (Range<Int>) throws -> Void
  ) throws {
    try forEachPiece(of: maps.count, size: max(1, min(16, 256 / max(1, maps.shape.pixels))), body)
  }

  /// Stretches of numbers of one piece of work.
  func forEachStretch(_ count: Int, _ body: @escaping @Sendable (Range<Int>) -> Void) throws {
    try forEachPiece(of: count, size: 1 << 16, body)
  }
}
