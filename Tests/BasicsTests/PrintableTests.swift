import Testing

@testable import Basics

@Suite struct PrintableTests {
  @Test func whatATerminalWouldObeyIsReplaced() {
    let hostile = "a\u{1B}]0;title\u{7}\u{1B}[31m\u{9B}2J\u{7F}\u{202E}\u{2028}\rb"
    #expect(printable(hostile) == "a?]0;title??[31m?2J?<U+202E><U+2028>?b")
    for scalar in (UInt32(0)...0x9F).compactMap(Unicode.Scalar.init) where scalar != "\n" && scalar != "\t" {
      let shown = printable("x\(scalar)y")
      #expect(shown == ((0x20..<0x7F).contains(scalar.value) ? "x\(scalar)y" : "x?y"))
    }
  }

  @Test func aLineHasNoLineEnds() {
    #expect(printableLine("a\u{1B}[31mb\nc\td\u{202E}e\r\nf\rg") == "a?[31mb c d<U+202E>e  f g")
    #expect(printableLine("plain – 怒り") == "plain – 怒り")
  }

  @Test func ordinaryTextStaysAsItIs() {
    for text in ["plain", "two\nlines\tand a tab", "Windows\r\nends", "Ärger, 怒り, 😠, \u{E9}, “quotes” – dashes"] {
      #expect(printable(text) == text)
      #expect(printable(text, keepsStyles: true) == text)
    }
  }

  @Test func ownStylesMayBeKeptAndNothingElse() {
    let own = "\r\u{1B}[K\u{1B}[1;31mred\u{1B}[0m"
    #expect(printable(own, keepsStyles: true) == own)
    #expect(printable("\u{1B}[2J\u{1B}]0;x\u{7}\u{1B}[5;5H", keepsStyles: true) == "?[2J?]0;x??[5;5H")
    #expect(printable("\r\u{1B}[2J", keepsStyles: true) == "??[2J")
  }
}
