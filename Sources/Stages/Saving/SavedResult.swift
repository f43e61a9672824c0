import Numerics
import Plans
import Samples

/// A result in a file: every prediction, so that all scores can be taken again.
struct SavedResult: Codable {
  struct Fold: Codable {
    var name: String
    var repetition: Int
    var fold: Int
    var train: [Int]
    var test: [Int]
    var truth: [Int]
    var predicted: [Int]
    var subjects: [String]?
    var attributes: [SavedColumn]
    var sources: [String]
    var trainingRows: Int
    var notes: [Note]
  }

  var plan: PlanRecord
  var evaluation: String
  var classNames: [String]
  var folds: [Fold]
  var data: String
  var dataFingerprint: String
  var synthetic: String?
  var seed: UInt64
  var testSplitScored: Int
  var version: String
  var notes: [String]
  var seconds: Double
  var isPooled: Bool
  /// nil in files of versions that did not remember it.
  var chosenAmong: Int?
  /// The same.
  var isLookCountLasting: Bool?

  init(_ result: EvaluationResult) {
    plan = PlanRecord(result.plan)
    evaluation = result.evaluation
    classNames = result.classNames
    folds = result.outcomes.map { outcome in
      Fold(
        name: outcome.split.name, repetition: outcome.split.repetition, fold: outcome.split.fold,
        train: outcome.split.train, test: outcome.split.test, truth: outcome.truth,
        predicted: outcome.predictions.codes, subjects: outcome.test.subjects,
        attributes: outcome.test.attributes.map { SavedColumn($0) },
        sources: outcome.test.sources, trainingRows: outcome.trainingRows, notes: outcome.notes)
    }
    data = result.provenance.data
    dataFingerprint = result.provenance.dataFingerprint
    synthetic = result.provenance.synthetic
    seed = result.provenance.seed
    testSplitScored = result.provenance.testSplitScored
    version = result.provenance.version
    notes = result.notes
    seconds = result.seconds
    isPooled = result.isPooled
    chosenAmong = result.chosenAmong
    isLookCountLasting = result.provenance.isLookCountLasting
  }

  /// - Throws: `StageError.notMien` where parts of it contradict each other.
  func result(from path: String, _ context: ReaderContext) throws -> EvaluationResult {
    guard !folds.isEmpty, !classNames.isEmpty, Self.rowNumbers.contains(testSplitScored), seconds.isFinite else {
      throw StageError.notMien(path: path, reason: "its numbers make no sense")
    }
    let outcomes = try folds.map { try outcome($0, path) }
    let scores = try context.catalogue.scorer.score(
      outcomes, classNames: classNames, isPooled: isPooled, context: context.stage.execution)
    let plan: Plan
    do throws(UnreadablePlan) { plan = try self.plan.plan(of: context.catalogue, named: path) } catch {
      throw StageError.notMien(path: path, reason: error.reason)
    }
    guard synthetic != nil || !plan.steps.contains(where: { $0.stage is FacesStage }) else {
      throw StageError.notMien(path: path, reason: "its plan draws synthetic faces, and it calls its data real")
    }
    return EvaluationResult(
      plan: plan, evaluation: evaluation,
      classNames: classNames, outcomes: outcomes, scores: scores,
      provenance: Provenance(
        data: data, dataFingerprint: dataFingerprint, synthetic: synthetic, seed: seed,
        testSplitScored: testSplitScored, version: version, isLookCountLasting: isLookCountLasting ?? true),
      notes: notes, seconds: seconds,
      isPooled: isPooled
    ).chosen(among: chosenAmong ?? 1)
  }

  /// What may stand for a row, or count something: a checksum tells what was altered, not what somebody made up.
  private static let rowNumbers = 0..<1 << 40

  private func outcome(_ fold: Fold, _ path: String) throws -> FoldOutcome {
    let count = fold.test.count
    let attributes = fold.attributes.map(\.column)
    let lengths =
      [fold.truth.count, fold.predicted.count, fold.sources.count, fold.subjects?.count] + attributes.map(\.count)
    let numbers = fold.train + fold.test + [fold.repetition, fold.fold, fold.trainingRows]
    guard count > 0, lengths.allSatisfy({ ($0 ?? count) == count }), numbers.allSatisfy(Self.rowNumbers.contains),
      (fold.truth + fold.predicted).allSatisfy(classNames.indices.contains)
    else { throw StageError.notMien(path: path, reason: "the rows of \(fold.name) do not fit together") }
    let metadata = RowMetadata(
      labels: Labels(names: classNames, codes: fold.truth), subjects: fold.subjects, sources: fold.sources,
      rowNames: fold.test.map { "row \($0 + 1)" },
      attributes: attributes,
      origin: DataProvenance(name: data, synthetic: synthetic, fingerprint: dataFingerprint))
    return FoldOutcome(
      split: RowSplit(
        train: fold.train, test: fold.test, repetition: fold.repetition, fold: fold.fold, name: fold.name),
      test: metadata, predictions: Predictions(codes: fold.predicted), trainingRows: fold.trainingRows,
      notes: fold.notes)
  }
}

/// An attribute in a file.
struct SavedColumn: Codable {
  private enum Values: Codable {
    case texts([String?])
    case wholeNumbers([Int?])
    case numbers([Double?])
  }

  private let name: String
  private let values: Values

  init(_ column: MetadataColumn) {
    name = column.name
    values =
      switch column.values {
      case .texts, .classes: .texts(column.texts)
      case .wholeNumbers(let list): .wholeNumbers(list)
      case .numbers(let list): .numbers(list)
      }
  }

  var column: MetadataColumn {
    switch values {
    case .texts(let list): MetadataColumn(name, .attribute, .texts(list))
    case .wholeNumbers(let list): MetadataColumn(name, .attribute, .wholeNumbers(list))
    case .numbers(let list): MetadataColumn(name, .attribute, .numbers(list))
    }
  }
}
