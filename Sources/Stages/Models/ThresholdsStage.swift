import Basics
import Evaluation
import Learning
import Numerics
import Plans
import Samples

/// `thresholds logreg`, `thresholds (svm rbf probability=yes) balanced_accuracy`, `thresholds logreg by=group`
struct ThresholdsStage: ModelStage, GroupingStage {
  enum ScoreName: String, WordParameter {
    // swift-format-ignore: AlwaysUseLowerCamelCase
    case macro_f1
    // swift-format-ignore: AlwaysUseLowerCamelCase
    case balanced_accuracy
    static let placeholder = ScoreName.macro_f1

    var engineScore: DecisionOffsets.Score { self == .macro_f1 ? .macroF1 : .balancedAccuracy }
  }

  /// What the offsets of a group are for.
  enum Goal: String, WordParameter {
    case score
    // swift-format-ignore: AlwaysUseLowerCamelCase
    case equal_opportunity
    static let placeholder = Goal.score
  }

  static let declaration = Declaration(
    "thresholds", "A model whose answers are shifted so that a score counts all classes alike.",
    takes: .features,
    gives: .result,
    discussion: """
      A model answers the likeliest class, which serves accuracy: a rare class is seldom the likeliest. Here each class \
      gets an offset that is added to the logarithm of its probability, tuned so that macro-F1 or balanced accuracy is \
      as large as can be. The offsets are tuned on folds of the training rows that the model had not seen, subjects kept \
      whole; test rows play no part. Another cure for imbalance beside resampling and class weights, and the one that \
      leaves the model itself as it is. Works with models that give probabilities. `by=group` tunes offsets for each group \
      of its own, for the score, or with `goal=equal_opportunity` so that each class is found as often in the group as it is \
      in all rows together: this treats people differently by their group, and needs the group of every row when it \
      predicts. Refused, in any fold: rows of no known group, in training and in the test, and test rows of a group that no \
      training row is of (with `missing=skip` both are judged by the offsets of all), training rows of one group alone, and \
      a group without a row of some class (`absent=keep` leaves the offset of that class as it is for all). A group of \
      fewer than ten training rows is judged by the offsets of all, and so is what comes without any group, such as a \
      photo. It stands around other models, not among them: `stack`, and `vote` where all its models have them, go by \
      probabilities, which it leaves as they are.
      """,
    searchTerms: [
      "threshold", "offset", "cutoff", "decision", "imbalance", "calibrate", "fairness", "group",
    ],
    reference:
      "Collell, Prelec & Patil 2018; sklearn.model_selection.TunedThresholdClassifierCV; Hardt, Price & Srebro 2016",
    examples: [
      Example(
        "faces n=160 subjects=16 intensity=1 | lbp | pca 20 | thresholds logreg", shows: "macro-F1"),
      Example(
        "faces n=160 subjects=16 intensity=1 | lbp | pca 20 | thresholds (knn 9) balanced_accuracy",
        shows: "macro-F1"),
      Example(
        "faces n=240 subjects=24 intensity=1 bias=0.9 | lbp | pca 10 | thresholds logreg by=group goal=equal_opportunity | "
          + "audit by=group", shows: "gap"),
    ])

  @Parameter("the model, in parentheses where it has arguments", positional: true) var model: ModelParameter
  @Parameter(
    "what the offsets make as large as they can", positional: true, aliases: ["metric", "scoring"])
  var score = ScoreName.macro_f1
  @Parameter("folds that the training rows are cut into", in: .between(2, 100), aliases: ["cv"])
  var folds = 5

  @Parameter("an attribute, or several crossed, each of whose groups gets offsets of its own")
  var by: [AttributeName] = []
  @Parameter("with by=: the score, or equal_opportunity (each class found as often in every group)")
  var goal = Goal.score
  @Parameter(MissingGroups.help) var missing = MissingGroups.stop
  @Parameter("a group without a row of some class: stop (an error), or keep (that class's offset is the one of all)")
  var absent = AbsentClasses.stop

  func check(in environment: RunEnvironment) throws {
    guard goal == .score || !by.isEmpty else { throw AuditError.noAttributes }
    guard !by.contains(where: { $0.name == "class" }) else { throw MitigationError.classTold("class") }
    try model.checkShift(in: Self.declaration.name)
    guard model.givesProbabilities else { throw StageError.noProbabilities(model: model.text) }
  }

  /// Offsets level the classes as weights do.
  var weightsClasses: Bool { true }
  var takesMissingValues: Bool { model.takesMissingValues }
  var shiftsAnswers: Bool { true }

  func fit(_ training: Samples, _ context: StageContext) throws -> FittedThresholds {
    let member = try model.fitted(to: training, context.part(-2))
    guard
      try member.model.probabilities(
        training.content.gatheringRows([0]), context: context.execution) != nil
    else {
      throw StageError.noProbabilities(model: model.text)
    }
    let inner = try OutOfFold(of: [model], training, folds: folds, context)
    let offsets = try DecisionOffsets.tuned(
      on: inner.scores[0], codes: inner.codes, for: score.engineScore, context: context.execution)
    return FittedThresholds(
      member: member, offsets: offsets,
      groups: try groupOffsets(inner, offsets, training.metadata, context))
  }

