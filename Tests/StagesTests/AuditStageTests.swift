import Basics
import Diagnostics
import Foundation
import Evaluation
import Numerics
import Plans
import Rendering
import Samples
import Testing

@testable import Stages

/// What the figures are worth is tested in EvaluationTests; here that a stage asks for them and says them.
@Suite struct AuditStageTests {
  private static let biased =
    "x = faces n=240 subjects=24 intensity=1 bias=0.9 classes=[happy, sad, anger] | lbp | pca 10\n"

  private func field(_ name: String, _ value: PlanValue) throws -> Scalar {
    try #require(value.field(name), "\(name)")
  }

  @Test func theDarkenedGroupIsNamed() throws {
    let value = try StageSession().last(Self.biased + "x | logreg | cv 3 | audit by=group")
    let report = try #require(value.payload.as(AuditReport.self))
    #expect(try field("worst", value) == .text("dark"))
    let gap = try #require(field("gap", value).number)
    #expect(try #require(field("gap_low", value).number) <= gap && gap <= #require(field("gap_high", value).number))
    for name in ["p", "smallest_detectable_gap", "demographic_parity_difference", "equalised_odds_difference", "gmean"]
    {
      #expect(try field(name, value).number != nil, "\(name)")
    }
    let json = JSONValue.object(report.jsonMembers(program: "")).text
    for name in [
      "kind", "by", "metric", "groups", "worst", "gap", "gap_low", "gap_high", "p", "smallest_detectable_gap",
    ] {
      #expect(json.contains("\"\(name)\":"), "\(name)")
    }
    for name in ["name", "rows", "subjects", "value", "low", "high", "shrunken"] {
      #expect(json.contains("\"\(name)\":"), "\(name)")
    }
    let headings = report.document.blocks.compactMap { block in if case .heading(let text) = block { text } else { nil }
    }
    #expect(headings.contains("calibration by group") && headings.contains("recall of each class by group"))
  }

  /// What so many draws cannot tell is not printed as if they had: in words, tables and what `expect` says it is a bound.
  @Test func theLeastProbabilityIsABound() throws {
    let session = StageSession()
    let value = try session.last(
      "a = faces n=480 subjects=96 intensity=1 bias=0.9 classes=[happy, sad, anger, surprise] | lbp | pca 10 | lda | cv 3 "
        + "| audit by=group\na")
    let report = try #require(value.payload.as(AuditReport.self))
    #expect(report.audit.gap?.isProbabilityBound == true && report.audit.gap?.leastProbability == 1 / 4001)
    #expect(report.sentences[0].contains("p < 0.0003"), "\(report.sentences)")
    #expect(try field("p", value).text == "< 0.0003" && field("p", value).number == 1 / 4001)
    #expect(try field("p_is_bound", value) == .boolean(true))
    let tables = report.document.tables.map { TableLayout.reading($0) }
    #expect(tables[1].rows[0].map(\.text).last == "< 0.0003")
    #expect(report.document.tables[1].notes.contains { $0.contains("in 4,000 draws") })
    let problem = #expect(throws: (any Error).self) { try session.last("expect (a.p > 0.01)") }
    #expect("\(problem.map { "\($0)" } ?? "")".contains("a.p is < 0.0003"))
  }

  @Test func attributesAreCrossedAndTakenEachByItself() throws {
    let value = try StageSession().last(Self.biased + "x | logreg | cv 3 | audit by=[group, class] metric=uar")
    let report = try #require(value.payload.as(AuditReport.self))
    #expect(report.audit.groups.count == 9 && report.attributes?.attributes.map(\.name) == ["group", "class"])
    #expect(report.parities == nil)
  }

  @Test func peopleAreGroupsOfTheirOwnRows() throws {
    let value = try StageSession().last(Self.biased + "x | logreg | cv 3 | audit by=subject")
    let report = try #require(value.payload.as(AuditReport.self))
    #expect(report.audit.groups.count == 24 && report.audit.groups.allSatisfy { $0.subjects == nil && $0.rows == 10 })
  }

