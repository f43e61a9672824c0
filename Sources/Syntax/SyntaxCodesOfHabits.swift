import Diagnostics

/// Habits from other languages: each is refused with what to write instead.
extension DiagnosticCode {
  public static let foreignQuotes = DiagnosticCode(
    "E0003", "a string in other quotes than straight double ones",
    explanation: """
      Strings stand in straight double quotes: `load "ziya07"`. Single quotes and the curved quotes of text processors are \
      not taken. Words that a stage knows need no quotes at all: `svm rbf`.
      """)

  public static let callWithParentheses = DiagnosticCode(
    "E0013", "a call written with parentheses",
    explanation: """
      A stage's arguments follow its name, with blanks between: `pca 50 whiten=yes`, not `pca(50, whiten=True)`. Parentheses \
      hold a calculation, `pca (k * 2)`, or an inner pipeline; a blank stands before them. Calculations have no functions.
      """)

  public static let commandOption = DiagnosticCode(
    "E0014", "an option as on a command line",
    explanation: """
      Every parameter can be given by name, with `=` and without dashes: `pca k=50`, not `pca --k 50`. What is switched on \
      is given as `yes`: `pca 50 whiten=yes`.
      """)

  public static let bareFormula = DiagnosticCode(
    "E0015", "a calculation outside parentheses",
    explanation: """
      Arguments are separated by blanks, so a calculation needs parentheses to stay together: `pca (k * 2)`, `where \
      (macro_f1 > 0.4)`, `expect (base.accuracy > 0.5 and base.macro_f1 > 0.3)`. A path is no calculation: it is quoted.
      """)

  public static let colonArgument = DiagnosticCode(
    "E0016", "an argument named with `:`",
    explanation: """
      An argument is named with `=`: `pca k=50`. A colon stands only at the beginning of a choice, where it labels it: \
      `pca {k: 20, 50}`.
      """)

  public static let commaOutsideBrackets = DiagnosticCode(
    "E0017", "a comma outside brackets",
    explanation: """
      Steps are joined by `|` (`pca 50 | svm rbf`), arguments by blanks (`compare base fair`). Commas separate the \
      alternatives of a choice, `{pca 50, lbp}`, the elements of a list, `[1, 2]`, and the parameters of a `def`.
      """)

  public static let semicolon = DiagnosticCode(
    "E0018", "a semicolon",
    explanation: """
      A statement ends at the end of its line, so nothing needs to stand there. Two statements stand on two lines.
      """)

  public static let foreignPipe = DiagnosticCode(
    "E0019", "another language's sign for joining steps",
    explanation: """
      Steps are joined by `|`: `faces | lbp | pca 50`. `->`, `|>` and `%>%` mean the same elsewhere.
      """)

  public static let foreignAssignment = DiagnosticCode(
    "E0020", "another language's sign for binding a name",
    explanation: """
      A name is bound with `=`, and without a word before it: `base = faces | lbp`. It may be bound again later.
      """)

  public static let foreignLiteral = DiagnosticCode(
    "E0021", "another language's word for yes, no or none",
    explanation: """
      What is switched on or off is `yes` or `no`, and what is absent is `none`: `pca 50 whiten=yes`.
      """)

  public static let foreignComment = DiagnosticCode(
    "E0022", "another language's comment",
    explanation: """
      A comment begins with `#` and goes to the end of its line. `##` documents the `def` below it, `# %%` begins a cell. \
      Parts of a whole number are not cut off with `//`: there is only `/`.
      """)

  public static let foreignStatement = DiagnosticCode(
    "E0023", "a loop, a conditional or another statement that the language does not have",
    explanation: """
      There are no loops and no conditionals. To try several things offer them as a choice, and every combination runs: \
      `pca {20, 50, 100} | {logreg, svm rbf}`. To make a stage of your own write `def fair = pca 50 | smote`, to use another \
      file `use "recipes.mien"`, to check a result `expect (base.macro_f1 > 0.3)`.
      """)

  public static let prefixedString = DiagnosticCode(
    "E0024", "a mark before a string",
    explanation: """
      There is one kind of string, and it takes `{name}` inside without a mark: `save "{name}.csv"`, not `save f"{name}.csv"`.
      """)

  public static let chainedComparison = DiagnosticCode(
    "E0026", "comparisons in a chain",
    explanation: """
      A comparison gives yes or no, and that is not compared again. Join two with `and`: `(0.3 < macro_f1 and macro_f1 < \
      0.5)`, not `(0.3 < macro_f1 < 0.5)`.
      """)

  public static let foreignOperator = DiagnosticCode(
    "E0027", "an operator that the language does not have",
    explanation: """
      Calculations know `+ - * /`, comparisons `== != < <= > >=`, conditions `and or not`. There is no remainder and no \
      power, and `=` does not compare: it binds.
      """)

  static let syntaxHabits: [DiagnosticCode] = [
    foreignQuotes, callWithParentheses, commandOption, bareFormula, colonArgument, commaOutsideBrackets, semicolon,
    foreignPipe, foreignAssignment, foreignLiteral, foreignComment, foreignStatement, prefixedString, chainedComparison,
    foreignOperator,
  ]
}
