import Foundation
import Numerics
import Synchronization
import Testing

@testable import NeuralNetworks

@Suite struct TrainingTests {
  /// Images whose class is where they are bright.
  static func images(_ count: Int, validation: Int = 0) -> TrainingImages {
    let classes = (0..<count).map { $0 % 3 }
    return TrainingImages(
      classes: classes, training: Array(validation..<count), validation: Array(0..<validation)
    ) { image, draw, pixels in
      var random = SeededGenerator(seed: UInt64(image))
      var draw = draw
      let shift = draw.map { _ in Float((draw?.uniform() ?? 0) * 0.1) } ?? 0
      for place in pixels.indices {
        let isBright = place / 16 / 3 == classes[image]
        pixels[place] = Float(random.uniform()) + (isBright ? 1 : 0) + shift
      }
    }
  }

  static func network(seed: UInt64 = 1) throws -> TrainableNetwork {
    try .small(classes: 3, height: 12, width: 12, channels: 1, filters: 4, seed: seed)
  }

  static func options(_ epochs: Int, _ kind: OptimiserKind = .sgd, patience: Int = 10) throws
    -> TrainingOptions
  {
    try TrainingOptions(
      epochs: epochs, batch: 8, optimiser: kind, rate: kind == .sgd ? 0.1 : 0.01, clip: 5,
      loss: ClassificationLoss(smoothing: 0.05), patience: patience, seed: 7)
  }

  @Test(arguments: [OptimiserKind.sgd, .adamW])
  func trainingLearnsAndDoesNotDependOnThreads(_ kind: OptimiserKind) throws {
    let trainer = NetworkTrainer(try Self.options(6, kind))
    let one = try trainer.train(
      Self.network(), on: Self.images(66, validation: 18), context: .plain)
    let two = try trainer.train(
      Self.network(), on: Self.images(66, validation: 18), context: ExecutionContext(threads: 2))
    #expect(one.weights == two.weights)
    #expect(one.history == two.history)
    #expect(try #require(one.history.last).loss < #require(one.history.first).loss)
    #expect((one.history.compactMap(\.macroF1).max() ?? 0) > 0.9)
    let other = try trainer.train(
      Self.network(seed: 2), on: Self.images(66, validation: 18), context: .plain)
    #expect(other.weights != one.weights)
  }

