import Diagnostics
import Testing

@testable import Syntax

@Suite struct MistakeTests {
  @Test(arguments: [
    ("pca(50)", "E0013 <pca(50)> write `pca 50`"),
    ("a | pca(50, whiten=True, d=-1)", "E0013 <pca(50, whiten=True, d=-1)> write `pca 50 whiten=yes d=-1`"),
    ("where(f1 > 0.4)", "E0013 <where(f1 > 0.4)> write `where (f1 > 0.4)`"),
    ("f (log(k) * 2)", "E0013 <log(k)> write `log k`"),
    ("pca()", "E0013 <pca()> write `pca`"),
    ("pca --k 50", "E0014 <--k> write `k=50`"),
    ("pca --k=50", "E0014 <--k> write `k=50`"),
    ("pca --whiten", "E0014 <--whiten> write `whiten=yes`"),
    ("pca -k 5", "E0014 <-k> write `k=5`"),
    ("pca k * 2", "E0015 <*> write `(k * 2)`"),
    ("expect base.f1 > 0.3", "E0015 <>> write `(base.f1 > 0.3)`"),
    ("x == 1", "E0015 <==> write `(x == 1)`"),
    ("where a and b", "E0015 <and> write `(a and b)`"),
    ("pca k-1", "E0015 <-> write `(k - 1)`"),
    ("load data/faces.csv", "E0015 <data/faces.csv> write `\"data/faces.csv\"`"),
    ("f (g x > 3)", "E0015 <>> put the stage and its arguments in parentheses"),
    ("pca k: 50", "E0016 <:> write `k=50`"),
    ("pca, svm", "E0017 <,> leave it out, or write `|`"),
    ("f (1, 2)", "E0017 <,> no comma belongs here"),
    ("pca 50;", "E0018 <;> go to a new line instead, or write nothing"),
    ("f [1; 2]", "E0018 <;> write `,`"),
    ("a -> b", "E0019 <->> write `|`"), ("a |> b", "E0019 <|>> write `|`"), ("a 50%>% b", "E0019 <%>%> write `|`"),
    ("a → b", "E0001 <→> write `|`"),
    ("x := a", "E0020 <:=> write `=`"), ("x <- a", "E0020 <<-> write `=`"),
    ("let x = 5", "E0020 <let> write `name = …` alone"),
    ("pca w=True", "E0021 <True> write `yes`"), ("f false", "E0021 <false> write `no`"),
    ("f nil", "E0021 <nil> write `none`"),
    ("a // b", "E0022 <//> write `#`"), ("a /* b\n */ c", "E0022 </*> write `#` before each of its lines"),
    ("for k in x:", "E0023 <for> a choice takes its place: `{20, 50, 100}`"),
    ("if x > 3", "E0023 <if> there are no conditionals"),
    ("while yes", "E0023 <while> a choice takes its place: `{20, 50, 100}`"),
    ("import numpy", "E0023 <import> write `use \"file.mien\"`"),
    ("save f\"{name}.csv\"", "E0024 <f> leave out `f`"),
    ("load \"a\u{0}b\"", "E0001 <\u{0}> delete it"),
    ("f (0.3 < x < 0.5)", "E0026 <<> compared a second time"),
    ("f (x = 3)", "E0027 <=> write `==`"), ("f (k % 2)", "E0027 <%> `%` stands directly after a number: `25%`"),
    ("f (a && b)", "E0027 <&&> write `and`"), ("f (a ** 2)", "E0027 <**> write `(x * x)`"),
    ("f (!a)", "E0027 <!> write `not`"),
  ])
  func habitsAreAnswered(text: String, expected: String) {
    #expect(mistakes(text) == [expected])
  }