  @Test func aSweepGetsColumns() throws {
    let value = try StageSession().last(
      Self.biased + "x | {logreg, majority} | cv 3 | audit by=group | sort gap_group up")
    let table = try #require(value.payload.as(Table.self))
    #expect(table.columns.suffix(3) == ["gap_group", "worst_group", "worst_group_recall"])
    #expect(table.rows.count == 2 && table.rows.allSatisfy { $0.cells.count == table.columns.count })
    #expect(table.reading("gap_group_p") != nil)
  }

  @Test func beforeAndAfterArePaired() throws {
    let value = try StageSession().last(
      Self.biased + "a = x | majority | cv 3\nb = x | logreg | cv 3\naudit a b by=group")
    #expect(try field("change_p", value).number != nil)
    let gaps = try ["a_gap", "b_gap"].map { try #require(field($0, value).number) }
    #expect(gaps[0] < 0.2 && gaps[1] >= 0)
    // What it costs, or gains here, is that of `compare`.
    let cost = try #require(field("cost", value).number)
    let low = try #require(field("cost_low", value).number)
    #expect(cost > 0.2 && low < cost)
    #expect(try #require(field("cost_p", value).number) < 0.05)
    #expect(
      value.payload.document.blocks.contains { if case .text(let text) = $0 { text.contains("a gain") } else { false } }
    )
  }

  @Test func aSavedResultIsAuditedAlike() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("audit-\(UUID().uuidString).result").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let session = StageSession()
    let now = try session.last(Self.biased + "a = x | logreg | cv 3\na | save \"\(path)\"\na | audit by=group")
    let later = try StageSession().last("open \"\(path)\" | audit by=group")
    for name in ["gap", "gap_low", "p", "worst"] { #expect(now.field(name) == later.field(name), "\(name)") }
  }

  // MARK: Bad input

