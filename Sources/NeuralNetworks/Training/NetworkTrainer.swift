import Numerics

/// Trains a network by gradient descent over mini-batches.
///
/// The weights are a function of network, images and options: the same on any number of threads, and the same whether the
/// training ran in one go or was killed and went on from its checkpoint.
public struct NetworkTrainer: Sendable {
  public let options: TrainingOptions
  /// Where the state is kept after each epoch, to go on from; nowhere by default.
  public let checkpoint: String?

  public init(_ options: TrainingOptions, checkpoint: String? = nil) {
    self.options = options
    self.checkpoint = checkpoint
  }

  /// Trains, telling loss and macro-F1 after each epoch. Interrupted after a first epoch, it keeps the best one.
  /// - Throws: `NetworkError.noRows`, `.mismatchedCounts`, `.diverged`, `.foreignCheckpoint`, `.unwritable`; `Interrupted`;
  ///   what filling in images throws.
  public func train(
    _ network: TrainableNetwork, on images: TrainingImages, context: ExecutionContext
  ) throws -> TrainingResult {
    try check(network, images)
    let optimiser = Optimiser(
      options.optimiser, network.parameters.filter(\.isTrained), momentum: options.momentum,
      decay: options.decay)
    let keeper = checkpoint.map {
      TrainingCheckpoint(path: $0, training: description(network, images))
    }
    var progress =
      try keeper?.read(network, optimiser) ?? TrainingProgress(best: network.weights())
    var wasInterrupted = false
    let first = (progress.history.last?.epoch ?? 0) + 1
    for epoch in first..<max(first, options.epochs + 1) where !isDone(progress) {
      do {
        try run(epoch, network, optimiser, images, &progress, context)
      } catch let error as Interrupted {
        guard progress.bestEpoch > 0, context.takeInterruption() else { throw error }
        wasInterrupted = true
        break
      }
      // After the last one there is nothing to go on with.
      if epoch < options.epochs, !isDone(progress) { try keeper?.write(network, optimiser, progress) }
    }
    return TrainingResult(
      weights: progress.best, history: progress.history, bestEpoch: progress.bestEpoch,
      wasInterrupted: wasInterrupted)
  }

  private func check(_ network: TrainableNetwork, _ images: TrainingImages) throws {
    guard images.training.count > 1 else { throw NetworkError.noRows }
    let known = images.classes.indices
    for image in images.training + images.validation where !known.contains(image) {
      throw NetworkError.mismatchedCounts(
        what: "classes", expected: image + 1, found: images.classes.count)
    }
    guard images.classes.allSatisfy({ (0..<network.classes).contains($0) }) else {
      throw NetworkError.invalidOption(
        name: "classes", value: "a class beyond them", allowed: "numbers below \(network.classes)")
    }
    let weights = options.loss.classWeights.count
    guard weights == 0 || weights == network.classes else {
      throw NetworkError.mismatchedCounts(
        what: "class weights", expected: network.classes, found: weights)
    }
  }