  /// nil where groups do not matter.
  private func groupOffsets(
    _ inner: OutOfFold, _ all: DecisionOffsets, _ metadata: RowMetadata, _ context: StageContext
  ) throws -> GroupOffsets? {
    guard !by.isEmpty else { return nil }
    let names = by.map(\.name)
    let found = try TrainingGroups(metadata, by: names, missing)
    if let name = found.className { throw MitigationError.classTold(name) }
    for note in found.notes(unknown: "are judged by the offsets of all") { context.note(note) }
    let groups = found.grouping.gathering(inner.rows)
    let own = zip(groups.names, groups.rows).filter { $1.count >= GroupAudit.fewRows }
    try found.requireClasses(absent, for: .offsets, of: Set(own.map(\.0)))
    let wanted = try all.recalls(on: inner.scores[0], codes: inner.codes)
    let lacking = Set(found.lacking.map(\.group))
    var (members, offsets) = ([String](), [DecisionOffsets]())
    for (name, rows) in own {
      let scores = inner.scores[0].gathering(rows, context: context.execution)
      let codes = rows.map { inner.codes[$0] }
      members.append(name)
      switch goal {
      case .score:
        offsets.append(
          try DecisionOffsets.tuned(
            on: scores, codes: codes, for: score.engineScore, from: lacking.contains(name) ? all : nil,
            context: context.execution))
      case .equal_opportunity:
        offsets.append(
          try DecisionOffsets.matching(
            wanted, on: scores, codes: codes, from: all, context: context.execution))
      }
    }
    let others = groups.names.filter { !members.contains($0) }
    if !others.isEmpty {
      context.note(
        "too few training rows for offsets of their own: \(others.joined(separator: ", "))")
    }
    return GroupOffsets(
      names: names, members: members, offsets: offsets, learnt: found.grouping.names, missing: missing)
  }

  func groupNotes(on splits: [RowSplit], of metadata: RowMetadata) -> [String] {
    // Unless they are skipped, nothing is predicted.
    guard missing == .skip, !by.isEmpty,
      let groups = try? RowGroups([metadata], by: by.map(\.name), missing, of: .all)
    else { return [] }
    let unknown = Set(splits.flatMap(\.test)).count { groups.crossed.codes[$0] == nil }
    return
      (unknown > 0
      ? ["\(grouped(unknown)) test rows of no \(groups.unknownText) are judged by the offsets of all"] : [])
      + groups.crossed.onlyInTest(splits, "they are judged by the offsets of all")
  }
}

/// Offsets of the groups that have their own.
struct GroupOffsets: Codable {
  /// The attributes that tell the group.
  let names: [String]
  let members: [String]
  /// Of each of them.
  let offsets: [DecisionOffsets]
  /// All groups that training rows were of; nil in files of earlier versions, which knew the next neither.
  var learnt: [String]?
  /// What becomes of a row whose group is not known, or no training row was of.
  var missing: MissingGroups?

  /// The groups of rows that are to be answered.
  /// - Throws: `GroupsError.missing` and `.unseen`, unless such rows are judged by the offsets of all.
  func groups(of metadata: RowMetadata) throws -> Grouping {
    let found = try RowGroups([metadata], by: names, missing ?? .skip, of: .asked).crossed
    guard let learnt, missing != .skip else { return found }
    let known = Set(learnt)
    let unseen = zip(found.names, found.rows).filter { !$1.isEmpty && !known.contains($0) }
    guard unseen.isEmpty else {
      throw GroupsError.unseen(
        unseen.map { ($0, $1.count) }, by: names.joined(separator: " and "), .offsets)
    }
    return found
  }
}

/// A model and the offsets of its answers.
struct FittedThresholds: FittedModel {
  let member: FittedMember
  let offsets: DecisionOffsets
  var groups: GroupOffsets?

  var classNames: [String] { member.model.classNames }
  var byteCount: Int { member.model.byteCount }

  /// The probabilities are those of the model, as they are.
  func predict(_ content: any RowContent, context: ExecutionContext) throws -> Predictions {
    guard let probabilities = try member.model.probabilities(content, context: context) else {
      throw LearningError.damagedModel
    }
    return Predictions(codes: try offsets.decide(probabilities), probabilities: probabilities)
  }

  func predict(rows: Samples, context: ExecutionContext) throws -> Predictions {
    var predictions = try predict(rows.content, context: context)
    guard let groups, let probabilities = predictions.probabilities else { return predictions }
    let found = try groups.groups(of: rows.metadata)
    for (name, members) in zip(found.names, found.rows) {
      guard let place = groups.members.firstIndex(of: name), !members.isEmpty else { continue }
      guard groups.offsets.indices.contains(place) else { throw LearningError.damagedModel }
      let answers = try groups.offsets[place].decide(
        probabilities.gathering(members, context: context))
      for (row, answer) in zip(members, answers) { predictions.codes[row] = answer }
    }
    return predictions
  }
}
