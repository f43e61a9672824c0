import Basics
import Testing

@testable import LanguageServer

/// Hover, completion, names, symbols and formatting.
@Suite struct EditorAnswersTests {
  private let server = AnswersHarness(root: "/folder")

  private static let script = """
    # %% Data
    faces = load "ziya07"  # nosuch
    def mine(k=5) = pca k | svm
    # %%
    base = faces | lbp | mine k=3
    base = base | report
    compare faces faces first="{base}"
    """

  private func hover(_ line: Int, _ character: Int) -> String? {
    server.ask("textDocument/hover", AnswersHarness.place(line, character))["contents"]?["value"]?.string
  }

  private func labels(_ line: Int, _ character: Int) -> [String] {
    server.ask("textDocument/completion", AnswersHarness.place(line, character))["items"]?.elements?
      .compactMap { $0["label"]?.string } ?? []
  }

  @Test func hoverTellsWhatAWordMeans() {
    server.open(Self.script)
    #expect(hover(4, 8)?.contains("faces = load \"ziya07\"") == true, "a variable shows the line that made it")
    #expect(hover(4, 8)?.contains("faces holds images") == true)
    #expect(hover(4, 16)?.contains("local binary patterns") == true)
    #expect(hover(4, 22)?.contains("made by def") == true)
    #expect(hover(2, 20)?.contains("k of pca: components to keep") == true)
    #expect(hover(1, 27) == nil, "in a comment")
    #expect(hover(1, 16) == nil, "in a text")
  }

  @Test func hoverKnowsStagesOfTwoWords() {
    server.open("faces 40 | resnet18 train freeze=2\nfaces 40 | lbp | svm rbf\n")
    #expect(hover(0, 13)?.contains("resnet18_train") == true)
    #expect(hover(0, 22)?.contains("resnet18_train") == true)
    #expect(hover(0, 28)?.contains("freeze of resnet18 train: ") == true)
    #expect(hover(1, 18)?.contains("svm ") == true)
    #expect(hover(1, 22)?.contains("kernel of svm") == true)
  }

  @Test func whatADocumentUsesIsReadAsItStands() {
    server.open("def mine() = lbp\n", as: "file:///folder/used.mien")
    server.open("use \"used.mien\"\nx = faces 40 | mine | svm\n")
    #expect(server.problems() == [])
    server.change([.object(["text": .string("def other() = lbp\n")])], of: "file:///folder/used.mien")
    #expect(server.problems()?.count == 1)
    server.change([.object(["text": .string("use \"study.mien\"\ndef mine() = lbp\nx = faces 40 | mine\n")])])
    #expect(server.problems() == [], "a document that uses itself")
    server.change([.object(["text": .string("use \"study.mien\"\ndef mine1() = lbp\nx = faces 40 | mine\n")])])
    #expect(server.problems()?.count == 1)
  }

  @Test func completionKnowsTheLinesAbove() {
    server.open("a = faces 40\n\na | \nb = a | lbp\n  | svm r\nb | \n\"\n")
    #expect(labels(1, 0).contains("a"))
    #expect(!labels(1, 0).contains("b"), "given further down")
    #expect(labels(2, 4).contains("lbp"))
    #expect(labels(4, 9) == ["rbf"], "a line that goes on")
    let item = server.ask("textDocument/completion", AnswersHarness.place(4, 9))["items"]?.elements?.first
    #expect(item?["textEdit"]?["range"]?.corners == [4, 8, 4, 9])
    server.change([.object(["text": .string("b = faces 40 | lbp | svm\nb | ")])])
    #expect(labels(1, 4).contains("confusion"))
    #expect(!labels(1, 4).contains("lbp"), "a result has no pixels")
  }

  @Test func namesLeadToWhereTheyWereGiven() {
    server.open(Self.script)
    func definition(_ line: Int, _ character: Int) -> [Int]? {
      server.ask("textDocument/definition", AnswersHarness.place(line, character))["range"]?.corners
    }
    #expect(definition(4, 8) == [1, 0, 1, 5])
    #expect(definition(4, 22) == [2, 4, 2, 8])
    #expect(definition(2, 20) == [2, 9, 2, 10], "a parameter")
    #expect(definition(5, 8) == [4, 0, 4, 4], "the value that stands there, not the next")
    #expect(definition(4, 16) == nil, "a stage has no text")
    let uses = server.ask("textDocument/references", AnswersHarness.place(4, 1)).elements ?? []
    #expect(
      uses.compactMap { $0["range"]?.corners } == [[4, 0, 4, 4], [5, 0, 5, 4], [5, 7, 5, 11], [6, 28, 6, 32]])
    #expect(
      server.ask("textDocument/documentHighlight", AnswersHarness.place(2, 5)).elements?.compactMap { $0["kind"]?.int }
        == [3, 2])
  }

  @Test func namesAreChangedEverywhereAtOnce() {
    server.open("a = faces 40\nb = a | lbp | svm\nwhy b\ncompare b (a | pixels | svm)\nc = \"{b.accuracy}\"\n")
    func rename(_ line: Int, _ character: Int, _ name: String) -> JSONValue {
      AnswersHarness.place(line, character, more: [.init(name: "newName", value: .string(name))])
    }
    let edits = server.ask("textDocument/rename", rename(1, 0, "base"))["changes"]?[testURI]?.elements ?? []
    #expect(
      edits.compactMap { $0["range"]?.corners } == [[1, 0, 1, 1], [2, 4, 2, 5], [3, 8, 3, 9], [4, 6, 4, 7]])
    for name in ["a", "lbp", "9x", "x y", "", "why"] {
      #expect(server.error("textDocument/rename", rename(1, 0, name))?["code"]?.int == -32803, "\(name)")
    }
    #expect(server.error("textDocument/rename", rename(0, 6, "x"))?["code"]?.int == -32803, "a stage")
    #expect(server.ask("textDocument/prepareRename", AnswersHarness.place(0, 6)) == .null)
    #expect(server.ask("textDocument/prepareRename", AnswersHarness.place(2, 4))["placeholder"]?.string == "b")
  }

  @Test func theOutlineHasCellsAndNames() {
    server.open(Self.script)
    let symbols = server.ask("textDocument/documentSymbol", AnswersHarness.document).elements ?? []
    #expect(symbols.map { $0["name"]?.string } == ["Data", "cell 2"])
    #expect(symbols.first?["children"]?.elements?.map { $0["name"]?.string } == ["faces", "mine"])
    let folds = server.ask("textDocument/foldingRange", AnswersHarness.document).elements ?? []
    #expect(folds.map { $0["startLine"]?.int } == [0, 3])
  }

  @Test func formattingChangesWhatDiffersAlone() {
    server.open("a = 1\nb   =  2\nc = 3\n")
    let edits = server.ask("textDocument/formatting", AnswersHarness.document).elements ?? []
    #expect(edits.map { $0["range"]?.corners } == [[1, 0, 2, 0]])
    #expect(edits.map { $0["newText"]?.string } == ["b = 2\n"])
    server.change([.object(["text": .string("a = 1\n")])])
    #expect(server.ask("textDocument/formatting", AnswersHarness.document) == .array([]))
    server.change([.object(["text": .string("a = (")])])
    #expect(server.ask("textDocument/formatting", AnswersHarness.document) == .null)
  }
}
