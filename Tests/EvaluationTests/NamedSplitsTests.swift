import Numerics
import Samples
import Testing

@testable import Evaluation

/// Splits that follow what is known of the rows: subjects, sources, parts.
@Suite struct NamedSplitsTests {
  private let labels = Labels(names: ["happy", "fear", "contempt"], codes: [0, 1, 0, 1, 0, 2])

  @Test func everySubjectIsTestedOnce() throws {
    let rows = try EvaluationRows(labels: labels, subjects: Grouping(["S2", "S1", "S2", nil, "S1", "S3"]))
    let set = try LeaveOneSubjectOut().splits(of: rows)
    #expect(set.splits.map(\.name) == ["subject S1", "subject S2", "subject S3"])
    #expect(set.splits.map(\.test) == [[1, 4], [0, 2], [5]])
    #expect(set.splits.map(\.train) == [[0, 2, 5], [1, 4, 5], [0, 1, 2, 4]])
    #expect(set.notes.first == "left out: 1 row of no known subject")
    #expect(set.notes.contains("class contempt is only in test in subject S3: it cannot be learnt there"))
  }

  @Test func losoNeedsTwoKnownSubjects() throws {
    #expect(throws: EvaluationError.subjectsUnknown) {
      try LeaveOneSubjectOut().splits(of: EvaluationRows(labels: labels))
    }
    let unknown = try EvaluationRows(labels: labels, subjects: Grouping([nil, nil, nil, nil, nil, nil]))
    #expect(throws: EvaluationError.subjectsUnknown) { try LeaveOneSubjectOut().splits(of: unknown) }
    let one = try EvaluationRows(labels: labels, subjects: Grouping([nil, nil, nil, nil, nil, "S1"]))
    #expect(throws: EvaluationError.tooFewSubjects(found: 1, needed: 2, purpose: "loso")) {
      try LeaveOneSubjectOut().splits(of: one)
    }
  }

  @Test func aNamedSourceIsTheTest() throws {
    let rows = try EvaluationRows(
      labels: labels, subjects: Grouping(["S1", nil, nil, nil, "S1", nil]),
      sources: Grouping(["fer", "fer", "fer", "fer", "ck48", "ck48"]))
    let set = try TestOnSource("ck48").splits(of: rows)
    #expect(set.splits == [RowSplit(train: [0, 1, 2, 3], test: [4, 5], name: "test on ck48")])
    #expect(set.notes.contains("test on ck48: 1 subject is in training and in test"))
    #expect(set.notes.contains("class contempt is only in test: it cannot be learnt"))
    #expect(set.notes.contains("class fear is only in training: it is not tested"))
    #expect(try LeaveOneSourceOut().splits(of: rows).splits.map(\.name) == ["test on ck48", "test on fer"])
    #expect(throws: EvaluationError.unknownSource("ck", known: ["ck48", "fer"])) {
      try TestOnSource("ck").splits(of: rows)
    }
  }

  @Test func oneSourceCannotBeLeftOut() throws {
    let rows = try EvaluationRows(labels: labels, sources: Grouping([String?](repeating: "fer", count: 6)))
    #expect(throws: EvaluationError.tooFewSources(known: ["fer"])) { try LeaveOneSourceOut().splits(of: rows) }
    #expect(throws: EvaluationError.tooFewSources(known: ["fer"])) { try TestOnSource("fer").splits(of: rows) }
    #expect(throws: EvaluationError.sourcesUnknown) {
      try LeaveOneSourceOut().splits(of: EvaluationRows(labels: labels))
    }
  }

  @Test func partsAreFollowed() throws {
    let rows = try EvaluationRows(labels: labels, parts: [.train, .train, nil, nil, .test, .test])
    let set = try PartSplit().splits(of: rows)
    #expect(set.splits == [RowSplit(train: [0, 1], test: [4, 5], name: "the data set's own split")])
    #expect(set.notes.contains("left out: 2 rows of no part"))
    #expect(throws: EvaluationError.partsUnknown) { try PartSplit().splits(of: EvaluationRows(labels: labels)) }
  }

  @Test func groupingKeepsItsPromises() throws {
    let grouping = Grouping(["b", nil, "a", "b"])
    #expect(grouping.names == ["a", "b"] && grouping.codes == [1, nil, 0, 1])
    #expect(grouping.rows == [[2], [0, 3]] && grouping.unknownCount == 1)
    #expect(grouping.gathering([3, 1]).codes == [1, nil])
    #expect(throws: EvaluationError.unknownCode(2, of: "groups", known: 1)) { try Grouping(names: ["a"], codes: [2]) }
  }
}
