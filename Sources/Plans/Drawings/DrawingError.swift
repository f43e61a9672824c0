import Numerics

/// What can be wrong with a drawing.
public enum DrawingError: ExplainableError {
  case nothingToDraw(found: String)
  case noValues
  case noSuchKind(String, offered: [String])
  case noSuchColumn(String, known: [String])
  case noNumbers(column: String)
  case notBeside(kind: String)
  case notPrinted(reason: String)

  public static let samples: [Self] = [
    .nothingToDraw(found: "a fitted model"), .noValues, .noSuchKind("pie", offered: ["bars", "points"]),
    .noSuchColumn("kk", known: ["k", "macro_f1"]), .noNumbers(column: "model"), .notBeside(kind: "confusion"),
    .notPrinted(reason: "libcairo.so.2: cannot open shared object file"),
  ]

  public var entry: ErrorEntry {
    switch self {
    case .nothingToDraw(let found):
      ErrorEntry(
        "E0329", "there is no picture of \(found)",
        remedy: "results, rows, tables, sweeps, comparisons, counts of classes and pictures can be drawn",
        explanation: Idea.offers)
    case .noValues:
      ErrorEntry(
        "E0345", "there is nothing to draw",
        remedy: "put it after a value, or name several to stand beside each other, as in [base, fair]",
        explanation: Idea.offers)
    case .noSuchKind(let kind, let offered):
      ErrorEntry(
        "E0341", "this cannot be drawn as '\(kind)'",
        remedy: "it can be drawn as \(offered.joined(separator: ", "))", explanation: Idea.offers)
    case .noSuchColumn(let name, let known):
      ErrorEntry(
        "E0110", "there is no column '\(name)'", remedy: "columns: \(known.joined(separator: ", "))",
        explanation: "The columns of a sweep are its choices and its metrics; those of rows are what is known of them.")
    case .noNumbers(let column):
      ErrorEntry(
        "E0342", "column '\(column)' holds no numbers to draw", remedy: "name another by y=",
        explanation: "Bars, points and lines need numbers for their lengths and places.")
    case .notBeside(let kind):
      ErrorEntry(
        "E0343", "these have different classes or axes, and cannot stand on one scale as '\(kind)'",
        remedy: "draw them one by one",
        explanation: "Pictures beside each other share their axes, so that they can be compared by eye.")
    case .notPrinted(let reason):
      ErrorEntry(
        "E0344", "PNG and PDF are drawn by Cairo, which did not do it: \(reason)",
        remedy: "install libcairo2, as scripts/setup does; SVG needs nothing",
        explanation:
          "Letters become shapes only with fonts, so that PNG and PDF need a library of the system. SVG is text "
          + "and is written by Mien itself.")
    }
  }
}

/// What `explain` says beyond one case.
private enum Idea {
  static let offers =
    "A value says itself what it can be drawn as; the help of the stage that draws lists the usual ones."
}
