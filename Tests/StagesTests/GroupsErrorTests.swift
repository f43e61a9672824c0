import Diagnostics
import Evaluation
import Foundation
import Plans
import Samples
import Testing

@testable import Stages

/// What is known of groups is seldom whole. Of everything that goes by groups: rows of no known group, groups without a class
/// and groups that only the test knows are errors that say how to go on, or notes that count them.
@Suite struct GroupsErrorTests {
  /// Two classes, 120 rows, 12 people. Every tenth row has no sex; nobody who is masked is glad; `tone` has a group that is
  /// one person, beside two others.
  private static let path: String? = {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("groups-\(UUID().uuidString).csv").path
    let lines = (0..<120).map { row -> String in
      let (person, code) = (row % 12, row / 12 % 2)
      let wave = Double((row * 37) % 11) * 0.2
      return "\(Double(code) + wave),\(wave),\(code == 0 ? "calm" : "glad"),P\(person),"
        + "\(row % 10 == 0 ? (row % 20 == 0 ? "NA" : "") : person % 2 == 0 ? "f" : "m"),"
        + "\(person % 3 == 1 && code == 0 ? "masked" : "plain"),\(person == 0 ? "rare" : person % 2 == 0 ? "light" : "dark")"
    }
    let text = "a,b,emotion,person,sex,look,tone\n" + lines.joined(separator: "\n") + "\n"
    return (try? text.write(toFile: path, atomically: true, encoding: .utf8)).map { path }
  }()

  private func rows() throws -> String {
    "x = load \"\(try #require(Self.path))\" label=emotion subject=person attributes=[sex, look, tone]\n"
  }

  /// The error of a line over these rows, or nil.
  private func error(_ line: String) throws -> Diagnostic? {
    do {
      _ = try StageSession().last(try rows() + line)
      return nil
    } catch let error as Diagnostic { return error } catch let error as Diagnostics { return error.all.first }
  }

  private func notes(_ line: String) throws -> [String] {
    try StageSession().last(try rows() + line).payload.shownNotes
  }

  // MARK: Rows of no known group

  @Test(arguments: [
    "x | logreg | loso | audit by=sex", "x | logreg | audit by=[sex, look]", "x | logreg | cv 3 | errors by=sex",
    "x | leakage by=sex", "a = x | logreg | cv 3\nb = x | logreg C=0.1 | cv 3\naudit a b by=sex",
    "x | logreg C={0.1, 1} | cv 3 | audit by=sex",
  ])
  func readersCountRowsOfNoKnownGroup(line: String) throws {
    let error = try #require(try error(line))
    #expect(error.code.id == "E0371" && error.message.contains("no 'sex'"), "\(error.message)")
    #expect(error.message.contains("row") && error.notes.contains { $0.contains("missing=skip") }, "\(error.notes)")
    let many = line.contains("cv 3") || line.contains("loso") || line.contains("leakage")
    #expect(!many || error.message.contains("12 of 120"), "\(error.message)")
    for way in ["skip", "group"] {
      let noted = try notes(
        line.replacing("by=sex", with: "by=sex missing=\(way)").replacing(
          "by=[sex, look]", with: "by=[sex, look] missing=\(way)"))
      // A sweep's own notes tell of its combinations.
      #expect(line.contains("{") || noted.contains { $0.contains("no sex") || $0.contains("no known sex") }, "\(noted)")
    }
  }

  @Test(
    arguments: [
      "reweigh by=sex * | logreg", "resample by=[class, sex] * | logreg", "thresholds logreg by=sex *",
      "thresholds logreg by=sex goal=equal_opportunity *", "logreg groups=sex *", "xgboost trees=3 groups=sex *",
    ], ["holdout", "cv 3"])
  func mitigationsCountRowsOfNoKnownGroup(line: String, evaluator: String) throws {
    let evaluated = "x | \(line) | \(evaluator)"
    let error = try #require(try error(evaluated.replacing(" *", with: "")))
    #expect(error.code.id == "E0371" && error.message.contains("training rows have no 'sex'"), "\(error.message)")
    #expect(evaluator == "holdout" || error.notes.contains { $0.contains("fold 1 of 3") }, "\(error.notes)")
    for way in ["skip", "group"] {
      let found = try notes(evaluated.replacing("*", with: "missing=\(way)"))
      #expect(found.contains { $0.contains("training rows of no known group") }, "\(line) \(way): \(found)")
    }
  }

  /// Of a test row too the group is needed where the answer goes by it.
  @Test func thresholdsCountTestRowsOfNoKnownGroup() throws {
    let found = try notes("x | thresholds logreg by=sex missing=skip | cv 3")
    #expect(found.contains { $0.contains("12 test rows of no sex are judged by the offsets of all") }, "\(found)")
  }

