import Testing
import TextMining

@Suite struct ReadableTextTests {
  @Test func bytesAreText() {
    #expect(ReadableText(Array("Größe 😀\n".utf8))?.text == "Größe 😀\n")
    let latin = ReadableText([0x63, 0x61, 0x66, 0xE9])
    #expect(latin?.text == "caf\u{FFFD}" && latin?.hasReplacements == true)
    #expect(ReadableText([0xFF, 0xFE, 0x41, 0, 0xE9, 0])?.text == "Aé")
    #expect(ReadableText([0xFE, 0xFF, 0, 0x41, 0, 0xE9])?.text == "Aé")
    #expect(ReadableText([])?.text.isEmpty == true)
  }

  @Test func whatIsNoTextIsToldApart() {
    #expect(ReadableText(Array("joy\u{0}".utf8)) == nil)
    #expect(ReadableText([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x01, 0x02]) == nil)
  }
}
