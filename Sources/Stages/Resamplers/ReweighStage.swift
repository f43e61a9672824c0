import Basics
import Evaluation
import Learning
import Numerics
import Plans
import Samples

/// `reweigh by=group`, `reweigh by=[sex, age]`
struct ReweighStage: ResamplerStage, GroupingStage {
  static let declaration = Declaration(
    "reweigh", "Weighs training rows so that group and class have nothing to do with each other.", takes: .features,
    gives: .features,
    discussion: """
      Where one group shows one class more often than others do, a model learns to guess the class by the group. Here a \
      row counts as often as its group and class would meet by chance, over how often they meet: rows of rare pairs count \
      more, rows of common pairs less, and none is invented or lost. Learnt from training rows alone; nothing needs the \
      group when it predicts. It evens out who shows what, not how well a group can be seen: a darkened group stays dark. \
      Refused, in any fold: training rows of no known group (with `missing=skip` they count as 1), rows of one group alone, \
      and a group without a row of some class, which no weight makes up for (`absent=keep` evens out the rest, and says \
      so). A group that only the test knows is a note, since nothing was learnt for it. Let it stand directly before the model: rows that a resampler makes after it count \
      as the rows they were made from where those agree, otherwise as 1. `automl` does not use weights and refuses them.
      """,
    searchTerms: ["fairness", "bias", "mitigation", "weights", "preprocessing", "reweighing", "aif360"],
    reference: "Kamiran & Calders 2012; aif360.algorithms.preprocessing.Reweighing",
    examples: [
      Example(
        "faces n=160 subjects=16 intensity=1 bias=0.9 | lbp | pca 10 | reweigh by=group | logreg | audit by=group",
        shows: "gap")
    ])

  @Parameter("what groups the training rows: an attribute, or several to be crossed", positional: true) var by:
    [AttributeName]
  @Parameter(MissingGroups.help) var missing = MissingGroups.stop
  @Parameter("a group without a row of some class: stop (an error), or keep (weigh what there is)")
  var absent = AbsentClasses.stop

  func resample(_ training: Samples, _ context: StageContext) throws -> Samples {
    let features = try training.content.require(Matrix.self, for: "reweigh")
    // They have no part in what a row weighs, but what no model can use is better told here.
    try InputChecks.checkFinite(features, context: context.execution)
    let labels = try training.metadata.labels
    let groups = try TrainingGroups(training.metadata, by: by.map(\.name), missing)
    try groups.requireClasses(absent, for: .weights)
    let weights = Self.weights(labels, groups.grouping)
    let (least, most) = (weights.min() ?? 1, weights.max() ?? 1)
    context.note(
      "a row counts for at least \(NumberFormat.significant(least, digits: 3)) and at most "
        + NumberFormat.significant(most, digits: 3))
    for note in groups.notes(unknown: "count as 1") { context.note(note) }
    var samples = training
    // Weights of two `reweigh`s multiply.
    let before = training.metadata.rowWeights
    samples.metadata = samples.metadata.setting(
      .weights(weights.enumerated().map { $0.element * Double(before?[$0.offset] ?? 1) }))
    return samples
  }

  func groupNotes(on splits: [RowSplit], of metadata: RowMetadata) -> [String] {
    metadata.groupNotes(on: splits, by: by.map(\.name), missing)
  }

  /// P(group)·P(class) / P(group, class), over the rows of known group.
  private static func weights(_ labels: Labels, _ groups: Grouping) -> [Double] {
    let classes = labels.names.count
    var pairs = [Double](repeating: 0, count: groups.names.count * classes)
    var (ofGroup, ofClass) = (
      [Double](repeating: 0, count: groups.names.count), [Double](repeating: 0, count: classes)
    )
    for (row, group) in groups.codes.enumerated() {
      guard let group else { continue }
      pairs[group * classes + labels.codes[row]] += 1
      ofGroup[group] += 1
      ofClass[labels.codes[row]] += 1
    }
    let total = ofGroup.reduce(0, +)
    return groups.codes.enumerated().map { row, group in
      guard let group else { return 1 }
      let code = labels.codes[row]
      return ofGroup[group] * ofClass[code] / (total * pairs[group * classes + code])
    }
  }
}
