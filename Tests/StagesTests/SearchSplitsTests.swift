import AutoML
import Learning
import Numerics
import Plans
import Samples
import Testing

@testable import Stages

@Suite struct SearchSplitsTests {
  private func samples(
    _ codes: [Int], subjects: [String]? = nil, synthetic: Int = 0, names: [String]? = nil
  ) throws -> Samples {
    let real = codes.dropLast(synthetic)
    let metadata = RowMetadata(
      labels: Labels(names: ["a", "b", "c"], codes: Array(real)), subjects: subjects,
      sources: real.map { _ in "test" }, rowNames: names ?? real.indices.map { "row \($0)" },
      origin: DataProvenance(name: "test", fingerprint: "test"))
    return Samples(
      content: Matrix(rows: codes.count, columns: 2),
      metadata: try metadata.resampled(
        keeping: Array(real.indices), adding: codes.suffix(synthetic).map { MadeRow(code: $0) }))
  }

  private func splits(
    _ samples: Samples, _ method: ValidationMethod? = nil, seconds: Double? = nil
  ) throws -> SearchSplits {
    try SearchSplits(of: samples, columns: 2, seconds: seconds, method: method, seed: 1)
  }

  @Test func everyRowIsJudgedOnceAndClassesAreShared() throws {
    let codes = (0..<100).map { $0 % 10 == 0 ? 2 : $0 % 2 }
    let made = try splits(samples(codes))
    #expect(made.splits.count == 5 && made.notes.isEmpty)
    #expect(made.splits.flatMap(\.validation).sorted() == Array(0..<100))
    for split in made.splits {
      #expect(Set(split.train).isDisjoint(with: split.validation))
      #expect(split.train.count + split.validation.count == 100)
      #expect(split.validation.count { codes[$0] == 2 } == 2)
    }
  }

  @Test(arguments: [ValidationMethod.crossValidation, .holdout])
  func subjectsStayWhole(method: ValidationMethod) throws {
    let subjects = (0..<120).map { "s\($0 % 12)" }
    for split in try splits(samples((0..<120).map { $0 / 12 % 3 }, subjects: subjects), method).splits {
      let (train, judged) = (Set(split.train.map { subjects[$0] }), Set(split.validation.map { subjects[$0] }))
      #expect(train.isDisjoint(with: judged) && !judged.isEmpty)
    }
  }

  @Test func rowsAreDealtAnewToConfirm() throws {
    let made = try splits(samples((0..<100).map { $0 % 3 }))
    #expect(made.confirmations.count == 4)
    let all = [made.splits] + made.confirmations
    for round in all { #expect(round.flatMap(\.validation).sorted() == Array(0..<100)) }
    #expect(Set(all.map { $0[0].validation }).count == 5)
  }

  @Test func aRowAndItsRepetitionsStayTogether() throws {
    let codes = (0..<60).map { $0 % 2 }
    let repeated = try samples(codes, names: (0..<60).map { "row \($0 / 2 * 2 % 20)" })
    for split in try splits(repeated).splits {
      let names = repeated.metadata.rowNames
      #expect(Set(split.train.map { names[$0] }).isDisjoint(with: split.validation.map { names[$0] }))
    }
  }

  @Test func fewSubjectsMakeFewFolds() throws {
    let codes = (0..<30).map { $0 % 3 }
    let three = try splits(samples(codes, subjects: codes.indices.map { "s\($0 / 10)" }))
    #expect(three.splits.count == 3)
    let one = try splits(samples(codes, subjects: codes.map { _ in "s" }))
    #expect(one.splits.count == 5 && one.notes.contains { $0.contains("one subject") })
  }

  @Test func rowsThatAResamplerMadeAreNeverJudgedBy() throws {
    let made = try splits(samples((0..<80).map { $0 % 3 }, synthetic: 20))
    for split in made.splits {
      #expect(split.validation.allSatisfy { $0 < 60 })
      #expect(Set(split.train).isSuperset(of: 60..<80))
    }
    #expect(made.notes.contains { $0.contains("20 rows that a resampler made") })
  }

  @Test func aClassWithOneRowIsToldAndNeverDoubled() throws {
    let made = try splits(samples((0..<60).map { $0 % 2 } + [2]))
    #expect(made.notes.contains { $0.contains("'c'") })
    #expect(made.splits.flatMap(\.validation).filter { $0 == 60 }.count == 1)
    let single = try splits(samples((0..<60).map { $0 % 2 } + [2]), .holdout)
    #expect(Set(single.splits[0].train + single.splits[0].validation).count == 61)
  }

  @Test func tooFewRowsAreRefused() {
    #expect(throws: AutoMLError.noFoldsPossible(rows: 3, classes: 3)) { try splits(samples([0, 1, 2])) }
    #expect(throws: AutoMLError.noFoldsPossible(rows: 4, classes: 2)) { try splits(samples([0, 1, 1, 1])) }
  }

  @Test func theMethodFollowsTheTime() throws {
    let codes = (0..<5000).map { $0 % 3 }
    #expect(try splits(samples(codes), seconds: 60).splits.count == 5)
    #expect(try splits(samples(codes), seconds: 1).splits.count == 1)
    #expect(try splits(samples(codes), .crossValidation, seconds: 1).splits.count == 5)
  }

  /// The engine's losses are one minus the scores of a report.
  @Test(arguments: ["accuracy", "macro_f1", "weighted_f1", "uar"])
  func lossesAgreeWithTheReport(metric: String) throws {
    let codes = (0..<150).map { $0 % 10 == 0 ? 2 : $0 % 2 }
    var generator = SeededGenerator(seed: 5)
    var rows = Matrix(rows: 150, columns: 2)
    for row in 0..<150 {
      for column in 0..<2 { rows[row, column] = Float(generator.uniform()) + (codes[row] == column ? 0.4 : 0) }
    }
    let labels = Labels(names: ["a", "b", "c"], codes: codes)
    let objective = try #require(SearchMetric(rawValue: metric)).objective
    let split = ValidationSplit(train: Array(0..<90), validation: Array(90..<150))
    let found = try AutoML(budget: .trials(1), objective: objective, learners: [Learner.named("logreg")]).fit(
      rows, labels, splits: [split], seed: 1, finalSeeds: { _ in 1 }, context: .plain)
    let model = try found.learner.fit(
      found.configuration, rows.gathering(split.train), labels.gathering(split.train), seeds: { _ in 1 },
      context: .plain)
    let test = try samples(codes).gathering(split.validation).metadata
    let outcome = FoldOutcome(
      split: RowSplit(train: split.train, test: split.validation, repetition: 0, fold: 0, name: "test"), test: test,
      predictions: Predictions(codes: try model.predict(rows.gathering(split.validation), context: .plain)),
      trainingRows: 90, notes: [])
    let card = try stageCatalogue.scorer.score(
      [outcome], classNames: labels.names, isPooled: false, context: .plain)
    let value = try #require(card.metric(metric)?.value)
    #expect(abs(1 - (found.bestLoss ?? 0) - value) < 1e-12)
  }
}
