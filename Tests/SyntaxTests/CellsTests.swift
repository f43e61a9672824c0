import Testing

@testable import Syntax

@Suite struct CellsTests {
  @Test func aScriptIsCutAtItsHeads() {
    let text = """
      a
      # %% First
      b
      | c
      d
      # %% [markdown] Words
      # # Heading
      #
      # text
      #

      # more

      #%%
      | e
      """
    let script = parsed(text).script
    let cells = script.cells
    #expect(cells.map(\.title) == ["", "First", "Words", ""])
    #expect(cells.map(\.kind) == [.code, .code, .markdown, .code])
    #expect(cells.map(\.statements) == [0..<1, 1..<3, 3..<3, 3..<4])
    #expect(cells[2].markdown == "# Heading\n\ntext\n\n\nmore")
    #expect(
      cells.map { String(text.utf8.dropFirst($0.span.start).prefix($0.span.end - $0.span.start)) ?? "" }.joined()
        == text)
    #expect(script.outline.hasSuffix("(continue (call e))"))
  }

  @Test func withoutHeadsThereIsOneCell() {
    #expect(parsed("a\nb").script.cells.map(\.statements) == [0..<2])
    #expect(parsed("\n\n").script.cells.isEmpty)
    #expect(parsed("\n# %%\n").script.cells.count == 1)
    #expect(parsed("a # %% no head").script.cells.count == 1)
  }
}
