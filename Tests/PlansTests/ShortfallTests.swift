import Numerics
import Samples
import Testing

@testable import Plans

@Suite struct ShortfallTests {
  private func metadata(_ attributes: [MetadataColumn] = [], sources: [String] = ["one"]) -> RowMetadata {
    let names = ["happy", "sad"]
    return RowMetadata(
      labels: Labels(names: names, codes: [0, 0, 0, 1, 1, 1]), sources: (0..<6).map { sources[$0 % sources.count] },
      rowNames: (0..<6).map { "row \($0)" }, attributes: attributes,
      origin: DataProvenance(name: "test", fingerprint: "test"))
  }

  private func shortfall(_ rows: [Int]) -> Shortfall {
    Shortfall("no face was found in", rows: rows, of: 6, noun: "images", outcome: "which stay whole")
  }

  @Test func rowsAreCountedByClassSourceAndAttribute() {
    let sex = MetadataColumn.attribute("sex", ["F", "F", "M", "M", "", "F"])
    #expect(
      shortfall([0, 1, 4]).text(knowing: metadata([sex], sources: ["one", "two"]))
        == "no face was found in 3 of 6 images, which stay whole: happy 2 of 3, sad 1 of 3; source: one 2 of 3, "
        + "two 1 of 3; sex: F 2 of 3, M 0 of 2, not known 1 of 1")
    #expect(shortfall([]).text(knowing: metadata()) == nil, "nothing to tell")
  }

  @Test func withoutMoreOfTheRowsTheyAreCounted() {
    #expect(shortfall([2]).text() == "no face was found in 1 of 6 images, which stay whole")
    let one = metadata().gathering([0, 1])
    #expect(shortfall([2]).text(knowing: one) == shortfall([2]).text(), "of other rows")
  }

  /// Of many values those with the largest share are told; what has a value for nearly every row groups nothing.
  @Test func manyValuesAreCutShort() {
    let rows = 0..<40
    func metadata(values: Int) -> RowMetadata {
      RowMetadata(
        labels: nil, sources: rows.map { _ in "one" }, rowNames: rows.map { "row \($0)" },
        attributes: [MetadataColumn("age", .attribute, .wholeNumbers(rows.map { 10 + $0 % values }))],
        origin: DataProvenance(name: "test", fingerprint: "test"))
    }
    let shortfall = Shortfall("nothing in", rows: [9, 19, 8], of: 40, noun: "rows", outcome: "left")
    #expect(
      shortfall.text(knowing: metadata(values: 10))
        == "nothing in 3 of 40 rows, left: age: 19 2 of 4, 18 1 of 4, 10 0 of 4, 11 0 of 4, 12 0 of 4, 13 0 of 4, "
        + "14 0 of 4, 15 0 of 4, …")
    #expect(shortfall.text(knowing: metadata(values: 13)) == "nothing in 3 of 40 rows, left")
  }

  /// A stage that is run for resampled rows too tells of each.
  @Test func aStageWhoseRowsNobodyKnowsNotesTheCount() {
    let collector = ShortfallCollector()
    let context = StageContext(seed: 1, execution: .plain, environment: RunEnvironment()).counting { collector.add($0) }
    context.note(shortfall([1]))
    context.note(shortfall([]))
    #expect(collector.all == [shortfall([1]), shortfall([])])
  }
}
