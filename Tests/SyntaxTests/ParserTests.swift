import Testing

@testable import Syntax

@Suite struct ParserTests {
  @Test(arguments: [
    ("", ""),
    ("# only a comment", ""),
    ("faces = load \"ziya07\"", #"(bind faces (call load "ziya07"))"#),
    ("base = faces|lbp | pca 50 | svm rbf", "(bind base (| (call faces) (call lbp) (call pca 50) (call svm rbf)))"),
    ("base | audit by=group", "(show (| (call base) (call audit by=group)))"),
    ("_ | sort macro_f1 | top 5", "(show (| (call _) (call sort macro_f1) (call top 5)))"),
    ("base.macro_f1", "(show (value base.macro_f1))"),
    ("pca 50 whiten = yes", "(show (call pca 50 whiten=yes))"),
    ("pca?", "(show (call help pca))"),
    ("use \"recipes.mien\"", #"(use "recipes.mien")"#),
    ("set numbers strict", "(set numbers strict)"),
    ("set seed 7\nset shift -1", "(set seed 7)\n(set shift -1)"),
    ("| top 5", "(continue (call top 5))"),
    ("5 | f\n-5\n\"a\"", "(show (| (value 5) (call f)))\n(show (value -5))\n(show (value \"a\"))"),
    ("été = 表情", "(bind été (call 表情))"),
  ])
  func statements(text: String, expected: String) {
    #expect(outline(text) == expected)
  }

  @Test(arguments: [
    "a\n| b", "a |\nb", "a # why\n\n  # more\n | b", "a |  # why\n\n b", "a\r\n| b\r\n", "a\n  |\n b",
  ])
  func aStatementGoesOnOverLines(text: String) {
    #expect(outline(text) == "(show (| (call a) (call b)))")
  }

  @Test func bracketsAndEqualsGoOnOverLines() {
    #expect(outline("x = {a,\n\nb\n}\ny") == "(bind x {(call a), (call b)})\n(show (call y))")
    #expect(outline("x =\n  a\n  | b") == "(bind x (| (call a) (call b)))")
    #expect(outline("f (k # why\n * 2)") == "(show (call f (= (* k 2))))")
  }

  @Test(arguments: [
    ("pca {20, 50}", "(call pca {20, 50})"),
    ("pca {d: 20, 50,}", "(call pca {d: 20, 50})"),
    ("{pca 20, lbp}", "{(call pca 20), (call lbp)}"),
    ("{1, x}", "{(value 1), (call x)}"),
    (
      "f {x, y z, (a | b), a | b, {1}}",
      "(call f {x, (call y z), (pipeline (| (call a) (call b))), (| (call a) (call b)), {1}})"
    ),
    ("pca {10..50 by 10, -5, -1..1}", "(call pca {10..50 by 10, -5, -1..1})"),
    ("maybe smote k=5", "maybe{(call skip), (call smote k=5)}"),
    ("f {maybe x}", "(call f {maybe{(call skip), (call x)}})"),
    ("cv 2..10 by=row", "(call cv 2..10 by=row)"),
    ("cv 10..2 by -2 x", "(call cv 10..2 by -2 x)"),
    ("f [] [1, 2,] [[x], {a, b}]", "(call f [] [1 2] [[x] {a, b}])"),
    ("f yes no none -3 25% 60s 2min 1.5h 1e-3", "(call f yes no none -3 25% 60s 2min 1.5h 1e-3)"),
    ("f 1e+3 1E-5 2e7", "(call f 1e+3 1E-5 2e7)"),
    (#"f "a{b}{c.d}\n\t\"\\\{\}""#, #"(call f "a{b}{c.d}\n\t\"\\\{\}")"#),
  ])
  func steps(text: String, expected: String) {
    #expect(outline(text) == "(show \(expected))")
  }

  @Test(arguments: [
    ("(a or b and not c == 1 + 2 * -x)", "(or a (and b (not (== c (+ 1 (* 2 (- x)))))))"),
    ("(a - b - c)", "(- (- a b) c)"),
    ("(a / b * c)", "(* (/ a b) c)"),
    ("(not not a)", "(not (not a))"),
    ("(k-1)", "(- k 1)"),
    ("(2 -1)", "(- 2 1)"),
    ("(- 3)", "-3"),
    ("((a + 1) * 2)", "(* (= (+ a 1)) 2)"),
    ("(base.f1 >= 0.5)", "(>= base.f1 0.5)"),
    ("(k)", "k"),
  ])
  func formulas(text: String, expected: String) {
    #expect(outline("f \(text)") == "(show (call f (= \(expected))))")
  }

  @Test(arguments: [
    ("(svm rbf)", "(call svm rbf)"), ("(a | b)", "(| (call a) (call b))"), ("(svm c=1)", "(call svm c=1)"),
    ("(maybe x)", "maybe{(call skip), (call x)}"), ("({a, b} | c)", "(| {(call a), (call b)} (call c))"),
  ])
  func pipelinesInParentheses(text: String, expected: String) {
    #expect(outline("f \(text)") == "(show (call f (pipeline \(expected))))")
  }

  @Test func definitionsTakeTheirDocumentation() {
    #expect(
      outline("## far\n\n## One.\n##  two\ndef fair(k=50, model) = pca k | model")
        == "(def fair (k=50 model) (| (call pca k) (call model)) ## \"One.\" ## \" two\")")
    #expect(outline("def f = a") == "(def f () (call a))")
    #expect(outline("def f() = a") == "(def f () (call a))")
  }

  @Test func numbersCarryTheirUnit() {
    guard case .expression(let pipeline, _) = parsed("f -2.5min").script.statements.first?.kind,
      case .call(let call) = pipeline.steps.first, case .number(let number) = call.arguments.first?.value
    else {
      Issue.record("no number")
      return
    }
    #expect(number.value == -2.5)
    #expect(number.unit == .minutes)
    #expect(number.text == "-2.5min")
  }

  @Test(arguments: [
    "x = {a, b", "f (", "f [1,", "a |", "a |\n# more\n", "x =", "x =\n", "def f(k) =", "def f(", "{", "f {d:",
    "a | f (x +",
  ])
  func unfinished(text: String) {
    #expect(parsed(text).isIncomplete)
    #expect(parsed(text).diagnostics.count == 1)
  }

  @Test(arguments: ["", "a", "x = \"abc", "f )", "f 'a' {", "x = {a,,", "pca k=", "a |\nx = 5", "{\n# %%\n", "def f"])
  func notUnfinished(text: String) {
    #expect(!parsed(text).isIncomplete)
  }

  @Test func deepNestingIsRefusedAndNotFollowed() {
    for (open, close) in [("(", ")"), ("[", "]"), ("{", "}"), ("(not ", ")"), ("(-", ")"), ("f {maybe ", "}")] {
      let text = "f " + String(repeating: open, count: 100_000) + "1" + String(repeating: close, count: 100_000)
      #expect(mistakes(text).first?.hasPrefix("E0028") == true)
    }
    #expect(mistakes("f (1" + String(repeating: " + 1", count: 100_000) + ")").first?.hasPrefix("E0028") == true)
    #expect(mistakes(String(repeating: "maybe ", count: 100_000) + "x").first?.hasPrefix("E0028") == true)
    #expect(mistakes("x" + String(repeating: " | x", count: 100_000)).first?.hasPrefix("E0028") == true)
    #expect(mistakes("x" + String(repeating: " | x", count: 999)).isEmpty)
    #expect(mistakes("f " + String(repeating: "1..", count: 100_000)).count == 1)
  }
}
