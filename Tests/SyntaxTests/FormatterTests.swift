import Diagnostics
import Testing

@testable import Syntax

private func formatted(_ text: String) throws -> String {
  try format(SourceText(name: "test.mien", text: text))
}

@Suite struct FormatterTests {
  @Test(arguments: [
    ("", ""), ("\n\n\n", ""), ("# a", "# a\n"), ("a", "a\n"), ("a\n\n\n\nb\n", "a\n\nb\n"),
    ("x=a|b", "x = a | b\n"), ("pca k = 50", "pca k=50\n"),
    ("f {a ,b,}", "f {a, b}\n"), ("f [ 1,2 ]", "f [1, 2]\n"), ("f {d :1}", "f {d: 1}\n"),
    ("f (k*2-1)", "f (k * 2 - 1)\n"), ("f ( -k )", "f (-k)\n"), ("f (- 3)", "f (-3)\n"), ("f (a- -1)", "f (a - -1)\n"),
    ("f -1 k= -1", "f -1 k=-1\n"), ("f 1..5   by 2", "f 1..5 by 2\n"), ("pca ?", "pca?\n"),
    ("def f( k=1,j )=a", "def f(k=1, j) = a\n"), ("def  f=a", "def f = a\n"), ("set  a   1", "set a 1\n"),
    ("use\t\"a\"", "use \"a\"\n"), ("maybe  a", "maybe a\n"), ("|a", "| a\n"), ("a\r\nb", "a\r\nb\r\n"),
    ("\u{FEFF}a", "a\n"), ("x =\n a", "x = a\n"), ("a |\n b", "a\n    | b\n"), ("f \"a  {b}\"", "f \"a  {b}\"\n"),
    ("#%%\na#b", "#%%\na  #b\n"),
  ])
  func spacing(text: String, expected: String) throws {
    #expect(try formatted(text) == expected)
  }

  @Test func commentsStayWhereTheyAre() throws {
    let text = """
      # about a
      a = b # one
      long = b|c # two


      # about the rest

      x
        | f {20, # twenty
          50 # fifty
          , # after
          100} | # bar
          g # end
        # between
        | h
      """
    #expect(
      try formatted(text) == """
        # about a
        a = b         # one
        long = b | c  # two

        # about the rest

        x
            | f {
                20,  # twenty
                50,  # fifty
                # after
                100
            }    # bar
            | g  # end
            # between
            | h

        """)
  }

  @Test func whatIsTooLongIsBroken() throws {
    let name = String(repeating: "n", count: 40)
    #expect(try formatted("x = \(name) | \(name) | f") == "x = \(name) | \(name) | f\n")
    #expect(
      try formatted("x = \(name) | \(name) | ffffffffffffff") == "x = \(name)\n    | \(name)\n    | ffffffffffffff\n")
    #expect(
      try formatted("f {\(name), \(name) | a, (\(name))}")
        == "f {\n    \(name),\n    \(name) | a,\n    (\(name))\n}\n")
  }

  @Test func bracketsStayBroken() throws {
    let text = "f {\n    a,\n    b\n}\n"
    #expect(try formatted(text) == text)
    #expect(try formatted("f {a,\n    b\n}\n") == "f {a, b}\n")
  }

  @Test func mistakesAreThrown() {
    #expect(throws: Diagnostics.self) { try formatted("a |") }
  }
}
