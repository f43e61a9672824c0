import Testing

@testable import Graphics

/// What a name from data becomes in LaTeX.
@Suite struct LaTeXEscapingTests {
  @Test(arguments: [
    ("\u{202E}abc\u{202C}", "\\texttt{$<$U+202E$>$}abc\\texttt{$<$U+202C$>$}"),
    ("\u{200F}a", "\\texttt{$<$U+200F$>$}a"), ("a\u{2028}b", "a\\texttt{$<$U+2028$>$}b"),
    ("z\u{200B}ero", "z\\hspace{0pt}ero"), ("so\u{AD}ft", "so\\-ft"), ("e\u{200D}r", "e\\texttt{$<$U+200D$>$}r"),
    ("می\u{200C}خواهم", "می\u{200C}خواهم"), ("👩\u{200D}💻", "👩\u{200D}💻"),
    ("\\\u{200D}input{x}", "\\textbackslash{}\\texttt{$<$U+200D$>$}input\\{x\\}"), ("&\u{301}", "\\&\u{301}"),
    ("a--b", "a-{}-b"), ("––-", "--{}--{}-"), ("``x''", "`{}`x'{}'"), ("?`", "?{}`"), ("[0.1, 0.2]", "{[}0.1, 0.2]"),
    ("*a*", "{*}a*"), ("−1 ≤ x", "$-$1 $\\leq$ x"), ("a\r\nb\u{85}c", "a b c"),
  ])
  func namesStayNames(_ name: String, _ written: String) {
    #expect(LaTeXEscaping.escaped(name) == written)
  }

  @Test func commentsStayComments() {
    #expect(LaTeXEscaping.commented("a\n\\input{x}\u{2028}\u{202E}") == "a \\input{x} <U+202E>")
  }

  @Test func whoeverNeedsAnotherEngineIsTold() {
    let words = { (text: String) in TextTable(columns: [.init("x")], rows: [[text]]).latex }
    for text in ["怒り", "שלום", "Ω"] { #expect(words(text).hasPrefix("% needs XeLaTeX or LuaLaTeX")) }
    for text in ["Ärger", "a – “b” … ± − σ", "\u{202E}"] { #expect(words(text).hasPrefix("\\begin{tabular}")) }
  }
}
