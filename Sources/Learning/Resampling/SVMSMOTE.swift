import Numerics

/// SMOTE from support vectors (Nguyen, Cooper & Kamei 2009; peer: imbalanced-learn's `SVMSMOTE`).
///
/// A support vector machine with an RBF kernel, C = 1 and γ = `scale` finds the rows that the border rests on. Those with
/// at least half of their m nearest neighbours in other classes grow inwards, towards neighbours of their class; the
/// others, safe in their own class, grow outwards, away from such a neighbour by up to half the way. Support vectors
/// whose neighbours are all of other classes are left out as noise. Which part of the new rows grows inwards is drawn
/// from Beta(10, 10), as in the peer; where only one sort exists it makes them all, so that the target is reached.
public struct SVMSMOTE: Resampler, Equatable {
  public let neighbours: Int
  public let dangerNeighbours: Int
  /// How far outwards new rows may lie, as a part of the way to the neighbour.
  public let outwardStep: Double
  public let target: ResamplingTarget

  /// - Throws: `LearningError.invalidOption`.
  public init(
    neighbours: Int = 5, dangerNeighbours: Int = 10, outwardStep: Double = 0.5, target: ResamplingTarget = .auto
  ) throws {
    try ResamplingOptions.requireCount(neighbours, "k")
    try ResamplingOptions.requireCount(dangerNeighbours, "m")
    guard (0...1).contains(outwardStep) else {
      throw LearningError.invalidOption(name: "step", value: "\(outwardStep)", allowed: "between 0 and 1")
    }
    try target.check()
    self.neighbours = neighbours
    self.dangerNeighbours = dangerNeighbours
    self.outwardStep = outwardStep
    self.target = target
  }

  /// - Throws: what `SMOTE` throws; `ResamplingError.onlyNoise`, `.tooFewRows`; what `SupportVectorMachine` throws.
  /// - Cost: one fit of the machine, and a search for the neighbours of its support vectors.
  public func resample(
    _ features: Matrix, _ labels: Labels, seed: UInt64, context: ExecutionContext = .plain
  ) throws -> Resampled {
    var task = try OversamplingTask(features, labels, target, context: context)
    try task.requireNeighbours(neighbours, for: "SVM-SMOTE")
    guard !task.growing.isEmpty else { return try task.result(context: context) }
    let borders = try borders(task, seed: seed, context)
    var drawing = PairDrawing(features: features, pools: borders.map { task.rows(of: $0.code) }, neighbours: neighbours)
    let places = try borders.map { code, inward, outward in
      var generator = SeededGenerator.derived(from: seed, code)
      let count = task.missing[code]
      let share = Self.inwardShare(&generator)
      let inwardCount = outward.isEmpty ? count : inward.isEmpty ? 0 : Int(share * Double(count + 1))
      return (
        inward: try drawing.draw(inwardCount, from: inward, &generator, context),
        outward: try drawing.draw(count - inwardCount, from: outward, &generator, context)
      )
    }
    let pairs = try drawing.pairs(context)
    for ((code, _, _), places) in zip(borders, places) {
      task.add(pairs[places.inward], of: code)
      task.add(pairs[places.outward].map { $0.scaled(by: -Float(outwardStep)) }, of: code)
    }
    return try task.result(context: context)
  }

  /// The support vectors of each class that grows, but noise, ascending: those that grow inwards, and outwards.
  /// - Throws: `ResamplingError.onlyNoise`, `.tooFewRows`; what `SupportVectorMachine` throws.
  func borders(
    _ task: OversamplingTask, seed: UInt64, _ context: ExecutionContext
  ) throws -> [(code: Int, inward: [Int], outward: [Int])] {
    let (features, labels) = (task.features, task.labels)
    let machine = try SupportVectorMachine().fit(features, labels, weights: nil, seed: seed, context: context)
    let support = machine.supportRows.filter { task.missing[labels.codes[$0]] > 0 }.sorted()
    let foreign = try ForeignNeighbours(
      of: support, features, labels, neighbours: dangerNeighbours, method: "SVM-SMOTE", context: context)
    return try task.growing.map { code in
      let own = support.filter { labels.codes[$0] == code && !foreign.isNoise($0) }
      guard !own.isEmpty else { throw ResamplingError.onlyNoise(name: labels.names[code]) }
      return (code, own.filter(foreign.isInDanger), own.filter { !foreign.isInDanger($0) })
    }
  }

  /// From Beta(10, 10): the tenth of nineteen uniform numbers in order.
  private static func inwardShare(_ generator: inout SeededGenerator) -> Double {
    (0..<19).map { _ in generator.uniform() }.sorted()[9]
  }
}