  @Test func aKilledTrainingEndsAtTheSameWeights() throws {
    let path = NSTemporaryDirectory() + "mien-checkpoint-\(UUID().uuidString).safetensors"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let images = Self.images(30, validation: 9)
    let whole = try NetworkTrainer(Self.options(4)).train(
      Self.network(), on: images, context: .plain)
    let trainer = NetworkTrainer(try Self.options(4), checkpoint: path)
    // Stopped in the third epoch, with nobody to take the interruption: as a kill would, but for the process.
    let news = Atomic<Int>(0)
    let context = ExecutionContext(
      threads: 1, isInterrupted: { news.load(ordering: .relaxed) >= 2 },
      onNews: { _ in _ = news.add(1, ordering: .relaxed) })
    #expect(throws: Interrupted.self) {
      try trainer.train(Self.network(), on: images, context: context)
    }
    let resumed = try trainer.train(Self.network(seed: 99), on: images, context: .plain)
    #expect(resumed.weights.tensors == whole.weights.tensors)
    #expect(resumed.history == whole.history)
    #expect {
      try NetworkTrainer(Self.options(5), checkpoint: path).train(
        Self.network(), on: images, context: .plain)
    } throws: { ($0 as? NetworkError)?.code == "E1020" }
  }

  @Test func anInterruptionKeepsTheBestEpoch() throws {
    let news = Atomic<Int>(0)
    let context = ExecutionContext(
      threads: 1, isInterrupted: { news.load(ordering: .relaxed) == 2 },
      onNews: { _ in _ = news.add(1, ordering: .relaxed) },
      forgetInterruption: { news.store(0, ordering: .relaxed) })
    let result = try NetworkTrainer(Self.options(50)).train(
      Self.network(), on: Self.images(30, validation: 9), context: context)
    #expect(result.wasInterrupted)
    #expect(result.history.count == 2)
  }

  @Test func trainingStopsWhenItGetsNoBetter() throws {
    let result = try NetworkTrainer(Self.options(60, patience: 3)).train(
      Self.network(), on: Self.images(30, validation: 9), context: .plain)
    #expect(result.history.count == result.bestEpoch + 3)
  }

  /// Features of a trained network, normalisation folded, are the scores that training saw.
  @Test func whatWasTrainedRunsFrozen() throws {
    let network = try Self.network()
    let images = Self.images(24)
    let result = try NetworkTrainer(Self.options(2)).train(network, on: images, context: .plain)
    #expect(result.bestEpoch == 2)
    let input = network.input(count: 5)
    for image in 0..<5 {
      try images.fill(
        image, nil, UnsafeMutableBufferPointer(start: input.values.base + image * 144, count: 144))
    }
    let scores = try network.forward(isTraining: false, context: .plain)
    let frozen = try FrozenNetwork.small(result.weights)
    let features = try frozen.prepared(height: 12, width: 12, layer: "fc").features(
      count: 5, context: .plain
    ) {
      try images.fill($0, nil, $1)
    }
    for place in 0..<15 { #expect(abs(features.storage[place] - scores.values[place]) < 1e-4) }
  }

  @Test func whatIsFrozenStays() throws {
    let network = try Self.network()
    let before = network.weights()
    network.freeze(["conv1.", "bn1."])
    let after = try NetworkTrainer(Self.options(1)).train(
      network, on: Self.images(24), context: .plain
    ).weights
    for (name, tensor) in before.tensors {
      let isFrozen = name.hasPrefix("conv1.") || name.hasPrefix("bn1.")
      #expect((after.tensors[name] == tensor) == isFrozen, "\(name)")
    }
  }

  @Test func weightsGoInAndOutUnchanged() throws {
    let network = try TrainableNetwork.resNet18(classes: 7, height: 32, width: 32, seed: 3)
    let weights = ResidualNetworkTests.weights()
    try network.load(weights)
    let written = network.weights().tensors
    #expect(written == weights.tensors.filter { !$0.key.hasSuffix("num_batches_tracked") })
    try network.load(
      WeightSet(source: "x", tensors: written.filter { !$0.key.hasPrefix("fc") }),
      isBackboneOnly: true)
    #expect(throws: NetworkError.self) { try Self.network().load(weights) }
  }

  /// Three steps of torch.optim.SGD(lr=.1, momentum=.9, weight_decay=.01) and AdamW(lr=.1, weight_decay=.01) from
  /// [1, −2, 0.5] with gradients [0.5, −1, 2] · step (PyTorch 2.15).
  @Test(arguments: [
    (OptimiserKind.sgd, [Float(0.51918477), -1.0383695, -1.4036429]),
    (.adamW, [0.70498115, -1.7019842, 0.20647962]),
  ])
  func stepsAreThoseOfPyTorch(_ kind: OptimiserKind, _ expected: [Float]) throws {
    let parameter = TrainableParameter("p", [3], decays: true)
    for (place, value) in [Float(1), -2, 0.5].enumerated() { parameter.values[place] = value }
    let optimiser = Optimiser(kind, [parameter], momentum: 0.9, decay: 0.01)
    for step in 1...3 {
      for (place, value) in [Float(0.5), -1, 2].enumerated() {
        parameter.gradient[place] = value * Float(step)
      }
      try optimiser.update(rate: 0.1, context: .plain)
    }
    for place in 0..<3 { #expect(abs(parameter.values[place] - expected[place]) < 1e-5) }
  }

  @Test func gradientsAreClippedTogether() {
    let parameters = [TrainableParameter("a", [1]), TrainableParameter("b", [1])]
    parameters[0].gradient[0] = 3
    parameters[1].gradient[0] = -4
    let optimiser = Optimiser(.sgd, parameters, momentum: 0, decay: 0)
    #expect(optimiser.clip(10) == 5)
    #expect(optimiser.clip(1) == 5)
    #expect(
      abs(parameters[0].gradient[0] - 0.6) < 1e-5 && abs(parameters[1].gradient[0] + 0.8) < 1e-5)
  }

  @Test func theRateRisesAndFalls() {
    let schedule = LearningRateSchedule(peak: 0.4, warmUp: 4, steps: 12)
    let rates = (0..<12).map { schedule.rate(step: $0) }
    #expect(rates[0] == 0.1 && rates[3] == 0.4 && rates[4] == 0.4)
    #expect(abs(rates[8] - 0.2) < 1e-12 && rates[11] < 0.02)
  }

  @Test func badOptionsAndImagesAreTold() throws {
    #expect(
      throws: NetworkError.invalidOption(name: "epochs", value: "0", allowed: "from 1 to 10000")
    ) {
      try Self.options(0)
    }
    #expect(throws: NetworkError.noRows) {
      try NetworkTrainer(Self.options(1)).train(Self.network(), on: Self.images(1), context: .plain)
    }
    #expect(throws: NetworkError.self) {
      try TrainableNetwork.small(classes: 3, height: 2, width: 2, channels: 1, seed: 1)
    }
    let macroF1 = NetworkTrainer.macroF1([0, 0, 1, 2], [0, 1, 1, 1], 4)
    #expect(abs(macroF1 - (2.0 / 3 + 0.5 + 0) / 3) < 1e-12)
  }
}
