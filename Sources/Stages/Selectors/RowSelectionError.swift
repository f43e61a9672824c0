import Basics
import Numerics

/// Why no rows are chosen.
enum RowSelectionError: ExplainableError, Equatable {
  case nothingNamed(stage: String)
  case noValues(name: String)
  case unknownName(String, known: [String])
  /// - Parameter value: nil for one that is missing.
  case unknownValue(_ value: String?, of: String, known: [String])
  case noRowHasAll(String)
  case noRowLeft(String)
  case tooFew(asked: Int, rows: Int)

  static let samples: [Self] = [
    .nothingNamed(stage: "only"), .noValues(name: "class"), .unknownName("sexe", known: ["sex", "class"]),
    .unknownValue("hapy", of: "class", known: ["happy", "sad"]), .noRowHasAll("class=sad sex=F"),
    .noRowLeft("class=[happy, sad]"), .tooFew(asked: 900, rows: 240),
  ]

  var entry: ErrorEntry {
    switch self {
    case .nothingNamed(let stage):
      ErrorEntry(
        "E0356", "\(stage) is not told which rows",
        remedy: "name what they have in common: `\(stage) class=happy`, `\(stage) subject=[S001, S002]`",
        explanation: Self.idea)
    case .noValues(let name):
      ErrorEntry(
        "E0361", "the list of \(name) is empty", remedy: "name a value at least, or leave `\(name)=` out",
        explanation: Self.idea)
    case .unknownName(let name, let known):
      ErrorEntry(
        "E0357", "nothing called '\(name)' is known of these rows",
        remedy: Self.hint(name, known) + (known.isEmpty ? "" : "known: \(known.joined(separator: ", "))"),
        explanation: "Rows are chosen by what is known of them beside their content: class, subject, source, and the "
          + "attributes that they came with, which `load` and `table` take by attributes=[sex, age].")
    case .unknownValue(let value, let name, let known):
      ErrorEntry(
        "E0358", value.map { "no row has the \(name) '\($0)'" } ?? "of every row the \(name) is known",
        remedy: (value.map { Self.hint($0, known) } ?? "leave out `none`; ") + "there are: "
          + known.prefix(12).joined(separator: ", ") + (known.count > 12 ? ", … (\(grouped(known.count)))" : ""),
        explanation:
          "A value that no row has is most often a slip of the pen. Values are written as the data spell them; "
          + "`classes` counts them, `info` tells what is known.")
    case .noRowHasAll(let text):
      ErrorEntry(
        "E0359", "no row has all of \(text)",
        remedy: "name fewer at once, or look how they go together: `only` with one of them, then `info`",
        explanation: "Of several names all must hold. A combination may have no rows though each value has some.")
    case .noRowLeft(let text):
      ErrorEntry(
        "E0362", "every row has \(text), so none would be left",
        remedy: "drop fewer; `only` keeps what `drop` leaves out", explanation: Self.idea)
    case .tooFew(let asked, let rows):
      ErrorEntry(
        "E0360", "\(grouped(asked)) rows cannot be drawn from \(rows == 1 ? "1 row" : grouped(rows) + " rows")",
        remedy: rows == 0 ? "there are no rows: look at what stands before" : "ask for \(grouped(rows)) or fewer",
        explanation: "`sample` draws without repeats, so it cannot give more rows than there are.")
    }
  }

  private static func hint(_ name: String, _ known: [String]) -> String {
    nearestName(to: name, among: known).map { "did you mean '\($0)'? " } ?? ""
  }

  private static let idea =
    "`only` keeps rows and `drop` leaves them out by what is known of them: `only class=[happy, fear] sex=F`."
}
