import Basics
import Plans

/// A script with what came of it: what is handed out or handed in. Made while the script runs; written as a page, as
/// Markdown or as a notebook.
public struct Report: Sendable {
  public struct Cell: Sendable {
    public enum Content: Sendable {
      /// Text in Markdown.
      case text(String)
      /// Lines of Mien, with what came of them, in order.
      case code(String, [Output])
    }

    /// Empty where it has none.
    public var title: String
    public var content: Content

    public init(title: String = "", _ content: Content) {
      self.title = title
      self.content = content
    }
  }

  /// What came of a statement.
  public enum Output: Sendable {
    case shown(PlanValue)
    /// A variable that was given a value.
    case bound(name: String, PlanValue)
    /// Why it failed, as it was told on the terminal.
    case failed(String)
  }

  /// One set of test rows, and how often it has been scored.
  struct Looks: Equatable {
    var data: String
    var evaluation: String
    var count: Int
  }

  public enum Form: String, Sendable, CaseIterable {
    case html
    case markdown = "md"
    case notebook = "ipynb"

    /// By the ending of a file; nil where no report has it.
    public init?(path: String) {
      let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
      self.init(rawValue: ending == "htm" ? "html" : ending)
    }
  }

  public var title: String
  public var cells: [Cell]
  /// What it ran on, a name and a text each.
  public var environment: [(name: String, value: String)]
  private var loggedLooks: [Looks] = []

  public init(title: String, cells: [Cell], environment: [(name: String, value: String)]) {
    self.title = title
    self.cells = cells
    self.environment = environment
  }

  /// Adds what came of a statement to its cell, which must hold code.
  public mutating func add(_ output: Output, toCell index: Int) {
    guard cells.indices.contains(index), case .code(let code, let outputs) = cells[index].content else { return }
    cells[index].content = .code(code, outputs + [output])
  }

  var values: [PlanValue] {
    cells.flatMap { cell -> [PlanValue] in
      guard case .code(_, let outputs) = cell.content else { return [] }
      return outputs.compactMap { output in
        switch output {
        case .shown(let value), .bound(_, let value): value
        case .failed: nil
        }
      }
    }
  }

  /// How often the test rows behind its results have been looked at: the more often, the less a best score means. Those
  /// behind its sweeps too, and as often as by now, where an experiment log has been asked.
  var looks: [Looks] {
    var looks: [Looks] = []
    for found in ownLooks + loggedLooks {
      if let known = looks.firstIndex(where: { $0.data == found.data && $0.evaluation == found.evaluation }) {
        looks[known].count = max(looks[known].count, found.count)
      } else {
        looks.append(found)
      }
    }
    return looks
  }

  private var ownLooks: [Looks] {
    values.compactMap { $0.as(EvaluationResult.self) }.map { result in
      Looks(data: result.provenance.dataText, evaluation: result.evaluation, count: result.provenance.testSplitScored)
    }
  }

  /// Asks a log how often the test rows of its results and of its sweeps have been scored by now.
  public mutating func countLooks(by log: any ExperimentLog) {
    let results = values.compactMap { $0.as(EvaluationResult.self) }.map { RunRecord($0) }
    let tables = values.compactMap { $0.as(Table.self) }
    var data: [String: String] = [:]
    for table in tables {
      let origins = table.provenance.filter { $0.topic == .data }.map(\.content).joined()
      for row in table.rows { if let plan = row.plan, plan.modelIndex != nil { data[PlanRecord(plan).text] = origins } }
    }
    let runs = log.runs()
    // A plan that was scored on other data before is none of this table's.
    let swept = data.isEmpty ? [] : runs.filter { run in data[run.program]?.contains(run.dataFingerprint) ?? false }
    var seen: Set<[String]> = []
    loggedLooks = (results + swept).filter { seen.insert([$0.dataFingerprint, $0.evaluation]).inserted }.map { run in
      // A lasting log tells the how-manieth plan a run was, but not by which name its test is asked for.
      let ordinals = runs.filter { $0.dataFingerprint == run.dataFingerprint && $0.evaluation == run.evaluation }
      return Looks(
        data: "\(run.synthetic ?? "real"), \(run.data) (\(run.dataFingerprint))", evaluation: run.evaluation,
        count: max(log.looks(at: run.test), ordinals.map(\.ordinal).max() ?? 0))
    }
  }

  /// The looks, what is known of licence and consent, and the environment, as what ends every form.
  var ending: [Document] {
    let looks = looks
    let environment = Table(
      columns: ["what", "value"], rows: self.environment.map { .init([.text($0.name), .text($0.value)]) })
    let looked = Table(
      columns: ["data", "evaluation", "plans scored on these test rows"],
      rows: looks.map {
        .init([.text($0.data), .text($0.evaluation), $0.count > 0 ? .number(Double($0.count)) : .text("not counted")])
      })
    let documents = looks.isEmpty ? [] : [Document(kind: "looks", blocks: [.table(looked)])]
    let permissions = DataPermissions(values).document
    return documents + [permissions].compactMap(\.self) + [Document(kind: "environment", blocks: [.table(environment)])]
  }

  static func endingTitle(_ document: Document) -> String {
    switch document.kind {
    case "looks": "How often the test rows were scored"
    case "permissions": "Licence and consent"
    default: "Environment"
    }
  }
}
