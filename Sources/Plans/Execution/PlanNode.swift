import Basics
import Samples

/// A node of a plan: one stage on one split. What is there has a name before it is made, so that nothing is made that
/// nobody asks for: where the predictions are in the cache, not even the data are read.
final class PlanNode: Sendable {
  /// What is known of each row of the data; stages before a resampler keep rows and their order.
  let metadata: RowMetadata
  /// nil at the source.
  let previous: PlanNode?
  let step: StepOccurrence
  /// Which rows train; nil as long as no stage has learnt anything.
  let split: RowSplit?
  let key: Digest
  /// What a stage that leaves rows out decided here.
  let selection: RowSelection?

  init(
    metadata: RowMetadata, after previous: PlanNode?, step: StepOccurrence, split: RowSplit?, key: Digest,
    selection: RowSelection? = nil
  ) {
    self.selection = selection
    self.metadata = metadata
    self.previous = previous
    self.step = step
    self.split = split
    self.key = key
  }

  /// The stage of some name here or before.
  func step(named name: String) -> PlanStep? {
    step.step.declaration.name == name ? step.step : previous?.step(named: name)
  }
}

/// What is known of a data set without its content: enough to name all that can be made from it.
struct DataRecord: Sendable {
  var metadata: RowMetadata
  var notes: [Note]
  /// For a person: "2,000 images of 80×80".
  var shape: String
}

/// A stage with how many of the same name stand before it in the plan: together with the seed and the training rows,
/// this is what its randomness comes from, so that leaving out another stage does not change it.
struct StepOccurrence: Sendable {
  let step: PlanStep
  let occurrence: Int
  /// How many of each name stand before it.
  var before: [String: Int] = [:]
  /// The stage with its arguments and all else that its work depends on, such as the content of a file.
  let keyText: String
  /// That of its plan.
  let seed: UInt64
}

extension Executor {
  /// The node behind one more stage. Its name is made of everything before it, the stage's arguments, and, where it
  /// learns, its training rows and the seed.
  func node(after previous: PlanNode, _ step: StepOccurrence, on split: RowSplit?) -> PlanNode {
    var key = Digest("stage", step.keyText)
    key.combine(previous.key)
    if step.step.kind != .rowwise { combineLearning(step, split, into: &key) }
    return PlanNode(metadata: previous.metadata, after: previous, step: step, split: split, key: key)
  }

  /// The node behind several more.
  func nodes(after previous: PlanNode, _ steps: [StepOccurrence], on split: RowSplit?) -> PlanNode {
    steps.reduce(previous) { node(after: $0, $1, on: split) }
  }

  func combineLearning(_ step: StepOccurrence, _ split: RowSplit?, into key: inout Digest) {
    key.combine(split?.trainingDigest ?? Digest())
    // What is worked out for several splits together may differ in its last digits from what is worked out for one.
    if split?.isAlone == true { key.combine("alone") }
    key.combine(String(step.seed))
    key.combine(step.occurrence)
  }

  func seed(of step: StepOccurrence, _ split: RowSplit?) -> UInt64 {
    seed(ofStage: step.step.declaration.name, step.occurrence, split, planSeed: step.seed)
  }

  func seed(ofStage name: String, _ occurrence: Int, _ split: RowSplit?, planSeed: UInt64) -> UInt64 {
    var digest = Digest("seed", String(planSeed), name)
    digest.combine(occurrence)
    digest.combine(split?.trainingDigest ?? Digest())
    return digest.seed
  }
}
