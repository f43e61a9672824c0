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
  case tooFewRowsForFit(found: Int, terms: Int)
  case collinear(term: String)
  case syntax(problem: String, offset: Int)
  case emptyDiagram
  case selfCause(String)
  case cycle([String])
  case unknownVariable(String, known: [String])
  case sameVariable(String)
  case tooManyVariables(found: Int, most: Int)

  public var code: String { entry.code }
  public var problem: String { entry.problem }
  public var remedy: String { entry.remedy }
  public var explanation: String { entry.explanation }

  private typealias Entry = (code: String, problem: String, remedy: String, explanation: String)

  private var entry: Entry {
    switch self {
    case .differentLengths, .noRows, .cutoffOutside, .tooFewPlaces, .badOption, .constantOutcome: rowsEntry
    case .noFirstStage, .noBandwidth, .tooFewClusters, .placeboOnCutoff, .placeboWindowCrosses, .treatmentNotBinary:
      designEntry
    case .tooFewRowsForFit, .collinear: fitEntry
    case .syntax, .emptyDiagram, .selfCause, .cycle, .unknownVariable, .sameVariable, .tooManyVariables: diagramEntry
    }
  }

  private var rowsEntry: Entry {
    switch self {
    case .differentLengths(let what, let found, let rows):
      ("E1301", "there are \(found) \(what) for \(rows) rows", "give one for each row", Idea.rows)
    case .cutoffOutside(let cutoff, let least, let greatest):
      (
        "E1303", "the cutoff \(cutoff) is outside the running variable, which goes from \(least) to \(greatest)",
        "give a cutoff between them, such as cutoff=\((least + greatest) / 2)", Idea.cutoff
      )
    case .tooFewPlaces(let side, let found, let needed):
      (
        "E1304", "\(side) the cutoff the running variable takes \(found) values; these polynomials need \(needed)",
        "use a lower order, a wider window, or a cutoff with rows on both sides", Idea.cutoff
      )
    case .badOption(let name, let value, let needed):
      ("E1305", "\(name) = \(value) is not possible", "give \(name) \(needed)", Idea.cutoff)
    case .constantOutcome:
      ("E1306", "the outcome is the same in every row", "choose an outcome that varies", Idea.rows)
    default:
      ("E1302", "no row has numbers for everything asked for", "check the columns for missing numbers", Idea.rows)
    }
  }

  private var designEntry: Entry {
    switch self {
    case .noFirstStage:
      (
        "E1307", "the treatment does not change at the cutoff, so its effect cannot be told",
        "check the treatment column and the cutoff", Idea.fuzzy
      )
    case .placeboOnCutoff(let placebo, let cutoff):
      (
        "E1309", "the placebo cutoff \(placebo) is the true cutoff \(cutoff)",
        "choose cutoffs below or above it", Idea.placebo
      )
    case .placeboWindowCrosses(let placebo, let bandwidth, let cutoff):
      (
        "E1310", "the window \(placebo) ± \(bandwidth) crosses the true cutoff \(cutoff), where the outcome jumps",
        "use a bandwidth below \(abs(placebo - cutoff)), or let it be selected", Idea.placebo
      )
    case .tooFewClusters(let side, let found):
      (
        "E1314", "\(found) cluster lies \(side) the cutoff; how clusters differ can be told from 2 upwards",
        "use finer clusters, a wider window, or none", Idea.clusters
      )
    case .treatmentNotBinary(let value):
      (
        "E1311", "the treatment takes the value \(value)", "code it as 0 (untreated) and 1 (treated)", Idea.sharp
      )
    default:
      (
        "E1308", "the running variable varies too little for a bandwidth to be chosen",
        "give the bandwidth, such as h=10, or use a running variable with more values", Idea.cutoff
      )
    }
  }

  private var fitEntry: Entry {
    switch self {
    case .collinear(let term):
      (
        "E1313", "the term '\(term)' is a combination of the others in these rows",
        "leave it out, or use a wider window", Idea.leastSquares
      )
    case .tooFewRowsForFit(let found, let terms):
      (
        "E1312", "\(found) rows cannot fit \(terms) terms", "use a wider window or fewer terms", Idea.leastSquares
      )
    default: ("E1312", "too few rows for the terms", "use a wider window or fewer terms", Idea.leastSquares)
    }
  }

  private var diagramEntry: Entry {
    switch self {
    case .syntax(let problem, let offset):
      (
        "E1320", "\(problem) (character \(offset + 1))",
        "write arrows and variables, with semicolons between: dag \"X -> T; T -> Y; X -> Y\"", Idea.diagram
      )
    case .selfCause(let name):
      ("E1322", "'\(name)' cannot cause itself", "remove the arrow from it to itself", Idea.diagram)
    case .cycle(let names):
      (
        "E1323", "the arrows go round in a circle: \(names.joined(separator: " → "))",
        "remove one arrow of the circle, or split a variable by time", Idea.diagram
      )
    case .unknownVariable(let name, let known):
      (
        "E1324", "'\(name)' is not in the diagram", "use one of \(known.joined(separator: ", "))", Idea.diagram
      )
    case .sameVariable(let name):
      (
        "E1325", "'\(name)' is given for two parts that must differ", "name two different variables", Idea.diagram
      )
    case .tooManyVariables(let found, let most):
      (
        "E1326", "the diagram has \(found) variables; sets are searched among at most \(most)",
        "leave out variables that no path joins to the question", Idea.diagram
      )
    default:
      ("E1321", "the diagram has no variables", "write at least \"T -> Y\"", Idea.diagram)
    }
  }
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
