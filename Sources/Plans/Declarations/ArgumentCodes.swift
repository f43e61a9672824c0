import Diagnostics

extension DiagnosticCode {
  public static let unknownParameter = DiagnosticCode(
    "E0102", "a stage has no parameter of that name",
    explanation: """
      Every parameter of a stage can be given by its name, as in `pca k=50`. `help pca`, or `pca?` at the prompt, lists \
      them. Names from other programs, such as n_components, are recognised and answered with ours.
      """)
  public static let wrongType = DiagnosticCode(
    "E0103", "an argument is not of the kind its parameter takes",
    explanation: """
      A parameter takes a number, a share, one of its words, a quoted text, a path in quotes, or a variable, as its \
      help says. Words are written bare (`svm rbf`), texts and paths always in quotes (`load "faces.zip"`).
      """)
  public static let unknownWord = DiagnosticCode(
    "E0104", "a word is not one that its parameter knows",
    explanation: """
      Some parameters offer a choice of words: the kernels of `svm` are linear, rbf, poly and sigmoid. The error lists \
      them all, and names the nearest one.
      """)
  public static let outOfBounds = DiagnosticCode(
    "E0105", "a number is outside the bounds of its parameter",
    explanation: """
      Bounds are part of a parameter's declaration and are checked before anything runs: `pca k=0` makes no sense for \
      any data. Bounds that depend on the data, such as k at most the number of columns, are told when the stage runs.
      """)
  public static let missingArgument = DiagnosticCode(
    "E0106", "a stage needs an argument that was not given",
    explanation: "A parameter without a default must be given: `load` needs to be told what to load.")
  public static let tooManyArguments = DiagnosticCode(
    "E0107", "more arguments without a name than the stage takes",
    explanation: """
      At most two parameters of a stage can be given without a name, in their order; the others are given by name, so \
      that a line can be read without looking them up: `svm rbf C=10`.
      """)
  public static let givenTwice = DiagnosticCode(
    "E0108", "a parameter is given twice",
    explanation: "An argument without a name fills the first free parameter: in `pca 50 k=20` both are k.")

  public static let allArgumentCodes = [
    unknownParameter, wrongType, unknownWord, outOfBounds, missingArgument, tooManyArguments, givenTwice,
  ]
}
