import Numerics
import Testing

@testable import Samples

@Suite struct RowMetadataTests {
  static let origin = DataProvenance(name: "made", fingerprint: "f")

  static func metadata(made: Bool = false) throws -> RowMetadata {
    try RowMetadata(
      count: 4,
      columns: [
        .labels(Labels(names: ["fear", "happy"], codes: [0, 1, 0, 1])), .subjects(["S1", "S2", "", "S1"]),
        .sources(["a", "a", "b", "b"]), .parts([.train, .test, .train, .train]), .rowNames(["1", "2", "3", "4"]),
        MetadataColumn("age", .attribute, .wholeNumbers([20, 30, 20, nil])),
        MetadataColumn("sex", .attribute, .texts(["f", "f", "m", nil])),
        MetadataColumn("onset", .attribute, .numbers([0.5, 1, 0.5, nil])),
      ], origin: origin)
  }

  @Test func everyColumnFollowsTheRows() throws {
    let some = try Self.metadata().gathering([3, 1, 1])
    #expect(some.count == 3)
    #expect(try some.labels.codes == [1, 1, 1])
    #expect(some.subjects == ["S1", "S2", "S2"])
    #expect(some.sources == ["b", "a", "a"])
    #expect(some.parts == [.train, .test, .test])
    #expect(some.rowNames == ["4", "2", "2"])
    #expect(some.attribute(named: "age")?.values == .wholeNumbers([nil, 30, 30]))
    #expect(some.attributes.map(\.name) == ["age", "sex", "onset"])
  }

  @Test func rowsWithoutLabelsSayWhatToDo() throws {
    let bare = try Self.metadata().removing(.label)
    #expect(bare.target == nil)
    #expect(throws: SamplesError.noLabels(attributes: ["age", "sex", "onset"], columns: [])) { try bare.labels }
    let numbers = bare.setting(MetadataColumn("age", .target, .wholeNumbers([1, 2, 3, nil])))
    #expect(numbers.target == .numbers(name: "age", [1, 2, 3, nil]))
    #expect(throws: SamplesError.targetIsNumber(name: "age")) { try numbers.labels }
  }

  @Test func columnsOfAnotherLengthOrTwiceARoleAreRefused() {
    #expect(throws: SamplesError.mismatchedCounts(what: "values of 'age'", count: 1, rows: 2)) {
      try RowMetadata(
        count: 2, columns: [MetadataColumn("age", .attribute, .numbers([1]))], origin: Self.origin)
    }
    #expect(throws: SamplesError.repeatedColumn(name: "subject", role: "subject")) {
      try RowMetadata(count: 1, columns: [.subjects(["a"]), .subjects(["b"])], origin: Self.origin)
    }
  }

  @Test func groupsAreAskedForByName() throws {
    let metadata = try Self.metadata()
    #expect(try metadata.groups(by: "sex") == ["f", "f", "m", nil])
    #expect(try metadata.groups(by: "age") == ["20", "30", "20", nil])
    #expect(try metadata.groups(by: "subject") == ["S1", "S2", nil, "S1"])
    #expect(throws: SamplesError.self) { try metadata.groups(by: "tone") }
  }

  @Test func aMadeRowHasWhatItsParentsShare() throws {
    let metadata = try Self.metadata()
    let all = try metadata.resampled(
      keeping: [0, 1, 2, 3],
      adding: [MadeRow(code: 0, parents: [0, 2]), MadeRow(code: 0, parents: [0, 1]), MadeRow(code: 1)])
    #expect(all.count == 7)
    #expect(try all.labels.codes == [0, 1, 0, 1, 0, 0, 1])
    #expect(all.subjects?.suffix(3) == ["synthetic", "synthetic", "synthetic"])
    #expect(all.parts?.suffix(3) == [.train, .train, .train])
    #expect(all.attribute(named: "age")?.values == .wholeNumbers([20, 30, 20, nil, 20, nil, nil]))
    #expect(all.attribute(named: "sex")?.values == .texts(["f", "f", "m", nil, nil, "f", nil]))
    #expect(all.realRows == [0, 1, 2, 3])
    // Once more, and after a choice of rows, what was made stays known as made.
    let again = try all.gathering([6, 0, 4]).resampled(keeping: [0, 1, 2], adding: [MadeRow(code: 1)])
    #expect(again.realRows == [1])
    #expect(try metadata.resampled(keeping: [2, 0], adding: []).rowNames == ["3", "1"])
  }

  @Test func typesAreReadOffTexts() {
    typealias Values = MetadataColumn.Values
    #expect(Values(inferredFrom: ["1", nil, "-3"]) == .wholeNumbers([1, nil, -3]))
    #expect(Values(inferredFrom: ["1", "2.5", nil]) == .numbers([1, 2.5, nil]))
    #expect(Values(inferredFrom: ["007", "12"]) == .texts(["007", "12"]))
    #expect(Values(inferredFrom: ["f", "1"]) == .texts(["f", "1"]))
    #expect(Values(inferredFrom: [nil, nil]) == .texts([nil, nil]))
    #expect(Values(inferredFrom: ["0x1F"]) == .texts(["0x1F"]))
    #expect(MetadataColumn("n", .attribute, .numbers([1, 2.5, nil])).texts == ["1", "2.5", nil])
  }
}
