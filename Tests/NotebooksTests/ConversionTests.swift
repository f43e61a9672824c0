import Basics
import Foundation
import Testing

@testable import Notebooks

@Suite struct ConversionTests {
  /// Each odd in a way of its own.
  @Test(arguments: [
    "", "\n", "x = 1", "x = 1\n", "\n\nx = 1\n\n\n", "# only words", "# words\nx = 1\n", "# %%\n", "# %%",
    "#%% tight\nx = 1\n#%% [markdown]\n# text", "# %% [markdown]\n# # Title\n#\n# words\nx = 1\n\n# %% next\ny = 2\n",
    "# %% [md] Title\n#no blank\n\n# %% [raw]\n# raw\n", "    # %% indented\nx = 1\n", "# %%  two  blanks \nx = 1\n",
    "x = 1\r\n# %%\r\ny = 2\r\n", "x = 1\r\ny = 2\n", "# %% [markdown]\n#\n# \n# a \n#  b\n\n\n# %%\nx\n",
    "# %% [raw] notebook\n# not JSON\n", "# %% é 表情 [markdown]\n# 顔\n", "# %%\n# %%\n# %%\n", "\t\n# a\n\tb\n",
  ])
  func everyScriptComesBack(_ script: String) throws {
    let notebook = Notebook(script: script)
    #expect(notebook.script() == script)
    #expect(try Notebook(reading: notebook.text, path: "n").script() == script)
  }