  private func description(_ network: TrainableNetwork, _ images: TrainingImages) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for number in images.training + [-1] + images.validation + [-1] + images.classes {
      hash = (hash ^ UInt64(bitPattern: Int64(number))) &* 0x100_0000_01B3
    }
    let frozen = network.parameters.filter { !$0.isTrained }.map(\.name).joined(separator: ",")
    return
      "\(network.name) \(network.classes) \(network.height)x\(network.width)x\(network.channels) "
      + "\(options) \(images.training.count)+\(images.validation.count) \(hash) fixed: \(frozen)"
  }

  private func isDone(_ progress: TrainingProgress) -> Bool {
    guard let last = progress.history.last, last.macroF1 != nil else { return false }
    return last.epoch - progress.bestEpoch >= options.patience
  }

  private func run(
    _ epoch: Int, _ network: TrainableNetwork, _ optimiser: Optimiser, _ images: TrainingImages,
    _ progress: inout TrainingProgress, _ context: ExecutionContext
  ) throws {
    let loss = try learn(epoch, network, optimiser, images, context)
    guard loss.isFinite else { throw NetworkError.diverged(epoch: epoch) }
    var record = EpochRecord(
      epoch: epoch, loss: loss, validationLoss: nil, macroF1: nil, accuracy: nil)
    if !images.validation.isEmpty { record = try validate(network, images, record, context) }
    let isBetter = record.macroF1.map { $0 > progress.bestScore ?? -1 } ?? true
    progress.history.append(record)
    if isBetter {
      progress.best = network.weights()
      progress.bestEpoch = epoch
    }
    context.report(fraction: Double(epoch) / Double(options.epochs))
    let score = record.macroF1.map { ", macro-F1 \(Self.rounded($0))" } ?? ""
    context.tell("epoch \(epoch) of \(options.epochs): loss \(Self.rounded(loss))\(score)")
  }

  /// One pass over the training images, in an order of its own. - Returns: the mean loss.
  private func learn(
    _ epoch: Int, _ network: TrainableNetwork, _ optimiser: Optimiser, _ images: TrainingImages,
    _ context: ExecutionContext
  ) throws -> Double {
    var generator = SeededGenerator.derived(from: options.seed, epoch)
    let order = generator.shuffled(images.training)
    var batches = stride(from: 0, to: order.count, by: options.batch).map {
      order[$0..<min($0 + options.batch, order.count)]
    }
    // Statistics of a single image are none.
    if let last = batches.last, last.count == 1, batches.count > 1 { batches.removeLast() }
    let schedule = LearningRateSchedule(
      peak: options.rate, warmUp: Int(options.warmUp * Double(batches.count)),
      steps: options.epochs * batches.count)
    let quiet = context.silent
    var total = 0.0
    for (index, batch) in batches.enumerated() {
      try context.checkInterruption()
      try fill(network, images, batch, epoch: epoch, quiet)
      let scores = try network.forward(isTraining: true, context: quiet)
      total += options.loss.evaluate(scores, batch.map { images.classes[$0] }[...])
      try network.backward(context: quiet)
      _ = optimiser.clip(options.clip)
      try optimiser.update(
        rate: schedule.rate(step: (epoch - 1) * batches.count + index), context: quiet)
      context.report(
        fraction: (Double(epoch - 1) + Double(index + 1) / Double(batches.count))
          / Double(options.epochs))
    }
    return total / Double(batches.count)
  }

  private func fill(
    _ network: TrainableNetwork, _ images: TrainingImages, _ batch: ArraySlice<Int>, epoch: Int?,
    _ context: ExecutionContext
  ) throws {
    let input = network.input(count: batch.count)
    let batch = Array(batch)
    try context.forEachPiece(of: batch.count, size: 4) { [options] places in
      for place in places {
        let draw = epoch.map { SeededGenerator.derived(from: options.seed, $0, batch[place]) }
        let target = input.values.base + place * input.shape.size
        try images.fill(
          batch[place], draw, UnsafeMutableBufferPointer(start: target, count: input.shape.size))
      }
    }
  }

  private func validate(
    _ network: TrainableNetwork, _ images: TrainingImages, _ record: EpochRecord,
    _ context: ExecutionContext
  ) throws -> EpochRecord {
    var loss = 0.0
    var predictions: [Int] = []
    for start in stride(from: 0, to: images.validation.count, by: options.batch) {
      try context.checkInterruption()
      let batch = images.validation[start..<min(start + options.batch, images.validation.count)]
      try fill(network, images, batch, epoch: nil, context.silent)
      let scores = try network.forward(isTraining: false, context: context.silent)
      loss +=
        options.loss.evaluate(scores, batch.map { images.classes[$0] }[...]) * Double(batch.count)
      for row in 0..<batch.count {
        let values = scores.values.base + row * network.classes
        predictions.append((0..<network.classes).reduce(0) { values[$1] > values[$0] ? $1 : $0 })
      }
    }
    let truth = images.validation.map { images.classes[$0] }
    let right = zip(predictions, truth).count { $0 == $1 }
    return EpochRecord(
      epoch: record.epoch, loss: record.loss, validationLoss: loss / Double(truth.count),
      macroF1: Self.macroF1(predictions, truth, network.classes),
      accuracy: Double(right) / Double(truth.count))
  }

  /// The mean F1 of the classes that occur.
  static func macroF1(_ predictions: [Int], _ truth: [Int], _ classes: Int) -> Double {
    var right = [Int](repeating: 0, count: classes)
    var either = right
    for (predicted, actual) in zip(predictions, truth) {
      if predicted == actual { right[actual] += 1 }
      either[predicted] += 1
      either[actual] += 1
    }
    let scores = (0..<classes).filter { either[$0] > 0 }.map {
      2 * Double(right[$0]) / Double(either[$0])
    }
    return scores.isEmpty ? 0 : scores.reduce(0, +) / Double(scores.count)
  }

  private static func rounded(_ value: Double) -> String {
    "\((value * 1000).rounded() / 1000)"
  }
}
