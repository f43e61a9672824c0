import Diagnostics
import Plans
import Syntax

extension DiagnosticCode {
  public static let unknownName = DiagnosticCode(
    "E0101", "a name is neither a variable nor a stage",
    explanation: """
      At the head of a step stands a variable, a stage, or a stage made by `def`. Names are written exactly; the error \
      names the nearest one. `help` lists all stages.
      """)
  public static let unknownVariable = DiagnosticCode(
    "E0109", "a variable that has not been given a value",
    explanation: """
      A bare name among a stage's arguments is a word of its list, a column, or a variable, whichever the parameter \
      takes. Texts and paths are always quoted.
      """)
  public static let unknownColumn = DiagnosticCode(
    "E0110", "a table has no column of that name",
    explanation: """
      The columns of a sweep's table are its choices (named after the argument or the stage's kind, or by a label as in \
      `{d: 20, 50}`) and the metrics: accuracy, macro_f1, weighted_f1, uar.
      """)
  public static let reservedName = DiagnosticCode(
    "E0111", "a variable or `def` may not take the name of a stage",
    explanation: "A line must mean the same wherever it is read, so `pca = …` is refused: choose another name.")
  public static let unknownField = DiagnosticCode(
    "E0112", "a value has no field of that name",
    explanation: "A result's fields are its metrics, n_train, n_test and seconds: `base.macro_f1`.")
  public static let unknownSetting = DiagnosticCode(
    "E0113", "there is no such setting, or not with that value",
    explanation: """
      `set seed 7`, `set threads 2`, `set data strict` or `set data synthetic`, `set fail stop` or `set fail go`, \
      `set memory 4` (GiB of memory that the cache may take), `set cache "folder"`, `set cache_size 4` (GiB of disk).
      """)
  public static let recursiveDefinition = DiagnosticCode(
    "E0114", "a `def` uses itself",
    explanation: "There are no loops in Mien: a `def` that holds itself would never end. Sweeps take their place.")
  public static let notANumber = DiagnosticCode(
    "E0115", "arithmetic on something that is no number",
    explanation: "Inside parentheses stand numbers, variables that hold numbers, and fields such as base.macro_f1.")
  public static let noFiniteResult = DiagnosticCode(
    "E0116", "a calculation has no finite result",
    explanation: """
      A calculation in parentheses must give a number: dividing by zero gives none, and above about 1e308 there are none. \
      Were it let pass, a comparison such as `where (1/0 > 5)` would hold for every row and nobody would know. What \
      stands below the line may be 0 in one row of a table: leave such rows out first, with a `where` of their own.
      """)
  public static let wrongInput = DiagnosticCode(
    "E0201", "a stage is given something it cannot work on",
    explanation: """
      Images are turned into features by `lbp` or `pixels`; features are what `scale`, `pca`, `smote` and the models \
      work on; a model ends in a result. The order of a pipeline follows from that: images → features → result.
      """)
  public static let nothingBefore = DiagnosticCode(
    "E0202", "a pipeline without data at its beginning",
    explanation: "A pipeline begins with a source, such as `load \"ziya07\"` or `faces`, or with a variable.")
  public static let afterResult = DiagnosticCode(
    "E0203", "a stage stands after the predictions were made",
    explanation: """
      A model ends the part of a pipeline that works on rows. After it stand evaluators (`cv 5`), and then what reads \
      the result (`report`, `confusion`, `sort`).
      """)
  public static let noModel = DiagnosticCode(
    "E0204", "an evaluator without a model before it",
    explanation: "An evaluator decides which rows train and test for a model: `… | svm rbf | cv 5`.")
  public static let selectedTooLate = DiagnosticCode(
    "E0209", "rows are left out behind a stage that has learnt",
    explanation: """
      `only`, `drop` and `sample` decide which rows there are, before an evaluator deals them to training and test. Behind \
      a stage that learns, such as `scale` or `pca`, rows that are left out would have been learnt from, so they stand \
      before it: `faces | only class=[happy, sad] | lbp | pca 20 | logreg`.
      """)
  public static let misplacedChoice = DiagnosticCode(
    "E0205", "braces where nothing can be chosen",
    explanation: """
      Braces stand in place of a stage or of an argument. Choices with the same label move together, so they need the \
      same number of alternatives.
      """)
  public static let sweepTooLarge = DiagnosticCode(
    "E0208", "a sweep, a pipeline or a text of too many parts",
    explanation: """
      Braces multiply: five choices of ten alternatives are 100,000 plans, each of which is fitted on every fold. A line \
      may make 20,000 combinations and hold 1,000 stages; a text made of others may have a million bytes. Choices that belong together move together with a label: \
      `pca {d: 20, 50} | svm C={d: 1, 10}`.
      """)
  public static let misplacedVariable = DiagnosticCode(
    "E0206", "a value in the middle of a pipeline",
    explanation: """
      A variable holds rows, a result or a table, and can only begin a pipeline. To use stages in several pipelines, \
      give them a name with `def`.
      """)
  public static let misplacedCommand = DiagnosticCode(
    "E0207", "a command inside a pipeline",
    explanation: "Commands such as `vars`, `why` and `help` stand on a line of their own.")
  public static let expectationFailed = DiagnosticCode(
    "E0302", "an expectation did not hold",
    explanation: "`expect (base.macro_f1 > 0.3)` ends a script with exit status 3 where the comparison is false.")
  public static let unreadableScript = DiagnosticCode(
    "E0401", "a script could not be read",
    explanation: "The file is missing, may not be read, or is not UTF-8 text.")
  public static let unknownRun = DiagnosticCode(
    "E0404", "there is no such run to verify",
    explanation: """
      `mien verify` takes the name of a run as `runs` lists it (its first digits are enough where no other run begins \
      with them), or a file that `save` wrote from a result.
      """)

  public static let allInterpreterCodes = [
    unknownName, unknownVariable, unknownColumn, reservedName, unknownField, unknownSetting, recursiveDefinition,
    notANumber, noFiniteResult, wrongInput, nothingBefore, afterResult, noModel, selectedTooLate, misplacedChoice,
    sweepTooLarge,
    misplacedVariable, misplacedCommand, expectationFailed, unreadableScript, unknownRun,
  ]

  /// All codes that a session knows, in order. What the checker tells may also be found by an engine, later and of the
  /// same code; the checker's words explain it.
  static func sessionCodes(with others: [DiagnosticCode]) -> [DiagnosticCode] {
    let own = allSyntaxCodes + allInterpreterCodes + allArgumentCodes + [stageFailed]
    let ids = Set(own.map(\.id))
    return (own + others.filter { !ids.contains($0.id) }).sorted { $0.id < $1.id }
  }
}
