import Numerics

/// What can go wrong between a table and a causal answer.
public enum CausalError: ExplainableError, Equatable {
  case differentLengths(of: String, found: Int, rows: Int)
  case noRows
  case cutoffOutside(Double, least: Double, greatest: Double)
  case tooFewPlaces(side: String, found: Int, needed: Int)
  case badOption(String, value: Double, needed: String)
  case constantOutcome
  case noFirstStage
  case noBandwidth
  case tooFewClusters(side: String, found: Int)
  case placeboOnCutoff(Double, cutoff: Double)
  case placeboWindowCrosses(Double, bandwidth: Double, cutoff: Double)
  case treatmentNotBinary(Double)
  /// Two parts of a design that must differ are one column.
  case sameColumn(String)
  /// The polynomials of order p and q give no number, or no spread.
  case noInference(order: Int, biasOrder: Int)
  case tooFewRowsForFit(found: Int, terms: Int)
  case collinear(term: String)
  case syntax(problem: String, offset: Int)
  case emptyDiagram
  case selfCause(String)
  case cycle([String])
  case unknownVariable(String, known: [String])
  case sameVariable(String)
  case tooManyVariables(found: Int, most: Int)
  case noQuestion(known: [String])

  public static let samples: [Self] = [
    .differentLengths(of: "outcomes", found: 1, rows: 2), .noRows, .cutoffOutside(9, least: 0, greatest: 1),
    .tooFewPlaces(side: "below", found: 1, needed: 3), .badOption("q", value: 1, needed: "above p"), .constantOutcome,
    .noFirstStage, .noBandwidth, .tooFewClusters(side: "below", found: 1), .placeboOnCutoff(0, cutoff: 0),
    .placeboWindowCrosses(1, bandwidth: 2, cutoff: 0), .treatmentNotBinary(2), .tooFewRowsForFit(found: 1, terms: 2),
    .sameColumn("score"), .noInference(order: 8, biasOrder: 9), .collinear(term: "age"),
    .syntax(problem: "an arrow without an end", offset: 3), .emptyDiagram, .selfCause("T"),
    .cycle(["T", "Y", "T"]), .unknownVariable("Z", known: ["T", "Y"]), .sameVariable("T"),
    .tooManyVariables(found: 65, most: 64), .noQuestion(known: ["X", "T", "Y"]),
  ]

  public var entry: ErrorEntry { rowsEntry ?? designEntry ?? fitEntry ?? diagramEntry ?? .unlisted(self) }

  private var rowsEntry: ErrorEntry? {
    switch self {
    case .differentLengths(let what, let found, let rows):
      ErrorEntry(
        "E1301", "there are \(found) \(what) for \(rows) rows",
        remedy: "give one for each row", explanation: Idea.rows)
    case .cutoffOutside(let cutoff, let least, let greatest):
      ErrorEntry(
        "E1303",
        "no row lies \(cutoff > least ? "at the cutoff \(short(cutoff)) or above" : "below the cutoff \(short(cutoff))"); the "
          + "running variable goes from \(short(least)) to \(short(greatest))",
        remedy: least < greatest
          ? "give a cutoff between them, such as cutoff=\(short((least + greatest) / 2))"
          : "use a running variable that varies", explanation: Idea.cutoff)
    case .tooFewPlaces(let side, let found, let needed):
      ErrorEntry(
        "E1304",
        "\(side) the cutoff the running variable takes \(found) "
          + "\(found == 1 ? "value" : "values"); these polynomials need \(needed)",
        remedy: "use a lower order, a wider window, or a cutoff with rows on both sides", explanation: Idea.cutoff)
    case .badOption(let name, let value, let needed):
      ErrorEntry(
        "E1305", "\(name) = \(short(value)) is not possible",
        remedy: "give \(name) \(needed)", explanation: Idea.cutoff)
    case .constantOutcome:
      ErrorEntry(
        "E1306", "the outcome is the same in every row",
        remedy: "choose an outcome that varies", explanation: Idea.rows)
    case .noRows:
      ErrorEntry(
        "E1302", "no row has numbers for everything asked for",
        remedy: "check the columns for missing numbers", explanation: Idea.rows)
    default: nil
    }
  }

