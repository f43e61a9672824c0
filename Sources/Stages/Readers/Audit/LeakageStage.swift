import Basics
import Evaluation
import Learning
import Numerics
import Plans
import Samples

/// `x | leakage by=group`
struct LeakageStage: ReaderStage {
  static let declaration = Declaration(
    "leakage", "Tells how well a group can be told from the features: whether leaving the group out hides it.",
    takes: .features, gives: .document,
    discussion: """
      That a model is not given a group does not mean that it cannot go by it: the features may give it away. Here a \
      logistic regression with balanced classes learns the group in place of the class, on folds that keep each subject on \
      one side, and UAR says how often it is right, beside chance. The columns that differ most between groups stand below \
      (the share of a column's spread that lies between groups, η²). Far above chance, dropping the attribute mends \
      nothing, and dropping columns helps only until their neighbours give the same away: ask again after dropping. That a \
      group can be told is no harm in itself. Works before any model, on all rows.
      """,
    searchTerms: ["fairness", "proxy", "redlining", "group", "predictable", "confounder"],
    reference: "Feldman et al. 2015 (predictability of the protected attribute)",
    examples: [
      Example("faces n=160 subjects=16 bias=0.9 | lbp | pca 10 | leakage by=group", shows: "chance")
    ])

  @Parameter("what groups the rows: an attribute, or several to be crossed", positional: true) var by: [AttributeName]
  @Parameter("folds that the rows are cut into", in: .between(2, 100), aliases: ["cv"]) var folds = 5
  @Parameter("how many columns to show", in: .from(1)) var top = 5
  @Parameter(MissingGroups.help) var missing = MissingGroups.stop

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    guard let set = input.as(PreparedRows.self) else {
      throw PlanError.wrongContent(stage: "leakage", needs: "features", found: input.kind.description)
    }
    let names = by.map(\.name)
    let found = try RowGroups([set.rows.metadata], by: names, missing, of: .all)
    let groups = found.crossed
    let title = names.joined(separator: " · ")
    let known = groups.codes.indices.filter { groups.codes[$0] != nil }
    guard !known.isEmpty else { throw EvaluationError.noGroup }
    let labels = Labels(names: groups.names, codes: known.compactMap { groups.codes[$0] })
    guard labels.names.count > 1 else { throw AuditError.oneGroup(name: labels.names[0], by: title, rows: .all) }
    let limit = ResultGroups.mostGroups(areSubjects: false)
    guard labels.names.count <= limit else {
      throw AuditError.tooManyGroups(count: labels.names.count, by: title, limit: limit, rows: .all)
    }
    let rows = set.rows.gathering(known, context: context.stage.execution)
    let features = try rows.content.require(Matrix.self, for: "leakage")
    let (tested, strangers) = try tested(features, labels, rows.metadata, context.stage)
    let notes =
      (found.missingRows > 0
        ? ["\(grouped(found.missingRows)) rows of no known \(title) \(found.fate(skipped: "take no part"))"] : [])
      + strangers
    let interval = try ScoreInterval.intervals(of: [.uar], for: tested, context: context.stage.execution)[0]
    return document(
      interval, title, tested.truth, try columns(features, labels, set), notes: notes, rows.metadata.origin.synthetic)
  }

  /// What each row is taken for by models that never saw its subject; where rows of a group that a model never saw are
  /// skipped, with a note of them.
  /// - Throws: `GroupsError.unseen` where they are not.
  private func tested(
    _ features: Matrix, _ labels: Labels, _ metadata: RowMetadata, _ context: StageContext
  ) throws -> (ComparedClassifier, strangers: [String]) {
    let subjects = metadata.knowsSubjects ? metadata.column(.subject).map { Grouping($0.texts) } : nil
    let splits = try KFold(folds: folds, by: .subject).splits(
      of: EvaluationRows(labels: labels, subjects: subjects), seed: context.seed)
    let execution = context.execution
    var (order, predicted, parts) = ([Int](), [Int](), [FoldScores.Fold]())
    let groups = Grouping(labels.codes.map { labels.names[$0] })
    for whole in splits.splits {
      try execution.checkInterruption()
      let learnt = Set(whole.train.map { labels.codes[$0] })
      let test = whole.test.filter { learnt.contains(labels.codes[$0]) }
      if missing != .skip, test.count < whole.test.count { throw unseen(whole, labels) }
      guard !test.isEmpty else { continue }
      let split = RowSplit(
        train: whole.train, test: test, repetition: whole.repetition, fold: whole.fold, name: whole.name)
      let training = features.gathering(split.train, context: execution)
      let scaler = try StandardScaler().fit(training, seed: context.seed, context: execution)
      let model = try LogisticRegression(classWeights: .balanced).fit(
        scaler.transform(training, context: execution), labels.gathering(split.train), weights: nil, seed: context.seed,
        context: execution)
      let asked = try scaler.transform(features.gathering(split.test, context: execution), context: execution)
      let answers = try model.predict(asked, context: execution)
      parts.append(
        FoldScores.Fold(
          name: split.name, repetition: 0, trainRows: split.train.count,
          confusion: try ConfusionMatrix(truth: labels.gathering(split.test), predicted: answers)))
      order += split.test
      predicted += answers
    }
    let tested = ComparedClassifier(
      truth: labels.gathering(order), predicted: predicted, subjects: subjects?.gathering(order),
      folds: try FoldScores(parts), isPooled: true, rowNumbers: order)
    return (tested, groups.onlyInTest(splits.splits, "such rows are left out of the test"))
  }

  private func unseen(_ split: RowSplit, _ labels: Labels) -> GroupsError {
    let learnt = Set(split.train.map { labels.codes[$0] })
    let asked = Dictionary(grouping: split.test.map { labels.codes[$0] }.filter { !learnt.contains($0) }) { $0 }
    return .unseen(
      asked.sorted { $0.key < $1.key }.map { (labels.names[$0], $1.count) },
      by: by.map(\.name).joined(separator: " and "), .guessing, fold: split.name)
  }

  /// The columns with the largest share of their spread between groups.
  private func columns(_ features: Matrix, _ labels: Labels, _ set: PreparedRows) throws -> [(
    name: String, share: Double
  )] {
    let counts = labels.counts.map(Double.init)
    let means = try features.columnMeans()
    let spread = try features.columnVariances(around: means)
    var sums = [[Double]](repeating: [Double](repeating: 0, count: features.columns), count: counts.count)
    for (row, code) in labels.codes.enumerated() {
      for column in 0..<features.columns { sums[code][column] += Double(features[row, column]) }
    }
    let names = set.rows.metadata.origin.columnNames.flatMap { $0.count == features.columns ? $0 : nil }
    let shares = (0..<features.columns).map { column -> (name: String, share: Double) in
      let between = counts.indices.reduce(0) { sum, code in
        let distance = counts[code] > 0 ? sums[code][column] / counts[code] - means[column] : 0
        return sum + counts[code] * distance * distance
      }
      let whole = spread[column] * Double(labels.count)
      return (names?[column] ?? "f\(column + 1)", whole > 0 ? min(1, between / whole) : 0)
    }
    return Array(
      shares.enumerated().sorted { ($1.element.share, $0.offset) < ($0.element.share, $1.offset) }
        .map(\.element).prefix(top))
  }

  private func document(
    _ interval: ScoreInterval, _ title: String, _ labels: Labels, _ columns: [(name: String, share: Double)],
    notes: [String], _ synthetic: String?
  ) -> Document {
    let present = labels.counts.count { $0 > 0 }
    let chance = 1 / Double(present)
    let score = auditText(interval.estimate, interval.bounds)
    let verdict =
      switch interval.bounds {
      case nil: "one subject, or one row, cannot tell more"
      case let bounds? where bounds.lowerBound > chance: "leaving \(title) out does not hide it"
      default: "which cannot be told from guessing; another model might do better"
      }
    let numbers: [(String, Double?)] = [
      ("uar", interval.estimate), ("uar_low", interval.lower), ("uar_high", interval.upper), ("chance", chance),
    ]
    return Document(
      kind: "leakage",
      blocks: [
        .text(
          "\(title) can be told from the features with a UAR of \(score), where chance is \(auditText(chance)): \(verdict)."
        ),
        .table(
          Table(
            columns: ["column", "share between groups"],
            rows: columns.map { .init([.text($0.name), .number($0.share)]) })),
      ], synthetic: synthetic, fields: numbers.map { ($0, $1.map { .number($0) } ?? .missing) },
      notes: notes)
  }
}