  @Test func everyExampleComesBack() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    var count = 0
    for folder in ["examples", "stdlib"] {
      let names = try #require(FileManager.default.enumerator(atPath: root.path + "/" + folder))
      for case let name as String in names where name.hasSuffix(".mien") {
        let script = try String(contentsOfFile: "\(root.path)/\(folder)/\(name)", encoding: .utf8)
        #expect(try Notebook(reading: Notebook(script: script).text, path: name).script() == script, "\(name)")
        count += 1
      }
    }
    #expect(count > 10)
  }

  @Test func cellsAreWhatTheyLookLike() {
    let notebook = Notebook(
      script: "# # A study\n# of faces\n\nx = faces\n\n# %% [markdown]\n# words\n\n# %% Results\nx\n")
    #expect(notebook.cells.map(\.kind) == [.markdown, .code, .markdown, .code])
    #expect(notebook.cells.map(\.source) == ["# A study\nof faces", "x = faces", "words", "x"])
    #expect(notebook.cells[3]["metadata"]?["title"]?.string == "Results")
  }

  private func read(_ json: String) throws -> Notebook { try Notebook(reading: json, path: "n.ipynb") }

  /// What the file says, whatever the order of members.
  private func written(_ notebook: Notebook) throws -> String {
    let whole = try JSONSerialization.jsonObject(with: Data(notebook.text.utf8))
    return String(decoding: try JSONSerialization.data(withJSONObject: whole, options: .sortedKeys), as: UTF8.self)
  }

  private let odd = """
    {"cells":[
     {"cell_type":"markdown","id":"a1","metadata":{"tags":["x"]},"attachments":{"p.png":{"image/png":"AAAA"}},"source":["![p](attachment:p.png)\\n","\\n"]},
     {"cell_type":"raw","id":"b2","metadata":{"format":"text/latex"},"source":"\\\\alpha"},
     {"cell_type":"code","id":"c3","metadata":{"title":"a [raw] b"},"execution_count":7,
      "outputs":[{"output_type":"stream","name":"stdout","text":["1\\n"]}],"source":["# %% no head\\n","x = 1\\n"]},
     {"cell_type":"code","id":"d4","metadata":{"collapsed":true},"execution_count":null,"outputs":[],"source":[]},
     {"cell_type":"code","id":"e5","metadata":{},"execution_count":null,"outputs":[],"source":"a\\r\\nb\\u2028c"}],
     "metadata":{"kernelspec":{"name":"python3"},"authors":[{"name":"Ä"}]},"nbformat":4,"nbformat_minor":5}
    """

  /// Names, attachments, tags, empty cells, lines that look like heads, foreign line ends: all of it comes back.
  @Test func everyNotebookComesBack() throws {
    let notebook = try read(odd)
    #expect(try written(Notebook(script: notebook.script(keepsOutputs: true))) == written(notebook))
  }

  /// The last cell stands before the footer, as any other before the next: nothing need be said of its line ends.
  @Test(arguments: ["x = 1\\n", "x\\n\\n", "", "x = 1"])
  func theLastCellGainsNothing(source: String) throws {
    let notebook = try read(
      #"{"cells": [{"cell_type": "code", "id": "a", "metadata": {}, "execution_count": null, "outputs": [], "source": "\#(source)"}], "#
        + #""metadata": {}, "nbformat": 4, "nbformat_minor": 5}"#)
    #expect(try written(Notebook(script: notebook.script())) == written(notebook))
  }

  @Test func outputsAreLeftOutUnlessAskedFor() throws {
    let back = Notebook(script: try read(odd).script())
    #expect(back.cells[2]["outputs"] == nil && back.cells[2]["id"]?.string == "c3")
  }

  /// What was edited is taken as it is now; what belongs to other cells stays theirs.
  @Test func editsInTheScriptCount() throws {
    let script = try read(odd).script(keepsOutputs: true)
    let edited = script.replacing("x = 1", with: "x = 2").replacing("# \\alpha", with: "# \\beta")
    let back = Notebook(script: edited)
    #expect(back.cells[1].source == "\\beta" && back.cells[1]["id"]?.string == "b2")
    #expect(back.cells[2].source.contains("x = 2") && back.cells[4].source == "a\r\nb\u{2028}c")
    #expect(back.cells[0]["attachments"] != nil)
  }

  @Test func olderNotebooksAreRead() throws {
    let notebook = try read(
      """
      {"nbformat":3,"nbformat_minor":0,"metadata":{"name":"n"},"worksheets":[{"metadata":{},"cells":[
       {"cell_type":"heading","level":2,"metadata":{},"source":["Results"]},
       {"cell_type":"code","input":["1 + 1"],"language":"python","metadata":{},"prompt_number":4,"outputs":[
        {"output_type":"pyout","prompt_number":4,"metadata":{},"text":["2"]},
        {"output_type":"stream","stream":"stderr","text":["w"]}]}]}]}
      """)
    #expect(notebook.cells.map(\.source) == ["## Results", "1 + 1"])
    let outputs = try #require(notebook.cells[1]["outputs"]?.elements)
    #expect(outputs[0]["output_type"]?.string == "execute_result" && outputs[1]["name"]?.string == "stderr")
    #expect(outputs[0]["data"]?["text/plain"]?.elements == [.string("2")])
    #expect(try written(Notebook(script: notebook.script(keepsOutputs: true))) == written(notebook))
  }

  /// As nbformat 5.11 upgrades them.
  @Test func whatOlderFormatsAloneHadIsKept() throws {
    let notebook = try read(
      """
      {"nbformat":3,"nbformat_minor":0,"metadata":{},"worksheets":[{"metadata":{},"cells":[
      {"cell_type":"html","metadata":{},"source":"<b>x</b>"},
      {"cell_type":"code","collapsed":true,"input":"x","language":"python","metadata":{"a":1},"outputs":[]}]}]}
      """)
    #expect(notebook.cells.map(\.kind) == [.markdown, .code])
    #expect(notebook.cells.map(\.source) == ["<b>x</b>", "x"])
    #expect(notebook.cells.last?["metadata"]?["collapsed"]?.bool == true)
    #expect(notebook.cells.last?["metadata"]?["a"]?.int == 1)
  }

  @Test func theMarkOfAByteOrderIsPassedOver() throws {
    #expect(try read("\u{FEFF}{\"nbformat\":4,\"nbformat_minor\":5,\"metadata\":{},\"cells\":[]}").cells.isEmpty)
  }

  @Test func whatIsNoNotebookIsRefused() {
    #expect(throws: NotebookError.self) { try read("{") }
    #expect(throws: NotebookError.noNotebook("n.ipynb", missing: "nbformat")) { try read("{\"cells\":[]}") }
    #expect(throws: NotebookError.unknownFormat("n.ipynb", version: 2)) { try read("{\"nbformat\":2}") }
    #expect(throws: NotebookError.wrongCell("n.ipynb", number: 1, reason: "its cell_type is \"dance\"")) {
      try read("{\"nbformat\":4,\"cells\":[{\"cell_type\":\"dance\",\"source\":\"\"}]}")
    }
    #expect(throws: NotebookError.wrongCell("n.ipynb", number: 1, reason: "it has no source")) {
      try read("{\"nbformat\":4,\"cells\":[{\"cell_type\":\"code\",\"source\":3}]}")
    }
  }

  /// Cells have names since format 4.5 only.
  @Test func olderFormatsGetNoNames() throws {
    let notebook = try read(
      "{\"nbformat\":4,\"nbformat_minor\":4,\"metadata\":{},\"cells\":[{\"cell_type\":\"markdown\",\"metadata\":{},\"source\":\"a\"}]}"
    )
    #expect(!notebook.text.contains("\"id\""))
  }
}
