/// A place in a plan. What is there has a name before it is made, so that nothing is made that nobody asks for: where
/// the predictions are in the cache, not even the data are read.
final class Place: Sendable {
  /// What is known of each row of the data; stages before a resampler keep rows and their order.
  let roster: Roster
  /// nil at the source.
  let previous: Place?
  let step: NumberedStep
  /// Which rows train; nil as long as no stage has learnt anything.
  let split: RowSplit?
  let key: Digest

  init(roster: Roster, after previous: Place?, step: NumberedStep, split: RowSplit?, key: Digest) {
    self.roster = roster
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
  var roster: Roster
  var remarks: [Remark]
  /// For a person: "2,000 images of 80×80".
  var shape: String
}

/// A stage with how many of the same name stand before it in the plan: together with the seed and the training rows,
/// this is what its randomness comes from, so that leaving out another stage does not change it.
struct NumberedStep: Sendable {
  let step: PlanStep
  let occurrence: Int
  /// How many of each name stand before it.
  var before: [String: Int] = [:]
}

func numbered(_ steps: [PlanStep]) -> [NumberedStep] {
  var seen: [String: Int] = [:]
  return steps.map { step in
    let occurrence = seen[step.declaration.name, default: 0]
    defer { seen[step.declaration.name] = occurrence + 1 }
    return NumberedStep(step: step, occurrence: occurrence, before: seen)
  }
}

extension Executor {
  /// The place behind one more stage. Its name is made of everything before it, the stage's arguments, and, where it
  /// learns, its training rows and the seed.
  func place(after previous: Place, _ step: NumberedStep, on split: RowSplit?) -> Place {
    var key = Digest("stage", step.step.canonicalText)
    key.combine(previous.key)
    if step.step.kind != .rowwise { combineLearning(step, split, into: &key) }
    return Place(roster: previous.roster, after: previous, step: step, split: split, key: key)
  }

  func combineLearning(_ step: NumberedStep, _ split: RowSplit?, into key: inout Digest) {
    key.combine(split?.trainingDigest ?? Digest())
    key.combine(String(settings.seed))
    key.combine(step.occurrence)
  }

  func seed(of step: NumberedStep, _ split: RowSplit?) -> UInt64 {
    seed(ofStage: step.step.declaration.name, step.occurrence, split)
  }

  func seed(ofStage name: String, _ occurrence: Int, _ split: RowSplit?) -> UInt64 {
    var digest = Digest("seed", String(settings.seed), name)
    digest.combine(occurrence)
    digest.combine(split?.trainingDigest ?? Digest())
    return digest.seed
  }
}
