import Foundation
import Plans
import TestSupport
import Testing

@testable import Interpreter

/// `predict` on pictures of one's own.
@Suite struct PredictTests {
  private let harness = SessionHarness()
  private let folder: TestSupport.TemporaryFolder

  init() throws {
    folder = try TestSupport.TemporaryFolder()
    try harness.run("faces 8 classes=[happy] subjects=2 intensity=1 | save \"\(folder.path)/mine\"")
    try harness.run("base = faces n=64 subjects=8 intensity=1 | lbp grid=2 | logreg")
  }

  private func predicted(_ line: String) throws -> Document {
    try #require(try harness.last(line).payload.as(Document.self))
  }

  @Test func aFolderStandsForItsPictures() throws {
    let document = try predicted("base | predict \"\(folder.path)/mine/happy\"")
    let table = try #require(document.tables.first)
    #expect(table.rows.count == 8 && document.fields.count == 8)
    try #require(table.columns == ["image", "taken for", "probability", "or else", "its probability"])
    for row in table.rows {
      let (first, second) = (row.cells[2].number ?? 0, row.cells[4].number ?? 1)
      #expect(first > 0 && first <= 1 && second <= 1 - first + 1e-6)
    }
    let single = try predicted("base | predict \"\(folder.path)/mine/happy/\(try name())\"")
    #expect(single.tables.first?.rows.count == 1)
  }

  private func name() throws -> String {
    try #require(try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/mine/happy").sorted().first)
  }

  @Test func aModelWithoutProbabilitiesTellsNone() throws {
    try harness.run("hard = faces n=64 subjects=8 intensity=1 | lbp grid=2 | svm linear")
    let table = try #require(try predicted("hard | predict \"\(folder.path)/mine/happy\"").tables.first)
    #expect(table.columns == ["image", "taken for"])
  }

  @Test func whatIsNoFaceIsToldToBeUnlike() throws {
    let stripes = (0..<80 * 80).map { UInt8($0 % 2 * 255) }
    let path = try folder.write(Array("P5\n80 80\n255\n".utf8) + stripes, to: "odd/stripes.pgm")
    let notes = try predicted("base | predict \"\(path)\"").notes
    #expect(notes.count == 1 && notes[0].contains("unlike"))
    #expect(
      try predicted("base | predict \"\(folder.path)/mine/happy\"").notes.count < 3, "faces of the same kind are not")
  }

  /// Of features that are few numbers and mostly zeros, which are kept otherwise than as a matrix, too.
  @Test(arguments: ["lbp", "lbp | pca 3", "lbp grid=2"])
  func whatWasLearntFromAndWhatIsUnlikeIsTold(features: String) throws {
    try harness.run(
      "faces 24 classes=[happy, sad] subjects=4 intensity=1 | save \"\(folder.path)/known\" overwrite=yes")
    let plan = "load \"\(folder.path)/known\" | \(features) | logreg | holdout 25% by=row"
    let notes = try predicted("\(plan) | predict \"\(folder.path)/known/happy\"").notes
    #expect(notes.contains { $0.contains("of the 18 rows that the model learnt from") }, "\(notes)")
    let stripes = (0..<80 * 80).map { UInt8($0 % 2 * 255) }
    let path = try folder.write(Array("P5\n80 80\n255\n".utf8) + stripes, to: "odd/\(UUID().uuidString).pgm")
    #expect(try predicted("\(plan) | predict \"\(path)\"").notes.contains { $0.contains("unlike") })
  }

  @Test func aFolderWithoutPicturesIsToldThat() throws {
    try folder.write("text", to: "none/a.txt")
    #expect(throws: (any Error).self) { try harness.run("base | predict \"\(folder.path)/none\"") }
  }
}
