import Basics
import Datasets
import Diagnostics
import Numerics
import Plans
import Samples

/// Predictions in a table, whoever made them: a result like any other.
///
/// `truth` and `prediction` must be there; `row`, `subject`, `source`, `fold` and `p_CLASS` or `p CLASS` (how likely each class is) are
/// known by name; every other column is an attribute.
struct PredictionTable {
  private let table: WrittenTable
  private let path: String
  private let truth: [String]
  private let predicted: [String]
  private let classNames: [String]
  private let probabilities: Matrix?

  /// What the names of columns of probabilities begin with.
  private let mark: String
  private static let known: Set = [
    "truth", "prediction", "row", "subject", "source", "fold", "part", "synthetic", "provenance", "remarks",
  ]

  /// - Throws: `PredictionTableError`, `DatasetError`.
  init(path: String) throws {
    self.path = path
    let table = try WrittenTable(path: path)
    self.table = table
    for name in ["truth", "prediction"] where table.column(name) == nil {
      throw PredictionTableError.noColumn(name, path: path, columns: table.names)
    }
    truth = table.column("truth") ?? []
    predicted = table.column("prediction") ?? []
    for (name, texts) in [("truth", truth), ("prediction", predicted)] {
      if let row = texts.firstIndex(of: "") {
        throw PredictionTableError.noClass(column: name, line: row + 2, path: path)
      }
    }
    let found = Set(truth).union(predicted)
    // As `predictions` writes them; a column such as p_value is an attribute where no class is called so.
    let mark = found.contains { table.column("p_\($0)") != nil } ? "p_" : "p "
    self.mark = mark
    let said = table.names.filter { $0.hasPrefix(mark) }.map { String($0.dropFirst(mark.count)) }
    if !said.isEmpty, let other = found.subtracting(said).sorted().first {
      throw PredictionTableError.noProbability(of: other, path: path)
    }
    classNames = said.isEmpty ? found.sorted() : said
    probabilities = said.isEmpty ? nil : try Self.matrix(table, said, mark, path)
  }

  private static func matrix(
    _ table: WrittenTable, _ classes: [String], _ mark: String, _ path: String
  ) throws -> Matrix {
    var matrix = Matrix(rows: table.rows, columns: classes.count)
    for (code, name) in classes.enumerated() {
      for (row, text) in (table.column(mark + name) ?? []).enumerated() {
        guard let number = Float(text), number >= 0, number <= 1 else {
          throw PredictionTableError.notProbability(text, column: mark + name, line: row + 2, path: path)
        }
        matrix[row, code] = number
      }
    }
    return matrix
  }

  /// - Parameter stage: what opened it, whose plan the result has: nobody knows what made the predictions.
  func result(_ stage: OpenStage, _ context: ReaderContext) throws -> EvaluationResult {
    let step = PlanStep(
      stage: stage, text: "open \(path.canonicalText)",
      location: Location(SourceText(name: path, text: ""), Span(0, 0)), arguments: [("path", .text(path))])
    let origin = DataProvenance(
      name: path.split(separator: "/").last.map(String.init) ?? path,
      synthetic: table.column("synthetic")?.first { !$0.isEmpty },
      fingerprint: Digest("predictions", rowsText).hexadecimal)
    let outcomes = outcomes(origin)
    let isPooled = isOnePersonAFold(outcomes)
    let scores = try context.catalogue.scorer.score(
      outcomes, classNames: classNames, isPooled: isPooled, context: context.stage.execution)
    return EvaluationResult(
      plan: Plan([step]), evaluation: "as its file says, \(outcomes.count) split\(outcomes.count == 1 ? "" : "s")",
      classNames: classNames, outcomes: outcomes, scores: scores,
      provenance: Provenance(
        data: origin.name, dataFingerprint: origin.fingerprint, synthetic: origin.synthetic, seed: 0,
        testSplitScored: 0,
        version: mienVersion),
      notes: ["predictions from a file: what made them, and whether it had seen these rows, is not known here"]
        + remarks.map { "its file says: \($0)" } + scores.notes,
      seconds: 0, isPooled: isPooled)
  }

  /// What was known of a result whose predictions were written, each remark once.
  private var remarks: [String] { Set(table.column("remarks") ?? []).filter { !$0.isEmpty }.sorted() }

  /// What is said of the rows, and not what was answered or by what: predictions of two models for the same rows can be
  /// compared.
  private var rowsText: String {
    let ofAnswers: Set = ["prediction", "provenance", "remarks"]
    return table.names.indices.filter { !ofAnswers.contains(table.names[$0]) && !table.names[$0].hasPrefix(mark) }
      .map { table.columns[$0].joined(separator: "\n") }.joined(separator: "\n\n")
  }

