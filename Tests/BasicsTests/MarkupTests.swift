import Testing

@testable import Basics

@Suite struct MarkupTests {
  @Test func whatMeansSomethingToMarkupIsEscaped() {
    #expect(
      markupEscaped("<a href='x'>\u{1B}&\"\u{85}\u{FFFE}]]></a>")
        == "&lt;a href=&#39;x&#39;&gt;&amp;&quot;]]&gt;&lt;/a&gt;")
    // One character to Swift, and still the beginning of an element to a browser.
    #expect(contentEscaped("<\u{200D}b>\u{301}") == "&lt;\u{200D}b&gt;\u{301}")
  }

  @Test func linesStayLines() {
    #expect(markupEscaped("a\tb\nc\r\u{B}") == "a\tb\nc\r" && contentEscaped("a\nb") == "a\nb")
  }

  /// The character stays in the text, and its effect ends with the element that it stands in.
  @Test func directionsTurnNothingElse() {
    #expect(contentEscaped("\u{202E}abc\u{202C}") == "<bdi>&#x202E;</bdi>abc<bdi>&#x202C;</bdi>")
    #expect(contentEscaped("x\u{2066}", isolation: .svg) == "x<tspan unicode-bidi=\"isolate\">&#x2066;</tspan>")
    for text in ["\u{200F}שלום", "z\u{200B}ero", "👩\u{200D}💻"] { #expect(contentEscaped(text) == text) }
    #expect(markupEscaped("\u{202E}a") == "\u{202E}a", "an attribute holds no elements")
  }
}
