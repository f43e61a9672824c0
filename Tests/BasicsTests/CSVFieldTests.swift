import Testing

@testable import Basics

@Suite struct CSVFieldTests {
  @Test(arguments: ["a,b", "a;b", "a\tb", "a\nb", "a\rb", " a", "a ", " "])
  func whatAReaderWouldTakeForSomethingElseStandsInQuotes(_ text: String) {
    #expect(csvField(text) == "\"\(text)\"")
  }

  @Test(arguments: ["", "a b", "é", "-1.5", "'", "a|b", "\u{A0}a"])
  func everythingElseStandsAsItIs(_ text: String) {
    #expect(csvField(text) == text)
  }

  @Test func quotesAreDoubled() {
    #expect(csvField("\"") == "\"\"\"\"")
    #expect(csvField("say \"no\"") == "\"say \"\"no\"\"\"")
    // With an accent on it a quote is another character to Swift, but not to who reads the file.
    #expect(Array(csvField("a\"\u{301},b").unicodeScalars) == Array("\"a\"\"\u{301},b\"".unicodeScalars))
  }
}