  @Test(arguments: [
    ("svm 'rbf'", "E0003 <'rbf'> write `\"rbf\"`"), ("load “a”", "E0003 <“a”> write `\"a\"`"),
    ("load «a»", "E0003 <«a»> write `\"a\"`"),
    ("load \"abc", "E0002 <\"abc> a `\"` is missing before the end of the line"),
    ("f (load \"abc", "E0002 <\"abc> a `\"` is missing before the end of the line"),
    (#"f "a\q""#, #"E0004 <\q> write `\\` for a backslash"#), (#"f "{a b}""#, #"E0005 <{a b}> write `\{` for a brace"#),
    (#"f "{""#, #"E0005 <{> write `\{` for a brace"#),
    ("f 1_000", "E0006 <1_000> write `1000`"), ("f .5", "E0006 <.5> write `0.5`"), ("f 5.", "E0006 <5.> write `5`"),
    ("f 1e", "E0006 <1e> write `1e3`"), ("f 0x1F", "E0006 <0x1F> write `31`"),
    ("f 1e999", "E0006 <1e999> the largest is about 1e308"),
    ("f 60sec", "E0007 <sec> write `60s`"), ("f 48x48", "E0007 <x48> a number ends here"),
    ("a\u{A0}b", "E0001 <\u{A0}> write an ordinary blank"), ("a\u{200B}", "E0001 <\u{200B}> delete it"),
    ("a\0", "E0001 <\0> delete it"), ("a $b", "E0001 <$> leave it out"), ("f (a ≤ 3)", "E0001 <≤> write `<=`"),
    ("f 1...5", "E0034 <...> write `..`"), ("f 1..k", "E0034 <k> "), ("f 1..5 by k", "E0034 <k> "),
    ("f {a b", "E0009 <{> "), ("f {a)", "E0010 <)> expected `}`"), ("a )", "E0010 <)> leave it out"),
    ("a | | b", "E0011 <|> none stands here"), ("a |\nx = 5", "E0011 <|> the next line begins a statement"),
    ("use \"a\"\n| b", "E0011 <|> begin with a variable, as in `_ | …`"),
    ("x = | b", "E0011 <|> write `_ |` to go on from the last result"),
    ("{}", "E0012 <}> before this `}`"), ("{a,,b}", "E0012 <,> before this `,`"),
    ("f [,]", "E0012 <,> before this `,`"),
    ("x =\n\ny", "E0031 <=> a pipeline is missing here"),
    ("set = 5", "E0025 <set> choose another name"), ("yes = 5", "E0025 <yes> choose another name"),
    ("maybe = 5", "E0025 <maybe> choose another name"), ("def f(not) = a", "E0025 <not> choose another name"),
    ("use \"{a}\"", "E0029 <\"{a}\"> write it out, without `{name}`"), ("use a", "E0008 <a> a quoted path stands here"),
    ("f (k -1)", "E0030 <-> write `(k - 1)` to subtract"), ("f k=5 20", "E0032 <20> move it forward, or name it"),
    ("def f k = a", "E0033 <k> parameters stand in parentheses"), ("def f(k, k) = a", "E0033 <k> "),
    ("set seed = 7", "E0008 <=> leave out `=`"), ("base.x = 5", "E0008 <base.x> only a variable stands before `=`"),
    ("a? b", "E0008 <b> "), ("a b?", "E0008 <?> write `name?` on a line of its own"), ("f [1 2]", "E0008 <2> "),
  ])
  func mistakesAreTold(text: String, expected: String) {
    #expect(mistakes(text) == [expected])
  }

  @Test func severalMistakesInOneGo() {
    let text = """
      pca(50)
      fine | lbp
      svm 'rbf' | pca k * 2
      x = {a, b
      y = 5
      z = [1, 2
      # %%
      w = f (1 + )
      """
    #expect(
      mistakes(text) == [
        "E0013 <pca(50)> write `pca 50`", "E0003 <'rbf'> write `\"rbf\"`", "E0015 <*> write `(k * 2)`", "E0009 <{> ",
        "E0009 <[> ", "E0008 <)> ",
      ])
    #expect(parsed(text).script.outline == "(show (call pca))\n(show (| (call fine) (call lbp)))\n(bind y (value 5))")
  }

  @Test func aMistakeAsItIsDrawn() {
    let diagnostic = parsed("base = faces\n    | where (0.3 < x < 0.5)").diagnostics.first
    #expect(
      diagnostic.map { DiagnosticRenderer().render($0, style: .plain) } == """
        error[E0026]: comparisons cannot be chained
          ┌─ test.mien:2:22
        2 │     | where (0.3 < x < 0.5)
          │                  - compared here
          │                      ^ compared a second time
          = write `(0.3 < x and x < 0.5)`
        """)
  }

  @Test func aBinaryFileGivesNotOneMessageAByte() {
    let text = String(decoding: (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }, as: UTF8.self)
    #expect(mistakes(text).count <= 200)
  }
}