  /// Whatever stands for nothing is nothing, in a table of predictions as in one of features.
  @Test func wordsForNothingMakeNoGroup() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("theirs-\(UUID().uuidString).csv").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let lines = (0..<60).map { "\($0 % 2 == 0 ? "a,a" : "b,\($0 % 3 == 0 ? "a" : "b")"),\(["f", "m", "NA"][$0 % 3])" }
    try ("truth,prediction,sex\n" + lines.joined(separator: "\n") + "\n").write(
      toFile: path, atomically: true, encoding: .utf8)
    let error = try #require(try error("open \"\(path)\" | audit by=sex"))
    #expect(error.code.id == "E0371" && error.message.contains("20 of 60 test rows"), "\(error.message)")
    let audited = try notes("open \"\(path)\" | audit by=sex missing=group")
    #expect(audited.contains { $0.contains("20 of 60 test rows have no sex and are the group 'unknown'") })
  }

  /// A card was not asked for groups: it leaves such rows out, and says how many.
  @Test func aCardCountsThem() throws {
    let blocks = try StageSession().last(try rows() + "x | logreg | cv 3 | card").payload.document.blocks
    #expect(
      blocks.contains {
        if case .text(let text) = $0 { text == "12 of 120 test rows have no sex and take no part" } else { false }
      })
  }

  // MARK: Groups without a class

  @Test(arguments: [
    "reweigh by=look * | logreg", "resample by=[class, look] * | logreg", "resample smote by=[class, look] * | logreg",
    "thresholds logreg by=look *", "thresholds logreg by=look goal=equal_opportunity *",
  ])
  func whatNeedsEveryClassNamesTheGroupWithoutIt(line: String) throws {
    let error = try #require(try error("x | \(line.replacing(" *", with: "")) | cv 3"))
    #expect(error.code.id == "E0372" && error.message.contains("'look': glad in masked"), "\(error.message)")
    #expect(error.notes.contains { $0.contains("fold 1 of 3") } && error.notes.contains { $0.contains("absent=keep") })
    let found = try notes("x | \(line.replacing("*", with: "absent=keep")) | cv 3")
    #expect(found.contains { $0.contains("which nothing here makes up for: glad in masked") }, "\(found)")
  }

  /// Where groups are only to count alike, it does not matter what they show.
  @Test(arguments: ["resample by=look | logreg", "logreg groups=look", "xgboost trees=3 groups=look"])
  func whatDoesNotNeedEveryClassNotesIt(line: String) throws {
    let found = try notes("x | \(line) | cv 3")
    #expect(found.contains { $0.contains("glad in masked") }, "\(found)")
  }

  /// The offset of a class that a group does not show stays what it is for all.
  @Test func anAbsentClassKeepsItsOffset() throws {
    let text = try rows() + "x | thresholds logreg by=look absent=keep"
    let stage = try #require(steps(of: text).last?.stage as? ThresholdsStage)
    let rows = try #require(
      try StageSession().last(try self.rows() + "x").payload.as(PreparedRows.self)
    ).rows
    let fitted = try stage.fit(rows, Trial().context())
    let groups = try #require(fitted.groups)
    let place = try #require(groups.members.firstIndex(of: "masked"))
    let code = try #require(fitted.classNames.firstIndex(of: "glad"))
    #expect(groups.offsets[place].offsets[code] == fitted.offsets.offsets[code])
  }

  @Test(arguments: ["uar", "macro_f1", "gmean", "worst_recall", "macro_precision"])
  func averagesOverOtherClassesAreNotCompared(metric: String) throws {
    for line in [
      "x | logreg | cv 3 | audit by=look metric=\(metric)",
      "a = x | logreg | cv 3\nb = x | logreg C=0.1 | cv 3\naudit a b by=look metric=\(metric)",
      "x | logreg C={0.1, 1} | cv 3 | audit by=look metric=\(metric)",
    ] {
      let error = try #require(try error(line))
      #expect(error.code.id == "E0374" && error.message.contains("glad in masked"), "\(error.message)")
      #expect(try self.error(line + " absent=keep") == nil)
    }
  }

  /// Accuracy compares them, and tables that nobody asked for have no value where it would be another one.
  @Test func tablesLeaveAveragesOverOtherClassesOut() throws {
    let value = try StageSession().last(try rows() + "x | logreg | cv 3 | audit by=look")
    let report = try #require(value.payload.as(AuditReport.self))
    #expect(report.lacking == [LackingClass(group: "masked", name: "glad")])
    let other = try #require(report.document.tables.first { $0.columns.contains("uar") })
    let column = try #require(other.columns.firstIndex(of: "uar"))
    #expect(other.rows.map { $0.cells[column] == .missing } == [true, false, false])
    #expect(report.notes.contains { $0.hasPrefix("no macro-F1 and UAR of 1 group that lacks a class") })
    let kept = try StageSession().last(try rows() + "x | logreg | cv 3 | audit by=look absent=keep")
    let keptReport = try #require(kept.payload.as(AuditReport.self))
    #expect(keptReport.document.tables.first { $0.columns.contains("uar") }?.rows[0].cells[column] != .missing)
    #expect(keptReport.notes.contains { $0.contains("taken over other classes than elsewhere") })
  }

  /// Where each group is one class, a mean of recalls is that class's.
  @Test func classesAreComparedByTheirRecall() throws {
    #expect(try error("x | logreg | cv 3 | audit by=class metric=uar") == nil)
    #expect(try error("x | logreg | cv 3 | audit by=class metric=macro_f1")?.code.id == "E0374")
    let table = try #require(
      try StageSession().last(try rows() + "x | logreg C={0.1, 1} | cv 3 | audit by=class").payload.as(Table.self))
    #expect(table.rows.allSatisfy { $0.cells.last?.number != nil })
  }

  // MARK: Groups that only the test knows

  @Test(arguments: ["thresholds logreg by=tone", "thresholds logreg by=tone goal=equal_opportunity"])
  func whatAnswersByTheGroupMustHaveLearntIt(line: String) throws {
    let error = try #require(try error("x | \(line) | loso"))
    #expect(error.code.id == "E0373" && error.message.contains("'rare' by 'tone'"), "\(error.message)")
    #expect(error.message.contains("10 of the rows asked about"), "\(error.message)")
    #expect(error.notes.contains { $0.contains("P0") }, "\(error.notes)")
    let found = try notes("x | \(line) missing=skip | loso")
    #expect(found.contains { $0.contains("judged by the offsets of all: rare (10 rows, 1 of 12 splits)") }, "\(found)")
  }

  @Test func whatIsToBeGuessedMustHaveBeenSeen() throws {
    let error = try #require(try error("x | leakage by=tone"))
    #expect(error.code.id == "E0373" && error.message.contains("fold"), "\(error.message)")
    let found = try notes("x | leakage by=tone missing=skip")
    #expect(found.contains { $0.contains("such rows are left out of the test: rare (10 rows") }, "\(found)")
  }

  /// What goes by groups in training alone answers for everybody; its result, and an audit of it, say for whom nothing was
  /// learnt.
  @Test(arguments: [
    "reweigh by=tone | logreg", "resample by=[class, tone] | logreg", "logreg groups=tone",
    "xgboost trees=3 groups=tone",
  ])
  func whatLearnsByGroupsTellsThoseItNeverSaw(line: String) throws {
    let result = "x | \(line) | loso"
    let told = "only among the test rows, so nothing was learnt for them: rare (10 rows, 1 of 12 splits)"
    let found = try notes(result)
    #expect(found.contains { $0.hasSuffix(told) }, "\(found)")
    let audited = try notes(result + " | audit by=tone")
    #expect(audited.contains { $0.hasSuffix(told) }, "\(audited)")
    #expect(audited.contains { $0.contains("the model learnt from none of them: rare (10 rows, 1 of 12 splits)") })
  }

  // MARK: Elsewhere

  /// A combination that fails is a row of the sweep with its error; the others are audited.
  @Test func aSweepGoesOn() throws {
    let line = "x | {logreg, thresholds logreg by=look} | cv 3"
    let table = try #require(try StageSession().last(try rows() + line).payload.as(Table.self))
    let errors = try #require(table.columns.firstIndex(of: "error"))
    #expect(table.rows.map { $0.cells[errors] == .missing } == [true, false])
    #expect(table.rows[1].cells[errors].text.contains("glad in masked"), "\(table.rows[1].cells[errors].text)")
    let audited = try #require(
      try StageSession().last(try rows() + line + " | audit by=look").payload.as(Table.self))
    let gap = try #require(audited.columns.firstIndex(of: "gap_look"))
    #expect(audited.rows.map { $0.cells[gap] == .missing } == [false, true])
    #expect(audited.rows[0].cells.last == .missing)
    #expect(audited.notes.contains { $0.contains("no worst recall where a group lacks a class") }, "\(audited.notes)")
  }

  @Test func anExpectationIsMetByWhatIsLeft() throws {
    #expect(try error("a = x | logreg | cv 3 | audit by=sex missing=skip\nexpect (a.unknown_rows == 12)") == nil)
    #expect(try error("a = x | logreg | cv 3 | audit by=sex missing=group\nexpect (a.unknown_rows == 0)") == nil)
  }

  /// Told the class of a test row, any model is right about it.
  @Test(arguments: ["class", "[class, group]"])
  func theClassIsNoGroupToGoBy(names: String) {
    let problems = StageSession().problems("faces n=80 subjects=8 | lbp | thresholds logreg by=\(names)")
    #expect(problems.contains { $0.hasPrefix("E0375") }, "\(problems)")
  }
}
