import Diagnostics

/// What can be wrong with a text before anything in it has a meaning. Habits from other languages are in
/// `SyntaxCodesOfHabits`.
extension DiagnosticCode {
  public static let unexpectedCharacter = DiagnosticCode(
    "E0001", "a character that has no meaning in a script",
    explanation: """
      Outside strings and comments a script is made of names, numbers, strings and a few signs. Characters that only look \
      like those (a non-breaking space, a long dash, a zero-width space) often come from a text processor or a web page. \
      Delete the character, or type it again on the keyboard.
      """)

  public static let unclosedString = DiagnosticCode(
    "E0002", "a string is not closed",
    explanation: """
      A string begins and ends with `"` on one line: `load "ziya07"`. A quote inside it is written `\\"`, a line end `\\n`.
      """)

  public static let unknownEscape = DiagnosticCode(
    "E0004", "an unknown escape in a string",
    explanation: """
      In a string a backslash begins one of `\\n` (line end), `\\t` (tab), `\\"`, `\\\\`, `\\{` and `\\}`. A backslash that \
      is meant as itself, as in some paths, is written twice; paths may also be written with `/`.
      """)

  public static let malformedInterpolation = DiagnosticCode(
    "E0005", "braces in a string that hold no name",
    explanation: """
      `{name}` in a string is replaced by the value of that variable, `{base.macro_f1}` by a field of it. Nothing else may \
      stand between the braces: bind what is calculated to a name first. A brace that is meant as itself is written `\\{`.
      """)

  public static let malformedNumber = DiagnosticCode(
    "E0006", "a number that is not written as numbers are",
    explanation: """
      Numbers are written `50`, `-3`, `0.5`, `1e-3`, with a digit on both sides of the point and no grouping of digits. A \
      unit may follow directly: `25%`, `60s`, `2min`, `1h`.
      """)

  public static let unknownUnit = DiagnosticCode(
    "E0007", "letters directly after a number that are no unit",
    explanation: """
      A number may carry one of four units, directly after it: `%`, `s` (seconds), `min` (minutes) and `h` (hours), as in \
      `holdout 25%` and `automl 60s`. Counts have no unit: `resize 48`.
      """)

  public static let unexpected = DiagnosticCode(
    "E0008", "something else was expected here",
    explanation: """
      A statement is a pipeline (`faces | lbp | pca 50`), a binding (`x = faces | lbp`), a definition (`def fair(k=50) = \
      pca k | smote`), `use "file.mien"`, or `set seed 7`. The message says what could stand at the place, and what does.
      """)

  public static let unclosedBracket = DiagnosticCode(
    "E0009", "a bracket is never closed",
    explanation: """
      Each `(`, `[` and `{` needs its `)`, `]` or `}`. Until then a statement goes on over the lines that follow, but never \
      beyond the head of a cell (`# %%`).
      """)

  public static let mismatchedBracket = DiagnosticCode(
    "E0010", "a closing bracket that nothing opened",
    explanation: """
      A bracket is closed by its own kind: `(` by `)` around a calculation or an inner pipeline, `[` by `]` around a list, \
      `{` by `}` around a choice.
      """)

  public static let missingStep = DiagnosticCode(
    "E0011", "a step is missing in a pipeline",
    explanation: """
      `|` joins two steps, so one stands on each side: `faces | lbp`. Only at the prompt, or at the beginning of a cell, \
      may a line begin with `|`; it goes on from the last result.
      """)

  public static let missingAlternative = DiagnosticCode(
    "E0012", "an alternative or element is missing",
    explanation: """
      `{a, b}` offers alternatives, `[a, b]` is a list. Something stands between two commas, and a choice offers at least \
      one thing. To offer "nothing" as an alternative write `skip`: `{skip, smote}`, or shorter `maybe smote`.
      """)

  public static let missingValue = DiagnosticCode(
    "E0031", "nothing stands after `=`",
    explanation: """
      A binding gives a name to what stands after `=`, on the same line or the next one: `base = faces | lbp | svm rbf`. \
      To show a variable write its name alone.
      """)

  public static let reservedWord = DiagnosticCode(
    "E0025", "a word of the language used as a name",
    explanation: """
      `def`, `use`, `set`, `maybe`, `yes`, `no`, `none`, `and`, `or` and `not` mean something wherever they stand, so \
      neither a variable nor a parameter can be called so. Choose another name, such as `data_set` for `set`.
      """)

  public static let nestedTooDeeply = DiagnosticCode(
    "E0028", "brackets or operators nested too deeply",
    explanation: """
      A script may nest 64 brackets, join 500 operators in one calculation, and 1,000 stages in one pipeline. More than \
      that is nearly always a text that was made by a program and went wrong; bind the inner parts to names.
      """)

  public static let fixedPathNeeded = DiagnosticCode(
    "E0029", "`use` with a path that is only known when it runs",
    explanation: """
      A script is checked whole before anything runs, and what it uses is part of it. So the path after `use` is plain text: \
      `use "recipes.mien"`.
      """)

  public static let ambiguousSign = DiagnosticCode(
    "E0030", "a `-` that could be a sign or a subtraction",
    explanation: """
      `(k -1)` could be the stage k with the argument -1, or one less than k. Write `(k - 1)` for the subtraction, and name \
      the argument for the stage: `(shift by=-1)`.
      """)

  public static let positionalAfterNamed = DiagnosticCode(
    "E0032", "an argument without a name after one with a name",
    explanation: """
      Arguments that are known by their place come first: `pca 50 whiten=yes`. After the first `name=` every argument is \
      given by name.
      """)

  public static let malformedDefinition = DiagnosticCode(
    "E0033", "a definition that is not written as definitions are",
    explanation: """
      A definition names a pipeline: `def fair = pca 50 | smote`, or with parameters and their defaults: `def fair(k=50, \
      model) = pca k | smote | model`. Each parameter is named once.
      """)

  public static let malformedRange = DiagnosticCode(
    "E0034", "a range that is not written as ranges are",
    explanation: """
      A range counts from one number to another, both included: `10..50`, or in steps of another size: `10..50 by 10`. Its \
      ends and its step are written as numbers, so that the size of a sweep is known before it starts.
      """)

  /// Every code of this module, in the order of their ids.
  public static let allSyntaxCodes: [DiagnosticCode] =
    ([
      unexpectedCharacter, unclosedString, unknownEscape, malformedInterpolation, malformedNumber, unknownUnit,
      unexpected,
      unclosedBracket, mismatchedBracket, missingStep, missingAlternative, missingValue, reservedWord, nestedTooDeeply,
      fixedPathNeeded, ambiguousSign, positionalAfterNamed, malformedDefinition, malformedRange,
    ] + syntaxHabits).sorted { $0.id < $1.id }
}
