import Foundation
import Numerics
import Plans
import Samples
import Testing

@testable import Interpreter

/// What is known of a row beside its class follows it wherever it goes.
@Suite struct AttributesTests {
  private let folder: TemporaryFolder
  private let harness = SessionHarness()
  private let roles = "label=emotion subject=person attributes=[sex, age] drop=[note]"

  init() throws {
    folder = try TemporaryFolder()
    var generator = SeededGenerator(seed: 4)
    let lines = (0..<90).map { row in
      let isHappy = row % 5 == 0
      let numbers = (0..<3).map { _ in String(Float(generator.uniform()) + (isHappy ? 1 : 0)) }
      return "P\(row / 3),\(row % 2 == 0 ? "f" : "m"),\(row % 7 == 0 ? "" : String(20 + row % 3)),n\(row),"
        + "\(isHappy ? "happy" : "sad"),\(numbers.joined(separator: ","))"
    }
    try (["person,sex,age,note,emotion,a,b,c"] + lines).joined(separator: "\n")
      .write(toFile: path, atomically: true, encoding: .utf8)
  }

  private var path: String { "\(folder.path)/people.csv" }

  private func rows(_ text: String) throws -> PreparedRows {
    guard let set = try harness.last(text).payload.as(PreparedRows.self) else { throw NotOfKind(what: "rows") }
    return set
  }

  @Test func theyFollowThroughStagesAndResampling() throws {
    let set = try rows("load \"\(path)\" \(roles) | scale | smote")
    let known = set.rows.metadata
    #expect(known.attributes.map(\.name) == ["sex", "age"])
    #expect(known.attribute(named: "sex")?.texts.prefix(3) == ["f", "m", "f"])
    #expect(known.attribute(named: "age")?.values == .wholeNumbers((0..<90).map { $0 % 7 == 0 ? nil : 20 + $0 % 3 }))
    #expect(known.subjects?.prefix(4) == ["P0", "P0", "P0", "P1"])
    let resampled = try #require(set.resampled).metadata
    let real = resampled.realRows
    #expect(resampled.count > real.count)
    let sexes = try #require(resampled.attribute(named: "sex")).texts
    let made = Array(Set(0..<resampled.count).subtracting(real))
    #expect(made.contains { sexes[$0] != nil } && made.contains { sexes[$0] == nil })
    #expect(Set(made.compactMap { sexes[$0] }).isSubset(of: ["f", "m"]))
  }

  @Test(arguments: ["npz", "csv"]) func theyComeBackFromFiles(ending: String) throws {
    let kept = try rows("x = load \"\(path)\" \(roles)\nx").rows.metadata
    try harness.run("x | save \"\(folder.path)/x.\(ending)\"")
    let read = try rows("load \"\(folder.path)/x.\(ending)\"").rows.metadata
    #expect(read.attributes == kept.attributes)
    #expect(read.knownLabels == kept.knownLabels)
    #expect(read.subjects == kept.subjects)
    #expect(read.origin.columnNames == ["a", "b", "c"])
  }

  @Test func theyStandBesidePredictionsAndComeBackWithAResult() throws {
    let result = try harness.result("r = load \"\(path)\" \(roles) | bayes | cv 3\nr")
    try harness.run("r | save \"\(folder.path)/r.result\"")
    let opened = try harness.result("open \"\(folder.path)/r.result\"")
    for (outcome, read) in zip(result.outcomes, opened.outcomes) {
      let expected = outcome.split.test.map { $0 % 2 == 0 ? "f" : "m" }
      #expect(outcome.test.attribute(named: "sex")?.texts == expected)
      #expect(read.test.attributes == outcome.test.attributes)
    }
  }

  @Test func columnsOfTextAreKeptWithANoteInPlaceOfAnError() throws {
    let set = try rows("load \"\(path)\"").rows.metadata
    #expect(set.attributes.map(\.name) == ["sex", "note"])
    #expect(set.subjects != nil, "'person' tells who is in each row")
    #expect(set.knownLabels?.names == ["happy", "sad"])
    let told = try harness.last("load \"\(path)\" | info")
    #expect(told.field("sex") == .text("f, m"))
  }

  @Test func rowsWithoutLabelsAreShownAndSayWhatTheyLack() throws {
    let table = "table \"\(path)\" attributes=[age]"
    let set = try rows(table)
    #expect(set.rows.metadata.target == nil && set.rows.content.rowCount == 90)
    #expect(set.rows.metadata.attributes.map(\.name) == ["sex", "age", "note", "emotion"])
    #expect(try harness.last("\(table) | info").field("age") == .text("from 20 to 22; 13 missing"))
    #expect(try rows("\(table) | scale | pca 2").rows.content.shapeText == "90 × 2 features")
    for stage in ["logreg", "smote", "classes"] {
      let error = #expect(throws: (any Error).self) { try harness.run("\(table) | \(stage)") }
      #expect("\(error.map { "\($0)" } ?? "")".contains("no labels"), "\(stage)")
    }
    try harness.run("\(table) | save \"\(folder.path)/bare.npz\"")
    #expect(try rows("load \"\(folder.path)/bare.npz\"").rows.metadata.knownLabels == nil)
  }
}
