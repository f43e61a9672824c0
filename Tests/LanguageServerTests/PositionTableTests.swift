import Diagnostics
import Testing

@testable import LanguageServer

@Suite struct PositionTableTests {
  // LF, CRLF and a lone CR; é has two bytes and one unit, 😀 four bytes and two units.
  private let text = "aé😀b\r\nx\ry\n"

  @Test func placesAndOffsetsAgree() {
    let table = PositionTable(text, .utf16)
    let expected = [
      (0, 0, 0), (1, 0, 1), (3, 0, 2), (7, 0, 4), (8, 0, 5), (10, 1, 0), (11, 1, 1), (12, 2, 0), (14, 3, 0),
    ]
    for (offset, line, character) in expected {
      #expect(table.position(at: offset) == Position(line, character))
      #expect(table.offset(of: Position(line, character)) == offset)
    }
    #expect(table.lineCount == 4)
  }

  @Test func inUTF8ColumnsAreBytes() {
    let table = PositionTable(text, .utf8)
    #expect(table.position(at: 7) == Position(0, 7))
    #expect(table.offset(of: Position(0, 8)) == 8)
    #expect(table.offset(of: Position(0, 2)) == 1, "inside é")
  }

  @Test func whatLiesOutsideIsMovedInside() {
    let table = PositionTable(text, .utf16)
    #expect(table.offset(of: Position(0, 3)) == 3, "between the halves of 😀")
    #expect(table.offset(of: Position(0, 99)) == 8, "behind a line, before its end")
    #expect(table.offset(of: Position(99, 0)) == 14)
    #expect(table.position(at: 5) == Position(0, 2), "inside 😀")
    #expect(table.position(at: -1) == Position(0, 0))
    #expect(table.position(at: 99) == Position(3, 0))
    #expect(table.offsets(of: PositionRange(Position(2, 0), Position(0, 0))) == 12..<12, "turned round")
    #expect(PositionTable("", .utf16).range(of: Span(3, 1)) == PositionRange(Position(0, 0), Position(0, 0)))
  }
}
