import Learning
import Numerics
import Synchronization

/// Fits and judges one configuration on every fold.
struct TrialRunner: Sendable {
  struct Fold: Sendable {
    let training: TrainingSet
    let validation: Matrix
    let truth: [Int]
    /// The training rows, ordered so that the classes have their shares in any beginning.
    let sampleOrder: [Int]
  }

  struct Result: Sendable {
    let loss: Double
    /// Of one fit, in the mean; those of several folds may run side by side.
    let fitSeconds: Double
    /// What the first fold learnt, and from how many rows.
    let model: (any FittedClassifier)?
    let modelRows: Int
  }

  let folds: [Fold]
  let shape: TrainingShape
  let objective: SearchObjective
  /// The same for all trials, so that chance does not decide between configurations more than it must.
  let seed: UInt64

  /// Cost: copies the rows once for each fold.
  init(_ features: Matrix, _ labels: Labels, _ splits: [ValidationSplit], objective: SearchObjective, seed: UInt64) {
    folds = splits.map { split in
      let codes = labels.gathering(split.train)
      return Fold(
        training: TrainingSet(features: features.gathering(split.train), labels: codes),
        validation: features.gathering(split.validation), truth: split.validation.map { labels.codes[$0] },
        sampleOrder: Self.sampleOrder(of: codes, seed: seed))
    }
    shape = TrainingShape(
      rows: splits.map(\.train.count).min() ?? 0, columns: features.columns,
      classes: labels.counts.count { $0 > 0 })
    self.objective = objective
    self.seed = seed
  }

  /// - Throws: what the learner throws; `Interrupted`.
  func run(_ learner: Learner, _ proposal: ConfigurationSearch.Proposal, context: ExecutionContext) throws -> Result {
    let predictions = Mutex<[Int: FoldPredictions]>([:])
    // One fold has all threads for itself; of several, each has one.
    let inner = folds.count > 1 ? context.singleThreaded : context
    try context.forEachPiece(of: folds.count, size: 1) { piece in
      for fold in piece {
        let found = try predict(fold, learner, proposal, inner)
        predictions.withLock { $0[fold] = found }
      }
    }
    let found = predictions.withLock { $0 }
    var pooled = PooledValidation(classes: folds.first?.training.labels.names.count ?? 0)
    for (fold, rows) in folds.enumerated() {
      guard let predicted = found[fold] else { continue }
      pooled.add(truth: rows.truth, codes: predicted.codes, probabilities: predicted.probabilities)
    }
    let loss = objective.loss(of: pooled)
    return Result(
      loss: loss.isFinite ? loss : .infinity,
      fitSeconds: found.values.reduce(0) { $0 + $1.fitSeconds } / Double(max(1, found.count)),
      model: found[0]?.model, modelRows: found[0]?.rows ?? 0)
  }

  private struct FoldPredictions: Sendable {
    let codes: [Int]
    let probabilities: Matrix?
    let fitSeconds: Double
    let model: any FittedClassifier
    let rows: Int
  }

  private func predict(
    _ index: Int, _ learner: Learner, _ proposal: ConfigurationSearch.Proposal, _ context: ExecutionContext
  ) throws -> FoldPredictions {
    let fold = folds[index]
    let training = fold.sample(proposal.rows)
    let seed = SeededGenerator.derived(from: seed, index).firstNumber
    let start = ContinuousClock.now
    let model = try learner.fit(
      proposal.configuration, training.features, training.labels, seeds: { _ in seed }, context: context)
    let seconds = start.duration(to: .now) / .seconds(1)
    let probabilities = objective.needsProbabilities ? try model.probabilities(fold.validation, context: context) : nil
    return FoldPredictions(
      codes: try model.predict(fold.validation, context: context), probabilities: probabilities, fitSeconds: seconds,
      model: model, rows: training.labels.count)
  }

  private static func sampleOrder(of labels: Labels, seed: UInt64) -> [Int] {
    var generator = SeededGenerator.derived(from: seed, -1)
    var place = [Double](repeating: 0, count: labels.count)
    for code in labels.names.indices {
      let members = generator.shuffled(labels.codes.indices.filter { labels.codes[$0] == code })
      for (position, row) in members.enumerated() { place[row] = (Double(position) + 0.5) / Double(members.count) }
    }
    return labels.codes.indices.sorted { (place[$0], $0) < (place[$1], $1) }
  }
}

extension TrialRunner.Fold {
  /// So many training rows, in their order; all where there are no more.
  fileprivate func sample(_ count: Int) -> TrainingSet {
    guard count < sampleOrder.count else { return training }
    let rows = sampleOrder.prefix(count).sorted()
    return TrainingSet(features: training.features.gathering(rows), labels: training.labels.gathering(rows))
  }
}

extension SeededGenerator {
  fileprivate var firstNumber: UInt64 {
    var copy = self
    return copy.next()
  }
}