  private func outcomes(_ origin: DataProvenance) -> [FoldOutcome] {
    let codeOfClass = Dictionary(zip(classNames, classNames.indices), uniquingKeysWith: { first, _ in first })
    let folds = table.column("fold") ?? [String](repeating: "test", count: table.rows)
    let names = table.column("row") ?? (0..<table.rows).map { "row \($0 + 1)" }
    let numberOfRow = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var times: [String: Int] = [:]
    let repetition = names.map { name -> Int in
      times[name, default: 0] += 1
      return times[name, default: 1] - 1
    }
    var order: [String] = []
    for fold in folds where !order.contains(fold) { order.append(fold) }
    return order.enumerated().map { number, fold in
      let rows = folds.indices.filter { folds[$0] == fold }
      let codes = { (texts: [String]) in rows.compactMap { codeOfClass[texts[$0]] } }
      return FoldOutcome(
        split: RowSplit(
          train: [], test: rows.map { numberOfRow[names[$0]] ?? $0 },
          repetition: rows.map { repetition[$0] }.max() ?? 0,
          fold: number, name: fold),
        test: metadata(rows, Labels(names: classNames, codes: codes(truth)), names, origin),
        predictions: Predictions(
          codes: codes(predicted), probabilities: probabilities.map { $0.gathering(rows) }), trainingRows: 0, notes: [])
    }
  }

  private func metadata(_ rows: [Int], _ labels: Labels, _ names: [String], _ origin: DataProvenance) -> RowMetadata {
    let attributes = table.names.indices.filter {
      !Self.known.contains(table.names[$0]) && !table.names[$0].hasPrefix(mark)
        && !table.names[$0].isEmpty
        && table.names.firstIndex(of: table.names[$0]) == $0
    }
    return RowMetadata(
      labels: labels, subjects: table.column("subject").map { texts in rows.map { texts[$0] } },
      sources: rows.map { table.column("source")?[$0] ?? origin.name }, rowNames: rows.map { names[$0] },
      attributes: attributes.map { column in
        let texts = rows.map { row in table.columns[column][row] }.map { MissingWords.isMissing($0) ? nil : $0 }
        return MetadataColumn(table.names[column], .attribute, .init(inferredFrom: texts))
      }, origin: origin)
  }

  /// As leaving one subject out gives it, whose scores are those of all folds together.
  private func isOnePersonAFold(_ outcomes: [FoldOutcome]) -> Bool {
    outcomes.count > 1
      && outcomes.allSatisfy { outcome in outcome.test.subjects.map { Set($0).count == 1 && $0.first != "" } ?? false }
  }
}

/// What can be wrong with a table of predictions.
enum PredictionTableError: ExplainableError {
  case noColumn(String, path: String, columns: [String])
  case noClass(column: String, line: Int, path: String)
  case noProbability(of: String, path: String)
  case notProbability(String, column: String, line: Int, path: String)

  static let samples: [Self] = [
    .noColumn("truth", path: "theirs.csv", columns: ["label", "prediction"]),
    .noClass(column: "truth", line: 3, path: "theirs.csv"), .noProbability(of: "fear", path: "theirs.csv"),
    .notProbability("1.2", column: "p fear", line: 3, path: "theirs.csv"),
  ]

  var entry: ErrorEntry {
    switch self {
    case .noColumn(let name, let path, let columns):
      ErrorEntry(
        "E0337", "\"\(path)\" has no column '\(name)'; columns: \(columns.prefix(12).joined(separator: ", "))",
        remedy: "call the true classes truth and the answers prediction; `load` reads rows to learn from",
        explanation: Self.idea)
    case .noClass(let column, let line, let path):
      ErrorEntry(
        "E0338", "\"\(path)\" line \(line): \(column) is empty",
        remedy: "leave out rows that have no class, or no answer",
        explanation: Self.idea)
    case .noProbability(let name, let path):
      ErrorEntry(
        "E0339", "\"\(path)\" has probabilities, but no column 'p_\(name)'",
        remedy: "give a column for every class, or none", explanation: Self.idea)
    case .notProbability(let text, let column, let line, let path):
      ErrorEntry(
        "E0340", "\"\(path)\" line \(line), \(column): '\(text)' is not a number from 0 to 1",
        remedy: "give probabilities, not percentages or scores", explanation: Self.idea)
    }
  }

  private static let idea =
    "`open \"theirs.csv\"` reads what any program predicted: a row each test row, with the columns truth and prediction, and "
    + "row, subject, source, fold, a column 'p_CLASS' for each class, and attributes where they are known."
}
