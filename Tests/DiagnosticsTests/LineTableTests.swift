import Testing

@testable import Diagnostics

@Suite struct LineTableTests {
  @Test func linesAndColumnsCountCharacters() {
    let source = SourceText(name: "t", text: "ab\r\né🙂x\n\nlast")
    let table = LineTable(source)
    #expect(table.lineCount == 4)
    #expect((1...4).map { table.text(in: table.span(ofLine: $0)) } == ["ab", "é🙂x", "", "last"])
    let x = 4 + "é🙂".utf8.count
    #expect(Location(source, Span(x, x)).line == 2)
    #expect(Location(source, Span(x, x)).column == 3)
    #expect(Location(source, Span(0, 0)).column == 1)
    #expect(table.line(at: x + 2) == 3)
    #expect(table.text(in: table.span(ofLine: 9)) == "")
  }

  @Test func offsetsInsideACharacterGoToItsBeginning() {
    let table = LineTable(SourceText(name: "t", text: "🙂"))
    #expect((0...3).map { table.column(at: $0) } == [1, 1, 1, 1])
    #expect(table.column(at: 4) == 2)
    #expect(table.clamped(Span(1, 900)) == Span(0, 4))
  }

  @Test func everyOffsetHasALineThatHoldsIt() {
    let text = "a\n\nbc\r\n\r\nd"
    let table = LineTable(SourceText(name: "t", text: text))
    for offset in 0...text.utf8.count {
      let line = table.line(at: offset)
      #expect(table.span(ofLine: line).start <= offset)
      #expect(line == table.lineCount || offset < table.span(ofLine: line + 1).start)
    }
  }
}
