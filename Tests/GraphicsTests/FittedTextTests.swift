import Testing

@testable import Graphics

@Suite struct FittedTextTests {
  @Test func cutsToColumns() {
    let style = TerminalStyle.plain
    #expect(style.truncated("surprise", to: 5) == "surp…")
    #expect(style.truncated("表情認識", to: 6) == "表情…")
    #expect(style.truncated("abc", to: 3) == "abc")
    #expect(style.truncated("abc", to: 0) == "")
    #expect(TerminalStyle(characters: .ascii).truncated("surprise", to: 5) == "su...")
  }

  @Test func fitsExactly() {
    let style = TerminalStyle.plain
    #expect(style.fitted("ab", to: 5) == "ab   ")
    #expect(style.fitted("ab", to: 5, .right) == "   ab")
    #expect(style.fitted("ab", to: 5, .center) == " ab  ")
    #expect(style.fitted("表情", to: 3) == "表…")
    #expect(style.fitted("表情認", to: 4) == "表… ")
  }

  @Test func controlCodesDoNotPass() {
    #expect(TerminalStyle.plain.truncated("a\u{1B}[31mb\nc", to: 20) == "a?[31mb c")
  }
}
