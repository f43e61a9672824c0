import Evaluation
import Learning
import Numerics
import Plans
import Samples

/// `resample by=[class, group]`, `resample smote by=[class, group]`
struct ResampleStage: ResamplerStage, GroupingStage {
  enum Method: String, WordParameter {
    case oversample, undersample, smote
    static let placeholder = Method.oversample
  }

  static let declaration = Declaration(
    "resample", "Brings every combination of class and group to the same number of training rows.", takes: .features,
    gives: .features,
    discussion: """
      Balancing classes alone can leave a group behind in each of them: where most of the sad faces are of one group, \
      repeating sad faces repeats that group. Here the rows are balanced within every combination of what is named: \
      `oversample` repeats rows up to the largest, `undersample` drops rows down to the smallest, `smote` draws new rows \
      between neighbours of one combination, for which class must be among the names. Learnt from training rows alone; \
      nothing needs the group when it predicts. Refused, in any fold: training rows of no known group (with `missing=skip` \
      they stay as they are), rows of one group alone, and, where class is among the names, a combination without a row, of \
      which none can be made (`absent=keep` leaves it without, and says so). A group that only the test knows is a note. A \
      handful of rows repeated many times is still a handful of people.
      """,
    searchTerms: ["fairness", "bias", "mitigation", "balance", "group", "imbalance"],
    reference: "Kamiran & Calders 2012 (uniform sampling); Chawla et al. 2002",
    examples: [
      Example(
        "faces n=160 subjects=16 intensity=1 bias=0.9 | lbp | pca 10 | resample by=[class, group] | logreg | audit by=group",
        shows: "gap"),
      Example(
        "faces n=240 subjects=24 classes=[happy, sad] intensity=1 | lbp | pca 10 | resample smote by=[class, group] | logreg",
        shows: "macro-F1"),
    ])

  @Parameter("how: oversample, undersample or smote", positional: true) var method = Method.oversample
  @Parameter("what is crossed: class and attributes", positional: true, aliases: ["groups"]) var by: [AttributeName]
  @Parameter(MissingGroups.help) var missing = MissingGroups.stop
  @Parameter("a class that a group has no row of: stop (an error), or keep (it stays without)")
  var absent = AbsentClasses.stop

  func check(in environment: RunEnvironment) throws {
    guard method != .smote || by.contains(where: { $0.name == "class" }) else { throw MitigationError.smoteNeedsClass }
  }

  func resample(_ training: Samples, _ context: StageContext) throws -> Samples {
    let found = try TrainingGroups(training.metadata, by: by.map(\.name), missing)
    // Where groups alone are made even, it does not matter what they show.
    if found.className != nil { try found.requireClasses(absent, for: .copies) }
    let groups = found.grouping
    let known = groups.codes.indices.filter { groups.codes[$0] != nil }
    let others = groups.codes.indices.filter { groups.codes[$0] == nil }
    let cells = Labels(names: groups.names, codes: known.compactMap { groups.codes[$0] })
    let features = try training.content.require(Matrix.self, for: "resample")
    let some = others.isEmpty ? features : features.gathering(known, context: context.execution)
    let result = try resampled(some, cells, context)
    for note in result.notes { context.note(note.replacing("class", with: "combination")) }
    for note in found.notes(unknown: "stay as they are") { context.note(note) }
    let kept = others + result.keptRows.map { known[$0] }
    let content =
      others.isEmpty
      ? result.features : features.gathering(others).appending(result.features, context: context.execution)
    let codes = try training.metadata.labels.codes
    let made = result.parents.map { parent -> MadeRow in
      let parents = [known[parent.first], known[parent.second]]
      return MadeRow(code: codes[parents[0]], parents: parents)
    }
    return Samples(content: content, metadata: try training.metadata.resampled(keeping: kept, adding: made))
  }

  func groupNotes(on splits: [RowSplit], of metadata: RowMetadata) -> [String] {
    metadata.groupNotes(on: splits, by: by.map(\.name), missing)
  }

  private func resampled(_ features: Matrix, _ cells: Labels, _ context: StageContext) throws -> Resampled {
    let execution = context.execution
    return switch method {
    case .oversample:
      try RandomOversampling().resample(features, cells, seed: context.seed, context: execution)
    case .undersample:
      try RandomUndersampling().resample(features, cells, seed: context.seed, context: execution)
    case .smote: try smote(features, cells, context)
    }
  }
  /// - Throws: `MitigationError.combinationTooSmall` where a combination has too few rows for neighbours within it.
  private func smote(_ features: Matrix, _ cells: Labels, _ context: StageContext) throws -> Resampled {
    do {
      return try SMOTE().resample(features, cells, seed: context.seed, context: context.execution)
    } catch LearningError.classTooSmall(let name, let rows, let needed, _, _) {
      throw MitigationError.combinationTooSmall(name: name, rows: rows, needed: needed)
    }
  }
}
