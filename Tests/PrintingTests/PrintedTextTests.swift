import Testing

@testable import Printing

/// What letters are drawn, and what they stand for: `drawn (meant)`, pieces parted by a bar.
@Suite struct PrintedTextTests {
  private func pieces(_ text: String, of whole: String? = nil) -> String {
    PrintedText(text, of: whole).pieces.split(separator: "\u{2}").map { piece in
      let parts = piece.split(separator: "\u{1}", omittingEmptySubsequences: false)
      return parts.count == 2 ? "\(parts[0]) (\(parts[1]))" : String(piece)
    }.joined(separator: "|")
  }

  @Test func plainTextStandsForItself() {
    #expect(pieces("macro-F1 高兴 é") == "macro-F1 高兴 é")
    #expect(pieces("") == "")
    #expect(pieces("anger", of: "anger") == "anger")
  }

  @Test func aCutStandsForTheRest() {
    #expect(pieces("one of…", of: "one of many") == "one o|f… (f many)")
    #expect(pieces("one…many", of: "one of many") == "on|e… (e of )|many")
    #expect(pieces("…many", of: "one of many") == "… (one of )|many")
    #expect(pieces("on… 3", of: "one of 13") == "o|n… 3 (ne of 13)")
    #expect(pieces("a…b…", of: "a…b…c") == "a…b|… (…c)" || pieces("a…b…", of: "a…b…c").contains("…c)"))
  }

  @Test func whatIsNotSeenStandsWithTheLetterAfterIt() {
    #expect(pieces("so\u{AD}ft") == "so|f (\u{AD}f)|t")
    #expect(pieces("soft\u{AD}") == "sof|t (t\u{AD})")
    #expect(pieces("\u{AD}") == "")
    #expect(pieces("z\u{200B}e") == "z\u{200B}e")
    #expect(pieces("\u{200F}של") == "ל|ש (ש\u{200F})", "as it stands from left to right")
  }

  @Test func lettersFromRightToLeftStandForThemselvesNotForTheirForms() {
    #expect(pieces("שלום") == "םולש")
    // Heh, alif, lam and seen, as they stand from left to right.
    #expect(pieces("سلام") == "ﻡ (م)|ﻼ (ال)|ﺳ (س)")
    #expect(pieces("של…", of: "שלום") == "לש… (םולש)")
  }
}