  /// Two classes, 120 rows, 12 people; of sex every tenth is missing, the tone of one person is nobody else's.
  private func table() throws -> String {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("audit-\(UUID().uuidString).csv").path
    let lines = (0..<120).map { row -> String in
      let (person, code) = (row % 12, row / 12 % 2)
      let wave = Double((row * 37) % 11) * 0.2
      return "\(Double(code) + wave),\(wave),\(code == 0 ? "calm" : "glad"),P\(person),"
        + "\(row % 10 == 0 ? "" : person % 2 == 0 ? "f" : "m"),v\(row),\(person == 0 ? "rare" : "common"),all"
    }
    try ("a,b,emotion,person,sex,serial,tone,same\n" + lines.joined(separator: "\n") + "\n").write(
      toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  private func loaded(_ path: String) -> String {
    "x = load \"\(path)\" label=emotion subject=person attributes=[sex, serial, tone, same] | logreg | loso\n"
  }

  @Test(arguments: [
    ("by=size", "E0562"), ("", "E0330"), ("by=same", "E0331"), ("by=serial", "E0332"), ("by=[sex, sex]", "E0333"),
  ])
  func whatCannotBeAuditedIsRefusedByCode(arguments: String, code: String) throws {
    let path = try table()
    defer { try? FileManager.default.removeItem(atPath: path) }
    do {
      _ = try StageSession().last(loaded(path) + "x | audit \(arguments)")
      Issue.record("\(arguments) was taken")
    } catch let error as Diagnostic { #expect(error.code.id == code, "\(error.message)") } catch let error
      as Diagnostics
    { #expect(error.all.first?.code.id == code, "\(error.all.first?.message ?? "")") }
  }

  /// The only person of a group is tested in one fold, whose model learns from the other group: the error names the fold.
  @Test(arguments: ["reweigh by=tone | logreg", "resample by=[class, tone] | logreg", "thresholds logreg by=tone"])
  func aFoldThatLearnsFromOneGroupIsNamed(line: String) throws {
    let path = try table()
    defer { try? FileManager.default.removeItem(atPath: path) }
    do {
      _ = try StageSession().result(loaded(path).replacing("logreg", with: line))
      Issue.record("\(line) was taken")
    } catch let error as Diagnostic {
      #expect(error.code.id == "E0363" && error.message.contains("'common'"), "\(error.message)")
      #expect(error.notes.contains { $0.contains("P0") }, "\(error.notes)")
    }
  }

  @Test func anUnknownMetricIsToldBeforeAnythingRuns() {
    let problems = StageSession().problems("faces n=80 subjects=8 | lbp | logreg | audit by=group metric=speed")
    #expect(problems.contains { $0.hasPrefix("E0104") }, "\(problems)")
  }

  @Test func whomItSaysNothingAboutIsTold() throws {
    let path = try table()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let value = try StageSession().last(loaded(path) + "x | audit by=sex missing=skip")
    #expect(value.payload.shownNotes.contains { $0.hasPrefix("12 of 120 test rows have no sex and take no part") })
    let wrong = try StageSession().last(loaded(path) + "x | errors by=sex missing=skip")
    #expect(
      wrong.payload.shownNotes.contains { $0.hasPrefix("12 of 120 test rows have no sex and are not") },
      "\(wrong.payload.shownNotes)")
    let rare = try StageSession().last(loaded(path) + "x | audit by=tone")
    let notes = rare.payload.shownNotes
    #expect(notes.contains { $0.contains("learnt from none of them: rare (10 rows, 1 of 12 splits)") }, "\(notes)")
    #expect(notes.contains { $0.hasPrefix("rows of one subject alone") }, "\(notes)")
  }
}

@Suite struct MitigationTests {
  /// Class 0 is mostly of the light, class 1 of the dark.
  private func rows() -> Samples {
    var samples = SampleRows.features(100, codes: (0..<100).map { $0 < 60 ? 0 : 1 })
    samples.metadata = samples.metadata.setting(
      .attribute("group", (0..<100).map { $0 < 45 || $0 >= 90 ? "light" : "dark" }))
    return samples
  }

  private func context() -> StageContext { Trial().context() }

  /// Light: 45 of class 0 and 10 of class 1; dark: 15 and 30. Weights as Kamiran & Calders have them.
  @Test func reweighingMakesGroupAndClassIndependent() throws {
    let given = try #require(bound("reweigh by=group") as? ReweighStage).resample(rows(), context())
    let weights = try #require(given.metadata.rowWeights)
    let expected: [Float] = [
      55.0 * 60 / (100 * 45), 45.0 * 60 / (100 * 15), 45.0 * 40 / (100 * 30), 55.0 * 40 / (100 * 10),
    ]
    for (row, weight) in zip([0, 50, 70, 95], expected) { #expect(abs(weights[row] - weight) < 1e-6) }
    #expect(abs(weights.reduce(0, +) - 100) < 1e-3)
    #expect(given.metadata.attributes.map(\.name) == ["group"])
  }

  @Test func modelsGoByTheWeights() throws {
    let text = "x = faces n=160 subjects=16 intensity=1 bias=0.9 | lbp | pca 5\n"
    let session = StageSession()
    let plain = try session.result(text + "x | logreg").outcomes[0].predictions.codes
    #expect(
      try session.result("x | reweigh by=[group, subject] | logreg").outcomes[0].predictions.codes != plain)
  }

  /// A mitigation that cannot take place is not passed over; the class that is crossed with a group makes no group of it.
  @Test(arguments: [
    "reweigh by=source | logreg", "resample by=[class, source] | logreg", "resample by=source | logreg",
    "thresholds logreg by=source", "logreg groups=source", "xgboost trees=3 groups=[source, class]",
  ])
  func oneGroupAloneIsRefused(line: String) throws {
    do {
      _ = try StageSession().result("faces n=80 subjects=8 | lbp | pca 5 | \(line)")
      Issue.record("\(line) was taken")
    } catch let error as Diagnostic { #expect(error.code.id == "E0363", "\(error.message)") }
  }

  /// A class that a group does not show, and rows of no group, are told.
  @Test(arguments: ["reweigh by=group missing=skip absent=keep", "resample by=[class, group] missing=skip absent=keep"])
  func whatCannotBeMadeEvenIsTold(line: String) throws {
    var samples = rows()
    samples.metadata = samples.metadata.setting(
      .attribute("group", (0..<100).map { $0 % 10 == 0 ? "" : $0 < 60 ? "light" : $0 % 2 == 0 ? "light" : "dark" }))
    let notes = NoteList()
    let stage = try #require(bound(line) as? any ResamplerStage)
    _ = try stage.resample(samples, Trial().context(notes))
    #expect(notes.all.contains { $0.hasPrefix("10 training rows of no known group") }, "\(notes.all)")
    #expect(notes.all.contains { $0.hasSuffix("makes up for: calm in dark") }, "\(notes.all)")
  }

  @Test func aHundredGroupsAreTooMany() throws {
    var samples = rows()
    samples.metadata = samples.metadata.setting(.attribute("group", (0..<100).map { "g\($0)" }))
    let stage = try #require(bound("reweigh by=group") as? ReweighStage)
    #expect(throws: AuditError.self) { try stage.resample(samples, context()) }
    let few = try #require(bound("resample smote by=[class, group] absent=keep") as? ResampleStage)
    samples.metadata = samples.metadata.setting(.attribute("group", (0..<100).map { $0 < 3 ? "rare" : "common" }))
    #expect(throws: MitigationError.self) { try few.resample(samples, context()) }
  }

  @Test func classAloneIsNoGroup() throws {
    let stage = try #require(bound("resample by=class") as? ResampleStage)
    #expect(try stage.resample(rows(), context()).metadata.labels.counts.allSatisfy { $0 == 60 || $0 == 0 })
  }

  @Test func modelsThatLeaveWeightsOutRefuseThem() throws {
    do {
      _ = try StageSession().result(
        "faces n=80 subjects=8 | lbp | pca 5 | reweigh by=group | automl trials=2 learners=[logreg]")
      Issue.record("automl took weights")
    } catch let error as Diagnostic { #expect(error.code.id == "E0336") }
  }

  @Test(arguments: [("oversample", 45), ("undersample", 10), ("smote", 45)])
  func combinationsBecomeEqual(method: String, count: Int) throws {
    let stage = try #require(bound("resample \(method) by=[class, group]") as? ResampleStage)
    let given = try stage.resample(rows(), context()).metadata
    let labels = try given.labels
    var counts: [String: Int] = [:]
    for (code, group) in zip(labels.codes, try given.groups(by: "group")) {
      counts["\(labels.names[code]) \(group ?? "none")", default: 0] += 1
    }
    #expect(counts.count == 4 && counts.values.allSatisfy { $0 == count }, "\(counts)")
  }

  @Test func rowsOfNoKnownGroupStay() throws {
    var samples = rows()
    samples.metadata = samples.metadata.setting(
      .attribute("group", (0..<100).map { $0 % 10 == 0 ? "" : $0 < 45 || $0 >= 90 ? "light" : "dark" }))
    let stage = try #require(bound("resample by=[class, group] missing=skip") as? ResampleStage)
    let given = try stage.resample(samples, context())
    let matrix = try given.content.require(Matrix.self, for: "test")
    let original = try samples.content.require(Matrix.self, for: "test")
    let place = Dictionary(uniqueKeysWithValues: samples.metadata.rowNames.enumerated().map { ($1, $0) })
    #expect(try given.metadata.groups(by: "group").count { $0 == nil } == 10)
    for (row, name) in given.metadata.rowNames.enumerated() {
      let first = try #require(place[name])
      #expect(matrix[row, 0] == original[first, 0], "\(name)")
    }
  }

  @Test func smoteAsksForTheClass() {
    #expect(
      StageSession().problems("faces n=80 subjects=8 | lbp | resample smote by=group").contains {
        $0.hasPrefix("E0335")
      })
  }

  /// The stage that a script writes.
  private func bound(_ text: String) -> (any Stage)? { steps(of: "faces n=20 subjects=4 | lbp | \(text)").last?.stage }
}

@Suite struct LeakageStageTests {
  @Test func aDarkenedGroupIsGivenAway() throws {
    let value = try StageSession().last(
      "faces n=240 subjects=24 intensity=1 bias=0.9 classes=[happy, sad] | pixels | pca 10 | leakage by=group")
    let score = try #require(value.field("uar")?.number)
    #expect(score > 0.5 && (value.field("chance")?.number ?? 0) > 0.33)
  }
}

@Suite struct PredictionTableTests {
  private func session(_ text: String, then script: String) throws -> PlanValue {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("theirs-\(UUID().uuidString).csv").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return try StageSession().last("theirs = open \"\(path)\"\ntheirs\(script)")
  }

  /// 40 rows of eight people: of the women every second is wrong.
  private var table: String {
    "row,subject,sex,age,truth,prediction,p_calm,p_glad\n"
      + (0..<40).map { row in
        let (isWoman, isCalm) = (row % 2 == 0, row / 2 % 2 == 0)
        let isRight = !isWoman || row % 4 == 0
        let answer = isCalm == isRight ? "calm" : "glad"
        return "r\(row),P\(row % 8),\(isWoman ? "f" : "m"),\(20 + row % 8),\(isCalm ? "calm" : "glad"),\(answer),"
          + (answer == "calm" ? "0.75,0.25" : "0.25,0.75")
      }.joined(separator: "\n") + "\n"
  }

  @Test func whatOthersPredictedIsAuditedLikeAnything() throws {
    let value = try session(table, then: " | audit by=sex")
    let report = try #require(value.payload.as(AuditReport.self))
    #expect(value.field("worst") == .text("f") && value.field("gap") == .number(0.5))
    #expect(
      report.audit.groups.map(\.subjects) == [4, 4] && report.calibration?.groups.map(\.confidence) == [0.75, 0.75])
  }

  @Test func groupsOfFewRowsAreGreyWhereverTheyStand() throws {
    let few = "x0,Q,few,3,calm,calm,0.75,0.25\nx1,R,few,3,glad,calm,0.75,0.25\n"
    let value = try session(table + few, then: " | audit by=sex")
    let report = try #require(value.payload.as(AuditReport.self))
    let byGroup = report.document.tables.filter { $0.columns[0] == "sex" }
    #expect(byGroup.count == 4)
    for table in byGroup {
      #expect(table.rows.filter(\.isFaint).map { $0.cells[0] } == [.text("few")])
    }
    let marks = report.groupChart.panels[0].layers.flatMap(\.data).filter(\.isFaint)
    #expect(marks.count == 2 && marks.allSatisfy { $0.y == .place(1) })
    #expect(HTMLText().text(of: byGroup[0]).contains("<tr style=\"opacity: 0.6\"><td>few</td>"))
  }

  @Test func itIsAResult() throws {
    let result = try #require(try session(table, then: "").payload.as(EvaluationResult.self))
    #expect(result.classNames == ["calm", "glad"] && result.testRows == 40)
    #expect(result.scores.metrics.first { $0.name == "accuracy" }?.value == 0.75)
    #expect(result.outcomes[0].test.attributes.map(\.name) == ["sex", "age"])
    #expect(result.notes.contains { $0.hasPrefix("predictions from a file") })
    #expect(result.provenance.looksText == "how often this test was scored is not counted", "others may have looked")
  }

  @Test(arguments: [
    ("label,prediction\na,a\n", "E0337"), ("truth,prediction\na,\n", "E0338"),
    ("truth,prediction,p a\na,b,1\n", "E0339"),
    ("truth,prediction,p a,p b\na,b,1,7\n", "E0340"), ("truth,prediction\na\n", "E0515"),
  ])
  func badTablesAreRefusedByCode(text: String, code: String) {
    do {
      _ = try session(text, then: "")
      Issue.record("\(text) was taken")
    } catch let error as Diagnostic { #expect(error.code.id == code || code == "E0515", "\(error.message)") } catch {
      Issue.record("\(error)")
    }
  }
}

@Suite struct GroupThresholdsTests {
  /// Offsets that differ by group answer some rows of a group otherwise, and no row of others.
  @Test func groupsAreJudgedByTheirOwnOffsets() throws {
    let text =
      "x = faces n=240 subjects=24 intensity=1 bias=0.9 classes=[happy, sad, anger] | lbp | pca 5\nx | thresholds logreg"
    let session = StageSession()
    let all = try session.result(text).outcomes[0]
    let own = try session.result(text + " by=group goal=equal_opportunity").outcomes[0]
    #expect(all.predictions.codes != own.predictions.codes)
    #expect(all.predictions.probabilities == own.predictions.probabilities)
  }

  @Test func aGoalWithoutGroupsIsRefused() {
    let problems = StageSession().problems("faces n=80 subjects=8 | lbp | thresholds logreg goal=equal_opportunity")
    #expect(problems.contains { $0.hasPrefix("E0330") }, "\(problems)")
  }
}

@Suite struct PermutationImportanceTests {
  /// Answers by the first column alone.
  private struct FirstColumn: FittedModel {
    let classNames = ["low", "high"]
    var byteCount: Int { 0 }

    func predict(_ content: any RowContent, context: ExecutionContext) throws -> Predictions {
      let matrix = try content.require(Matrix.self, for: "test")
      return Predictions(codes: (0..<matrix.rows).map { matrix[$0, 0] > 0 ? 1 : 0 })
    }

    private enum CodingKeys: CodingKey {}
  }

  @Test func onlyWhatAModelGoesByMatters() throws {
    let matrix = Matrix(
      rows: 40, columns: 3, storage: (0..<120).map { Float($0 / 3 % 2 == 0 ? -1 : 1) + Float($0 % 3) })
    let labels = Labels(names: ["low", "high"], codes: (0..<40).map { $0 % 2 })
    let rows = Samples(content: matrix, metadata: SampleRows.metadata(labels.codes).setting(.labels(labels)))
    func falls(_ block: Int) throws -> PermutationImportance {
      try PermutationImportance(
        of: FirstColumn(), rows, by: .accuracy, repeats: 20, block: block, seed: 1, context: .plain)
    }
    let found = try falls(1)
    #expect(found.baseline == 1 && found.falls.count == 3)
    // Dealt anew, half of the answers are right.
    #expect(abs(found.falls[0].mean - 0.5) < 0.1 && found.falls[0].deviation > 0)
    #expect(found.falls[1].mean == 0 && found.falls[2].mean == 0 && found.falls[2].deviation == 0)
    #expect(try falls(2).falls.count == 2)
  }
}

@Suite struct DatasheetStageTests {
  @Test func whatIsMissingIsTold() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("sheet-\(UUID().uuidString).csv").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let lines = (0..<60).map { row in
      "\(row % 7),\(row % 2 == 0 ? "calm" : "glad"),\(row == 59 ? "" : row % 2 == 0 ? "f" : row < 57 ? "m" : "f")"
    }
    try ("a,emotion,sex\n" + lines.joined(separator: "\n") + "\n").write(
      toFile: path, atomically: true, encoding: .utf8)
    let value = try StageSession().last("load \"\(path)\" label=emotion attributes=[sex] | datasheet")
    let document = try #require(value.payload.as(Document.self))
    let texts = document.blocks.compactMap { block in if case .text(let text) = block { text } else { nil } }
    for part in [
      "licence: unknown", "consent: unknown", "subjects: unknown", "sex: missing in 1 rows", "no row of calm of m",
    ] {
      #expect(texts.contains { $0.contains(part) }, "\(part): \(texts)")
    }
    #expect(value.field("subjects") == .missing)
  }

  @Test func drawnFacesAreNobody() throws {
    let value = try StageSession().last("faces n=160 subjects=16 | datasheet")
    #expect(value.field("subjects") == .number(16) && value.payload.synthetic != nil)
  }
}
