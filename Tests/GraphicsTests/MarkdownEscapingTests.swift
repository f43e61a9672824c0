import Testing

@testable import Graphics

/// What a name from data becomes in Markdown.
@Suite struct MarkdownEscapingTests {
  @Test(arguments: [
    ("<script>alert(1)</script>", "\\<script>alert(1)\\</script>"), ("a&b\"", "a\\&b\""), ("&#60;", "\\&#60;"),
    ("![x](http://x)", "!\\[x](http://x)"), ("_x_", "\\_x\\_"), ("macro_f1", "macro_f1"), ("~~x~~", "\\~\\~x\\~\\~"),
    ("$x$", "\\$x\\$"), ("\\input{x}", "\\\\input{x}"), ("=1+1", "=1+1"), ("]]>", "]]>"), ("a\r\nb\u{85}c", "a b c"),
    ("\u{202E}abc", "<bdi>&#x202E;</bdi>abc"), ("\u{200F}שלום", "&#x200F;שלום"), ("a\u{2028}b", "a&#x2028;b"),
    ("z\u{200B}e\u{200D}ro", "z\u{200B}e\u{200D}ro"), ("<\u{200D}b>", "\\<\u{200D}b>"), ("*\u{301}", "\\*\u{301}"),
  ])
  func namesStayNames(_ name: String, _ written: String) {
    #expect(MarkdownEscaping.escaped(name) == written)
    #expect(MarkdownEscaping.escaped(name, isCell: true) == written)
  }

  /// By scalars: a bar with an accent on it ends a cell all the same.
  @Test func barsEndNoCell() {
    #expect(MarkdownEscaping.escaped("a|b|\u{301}c", isCell: true) == "a\\|b\\|\u{301}c")
    #expect(MarkdownEscaping.escaped("a|b") == "a|b")
  }

  @Test(arguments: [
    ("# a", "\\# a"), ("> a", "\\> a"), ("- a", "\\- a"), ("---", "\\---"), ("+ a", "\\+ a"), ("1. a", "1\\. a"),
    ("12) a", "12\\) a"), ("-0.5", "-0.5"), ("1.5", "1.5"), ("a # b", "a # b"), ("(a)", "(a)"),
  ])
  func blocksDoNotBegin(_ text: String, _ written: String) {
    #expect(MarkdownEscaping.escaped(text) == written)
    #expect(MarkdownEscaping.escaped(text, isCell: true) == text, "no block begins in a cell")
  }

  @Test func commentsDoNotEnd() {
    #expect(MarkdownEscaping.commented("a-->b---\u{202E}\nc") == "a- ->b- - -&#x202E; c")
  }
}
