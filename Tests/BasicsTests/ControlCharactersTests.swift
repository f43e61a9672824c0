import Testing

@testable import Basics

@Suite struct ControlCharactersTests {
  @Test func whatATerminalObeysAndWhatTurnsTheDirection() {
    let all = (0...UInt32(0xFFFF)).compactMap(Unicode.Scalar.init)
    #expect(all.count(where: ControlCharacters.isObeyed) == 30 + 1 + 32, "C0 without line feed and tab, DEL, C1")
    #expect(all.filter(ControlCharacters.isDirectional).count == 1 + 2 + 7 + 4)
    #expect(!all.contains { ControlCharacters.isObeyed($0) && ControlCharacters.isDirectional($0) })
    #expect(all.count(where: ControlCharacters.contains) == 63 + 14)
    #expect(!ControlCharacters.contains("\n") && !ControlCharacters.contains("\t"))
  }

  /// What is read back keeps the marks that a name in Arabic or Hebrew may need.
  @Test func dataKeepTheirDirections() {
    #expect(ControlCharacters.replaced(in: "a\u{1B}[31m\u{9B}\r\u{7F}b") == "a?[31m???b")
    for text in ["\u{200F}שלום", "a\n\tb", "\u{E9}\u{202E}", ""] {
      #expect(ControlCharacters.replaced(in: text) == text && !ControlCharacters.areIn(text))
    }
    // The first byte of C1 controls begins other letters too.
    #expect(ControlCharacters.areIn("\u{85}") && !ControlCharacters.areIn("\u{A9}"))
  }
}
