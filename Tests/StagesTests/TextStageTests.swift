import Diagnostics
import Drawing
import Foundation
import Numerics
import Plans
import Testing

@testable import Stages

/// What counts, weights and centralities are worth is tested beside the engines, against scikit-learn and networkx; here
/// that texts come in, that stages pass on what they were given, and that bad input is told.
@Suite struct TextStageTests {
  private func file(_ name: String, _ text: String) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("texts-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appendingPathComponent(name).path
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  private func rows(_ text: String) throws -> PreparedRows {
    try #require(try StageSession().last(text).payload.as(PreparedRows.self))
  }

  private func code(_ text: String) -> String {
    do {
      _ = try StageSession().last(text)
      return "nothing"
    } catch let error as Diagnostic { return error.code.id } catch let error as Diagnostics {
      return error.all.first?.code.id ?? ""
    } catch { return "\(error)" }
  }

  @Test func aTableIsReadWithItsClassesAndWhatElseIsKnown() throws {
    let path = try file("a.csv", "title,abstract,label,year\nOne,\"fear, and joy\",x,2001\nTwo,anger,y,2002\n")
    let rows = try rows("corpus \"\(path)\"").rows
    #expect((rows.content as? TextContent)?.texts == ["One.\nfear, and joy", "Two.\nanger"])
    #expect(rows.metadata.knownLabels?.names == ["x", "y"])
    #expect(rows.metadata.attribute(named: "year")?.texts == ["2001", "2002"])
    #expect(rows.metadata.origin.synthetic == nil)
  }

  @Test func brokenBibTeXIsToldByItsLineAndTheRestIsRead() throws {
    let path = try file(
      "b.bib",
      "@article{a, title={One}, abstract={fear}}\n@article{b, title={Two\n@article{c, title={Three}, abstract={joy}}\n")
    let set = try rows("corpus \"\(path)\"")
    #expect(set.rows.metadata.rowNames == ["a", "c"])
    #expect(set.notes.contains { $0.text.contains("line 2") }, "\(set.notes.map(\.text))")
  }

  @Test func aFolderIsReadWithItsFoldersAsClasses() throws {
    let first = try file("joy/one.txt", "laughing faces")
    let folder = ((first as NSString).deletingLastPathComponent as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(atPath: folder + "/grief", withIntermediateDirectories: true)
    try "tears".write(toFile: folder + "/grief/two.md", atomically: true, encoding: .utf8)
    let metadata = try rows("corpus \"\(folder)\"").rows.metadata
    #expect(metadata.knownLabels?.names == ["grief", "joy"] && metadata.rowNames == ["grief/two.md", "joy/one.txt"])
  }

  @Test func whatCannotBeReadIsRefusedByCode() throws {
    #expect(code("corpus \"\(try file("e.csv", ""))\"") == "E1501")
    #expect(code("corpus \"\(try file("h.csv", "title,abstract\n"))\"") == "E1501")
    #expect(code("corpus \"\(try file("n.csv", "year\n2001\n"))\"") == "E1504")
    #expect(code("corpus \"\(try file("c.csv", "text\nfear\n"))\" text=txt") == "E1503")
    #expect(code("corpus \"\(try file("r.ris", "no tags at all\n"))\"") == "E1505")
    let one = try file("o.csv", "text\nfear joy\n")
    #expect(code("corpus \"\(one)\" | topics 2") == "E1507")
    #expect(code("corpus \"\(one)\" | network") == "E1511")
    #expect(code("corpus \"\(try file("p.pdf", "text"))\"") == "E1510")
    #expect(code("corpus \"\(try file("b.ris", "TY  - \u{0}\u{1}\n"))\"") == "E0518")
    #expect(code("corpus \"\(one)\" | network of=keywords") == "E1509")
    #expect(code("corpus \"\(try file("s.csv", "text\nthe of\n"))\" | words") == "E1502")
    #expect(code("corpus \"\(one)\" | words") == "nothing")
  }

  @Test func aWordOfTestRowsAloneChangesNothing() throws {
    let weights = try TFIDFStage().fit(SampleRows.texts(30), Trial().context())
    #expect(weights.terms.contains("face") && !weights.terms.contains("unheard"))
    let given = try weights.apply(to: TextContent(texts: ["unheard face face", "unheard"]), context: .plain)
    let matrix = try #require(given as? Matrix)
    #expect(matrix.columns == weights.terms.count)
    let face = try #require(weights.terms.firstIndex(of: "face"))
    #expect(matrix[0, face] == 1 && (0..<matrix.columns).allSatisfy { matrix[1, $0] == 0 })
  }

  @Test func classesAreLearntFromTheCorpusOfThisProgram() throws {
    let result = try StageSession().result("corpus | tfidf | svm linear | cv 4")
    #expect(result.testRows == 48 && result.synthetic != nil)
    #expect(try #require(result.scores.metrics.first).value > 0.5, "four topics of twelve texts")
  }

  @Test func theCloudIsTheSameEachTimeAndNoWordLiesOverAnother() throws {
    let pictures = try (1...2).map { threads in
      try #require(try StageSession(threads: threads).last("corpus | wordcloud 60").payload.as(Figure.self)?.chart)
    }
    #expect(pictures[0] == pictures[1])
    let scene = ChartLayout.scene(of: pictures[0], on: .page, width: 640)
    let boxes = scene.texts.map(\.box)
    #expect(boxes.count >= 60)
    for (place, box) in boxes.enumerated() { #expect(!boxes[(place + 1)...].contains { $0.overlaps(box) }) }
    #expect(scene.texts.allSatisfy { $0.size >= 7 }, "readable")
  }

  @Test func aNetworkIsToldInTablesAndDrawnWithoutLabelsOverEachOther() throws {
    let session = StageSession()
    let value = try session.last("corpus | network terms=40 meetings=2")
    #expect(value.field("terms")?.number == 40)
    let tables = value.payload.tables
    #expect(tables.count == 3 && tables[0].rows.count == 40)
    #expect(tables[2].rows.count == Int(try #require(value.field("links")?.number)))
    let chart = try #require(value.payload.drawings.first).chart()
    let boxes = ChartLayout.scene(of: chart, on: .page, width: 640).texts.map(\.box)
    for (place, box) in boxes.enumerated() { #expect(!boxes[(place + 1)...].contains { $0.overlaps(box) }) }
    let sentences = try session.last("corpus | network by=sentence strength=npmi terms=30 communities=greedy")
    #expect(try #require(sentences.field("contexts")?.number) > 100)
  }

  @Test func topicsMeetTheClassesThatNobodyToldThem() throws {
    let value = try StageSession().last("corpus | topics 4")
    let model = try #require(value.payload.as(TopicModel.self))
    #expect(model.words.count == 4 && model.words.allSatisfy { $0.count == 8 })
    let texts = try #require(value.payload.tables.last)
    #expect(texts.rows.count == 48 && texts.columns.count == 6)
  }
}