  private var designEntry: ErrorEntry? {
    switch self {
    case .sameColumn(let name):
      ErrorEntry(
        "E1315", "'\(name)' is given for two parts of the design that must differ",
        remedy: "name different columns: outcome, running variable, treatment, covariates", explanation: Idea.rows)
    case .noInference(let order, let biasOrder):
      ErrorEntry(
        "E1316", "no interval of the jump can be told with p = \(order) and q = \(biasOrder)",
        remedy: "lower p and q, widen the window, or see whether a covariate says the same as the outcome",
        explanation: Idea.cutoff)
    case .noFirstStage:
      ErrorEntry(
        "E1307", "the treatment does not change at the cutoff, so its effect cannot be told",
        remedy: "check the treatment column and the cutoff", explanation: Idea.fuzzy)
    case .placeboOnCutoff(let placebo, _):
      ErrorEntry(
        "E1309", "the placebo cutoff \(short(placebo)) is the true cutoff",
        remedy: "choose cutoffs below or above it", explanation: Idea.placebo)
    case .placeboWindowCrosses(let placebo, let bandwidth, let cutoff):
      ErrorEntry(
        "E1310",
        "the window \(short(placebo)) ± \(short(bandwidth)) crosses the true cutoff \(short(cutoff)), where the outcome jumps",
        remedy: "use a bandwidth below \(short(abs(placebo - cutoff))), or let it be selected",
        explanation: Idea.placebo)
    case .tooFewClusters(let side, let found):
      ErrorEntry(
        "E1314", "\(found) cluster lies \(side) the cutoff; how clusters differ can be told from 2 upwards",
        remedy: "use finer clusters, a wider window, or none", explanation: Idea.clusters)
    case .treatmentNotBinary(let value):
      ErrorEntry(
        "E1311", "the treatment takes the value \(short(value))",
        remedy: "code it as 0 (untreated) and 1 (treated)", explanation: Idea.sharp)
    case .noBandwidth:
      ErrorEntry(
        "E1308",
        "no bandwidth can be chosen: the running variable varies too little, or an outcome lies far beyond the others",
        remedy:
          "look at the outcome's values, use a running variable with more of them, or give the bandwidth, such as "
          + "h=10",
        explanation: Idea.cutoff)
    default: nil
    }
  }

  private var fitEntry: ErrorEntry? {
    switch self {
    case .collinear(let term):
      ErrorEntry(
        "E1313", "the term '\(term)' is a combination of the others in these rows",
        remedy: "leave it out, or use a wider window", explanation: Idea.leastSquares)
    case .tooFewRowsForFit(let found, let terms):
      ErrorEntry(
        "E1312", "\(found) rows cannot fit \(terms) terms",
        remedy: "use a wider window or fewer terms", explanation: Idea.leastSquares)
    default: nil
    }
  }

  private var diagramEntry: ErrorEntry? {
    switch self {
    case .noQuestion(let known):
      ErrorEntry(
        "E1327", "a treatment and an outcome are needed to say what to adjust for",
        remedy: "name both, by treatment= and outcome=, of \(known.joined(separator: ", "))", explanation: Idea.diagram)
    case .syntax(let problem, let offset):
      ErrorEntry(
        "E1320", "\(problem) (character \(offset + 1))",
        remedy: "write arrows and variables, with semicolons between: dag \"X -> T; T -> Y; X -> Y\"",
        explanation: Idea.diagram)
    case .selfCause(let name):
      ErrorEntry(
        "E1322", "'\(name)' cannot cause itself",
        remedy: "remove the arrow from it to itself", explanation: Idea.diagram)
    case .cycle(let names):
      ErrorEntry(
        "E1323", "the arrows go round in a circle: \(names.joined(separator: " → "))",
        remedy: "remove one arrow of the circle, or split a variable by time", explanation: Idea.diagram)
    case .unknownVariable(let name, let known):
      ErrorEntry(
        "E1324", "'\(name)' is not in the diagram",
        remedy: "use one of \(known.joined(separator: ", "))", explanation: Idea.diagram)
    case .sameVariable(let name):
      ErrorEntry(
        "E1325", "'\(name)' is given for two parts that must differ",
        remedy: "name two different variables", explanation: Idea.diagram)
    case .tooManyVariables(let found, let most):
      ErrorEntry(
        "E1326", "the diagram has \(found) variables; sets are searched among at most \(most)",
        remedy: "leave out variables that no path joins to the question", explanation: Idea.diagram)
    case .emptyDiagram:
      ErrorEntry(
        "E1321", "the diagram has no variables",
        remedy: "write at least \"T -> Y\"", explanation: Idea.diagram)
    default: nil
    }
  }
}

/// In single precision, as features are held: more digits would be none of the file's.
private func short(_ number: Double) -> String {
  let text = "\(Float(number))"
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

/// What `explain` says beyond one case.
private enum Idea {
  static let rows = "Each row is one unit: its running variable, its outcome, and whatever else the design asks for."
  static let cutoff =
    "A regression discontinuity compares units just below with units just above a cutoff; it needs enough different "
    + "values of the running variable near the cutoff on both sides to fit a line and its curvature."
  static let clusters =
    "Rows of one cluster (a subject, a seed) are not independent, so the uncertainty is judged from how clusters "
    + "differ; fewer than 10 on a side make it look too small."
  static let fuzzy =
    "Where the cutoff changes only the chance of treatment, the jump of the outcome is divided by the jump of the "
    + "treatment; without the latter there is nothing to divide by."
  static let placebo =
    "At a placebo cutoff nothing happens, so no jump should be found. A window that contains the true cutoff would "
    + "find the true jump and call it a failure."
  static let sharp =
    "A design is sharp where the cutoff alone decides who is treated, fuzzy where it only changes the chance."
  static let leastSquares = "Least squares needs more rows than terms, and no term that the others determine."
  static let diagram =
    "A causal diagram has an arrow from each cause to what it causes directly, and no circles: nothing is its own "
    + "cause."
}
