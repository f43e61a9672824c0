import Testing

@testable import Printing

/// Expected by python-bidi 0.6 (`get_display(text, base_dir='L')`), with the brackets mirrored, which it leaves to the font.
@Suite struct VisualOrderTests {
  @Test(arguments: [
    ("שלום עולם", "םלוע םולש"), ("abc", "abc"), ("x שלום עולם y", "x םלוע םולש y"), ("שלום: 0.41", "0.41 :םולש"),
    ("(שלום) 怒り", "(םולש) 怒り"), ("שלום (עולם)", "(םלוע) םולש"), ("שלום… ", "םולש… "), ("", ""),
    ("שלום 12:30 עולם", "םלוע 12:30 םולש"), ("\u{200F}שלום", "םולש\u{200F}"), ("\u{200F}abc", "\u{200F}abc"),
    ("a&b\" <script>", "a&b\" <script>"),
  ])
  func wordsFromTheRightAreTurned(_ text: String, _ order: String) {
    #expect(visualOrder(text) == order)
  }
}

/// The forms are those that Unicode's own decompositions name.
@Suite struct ArabicFormsTests {
  @Test func lettersJoin() {
    #expect(joinedArabic("عربي") == "\u{FECB}\u{FEAE}\u{FE91}\u{FEF2}")
    #expect(
      joinedArabic("سلام") == "\u{FEB3}\u{FEFC}\u{FEE1}", "lām with alif is one letter, to which nothing joins behind")
    #expect(joinedArabic("غَضَب x") == "\u{FECF}\u{64E}\u{FEC0}\u{64E}\u{FE90} x", "marks on letters part none")
    #expect(joinedArabic("plain 怒り שלום") == "plain 怒り שלום")
  }
}
