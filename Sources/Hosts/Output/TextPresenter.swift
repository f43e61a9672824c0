import Basics
import Graphics
import Numerics
import Plans
import Samples

/// Values as a person reads them in a terminal.
struct TextPresenter {
  let style: TerminalStyle

  /// The parts of what is shown, between which an empty line stands.
  func sections(of value: PlanValue) -> [String] {
    switch value.payload {
    case .samples(let set): sections(of: set)
    case .result(let result): sections(of: result)
    case .table(let table):
      notice(table.synthetic) + [text(of: table)] + notes(table.notes) + provenance(of: table)
    case .scalar(let scalar): [scalar.text]
    case .document(let document): sections(of: document)
    case .fittedPipeline(let pipeline): sections(of: pipeline)
    }
  }

  /// One line for a variable that was just given a value.
  func summary(of value: PlanValue) -> String {
    switch value.payload {
    case .samples(let set): set.shapeText + mark(set.rows.metadata.origin.synthetic)
    case .result(let result):
      result.scores.metrics.prefix(2).map { "\($0.title) \(score($0.value))" }.joined(separator: ", ")
        + mark(result.provenance.synthetic)
    case .table(let table):
      "\(grouped(table.rows.count)) × \(grouped(table.columns.count)) table" + mark(table.synthetic)
    case .scalar(let scalar): String(wrapped(scalar.text, width: .max).prefix { $0 != "\n" })
    case .document(let document): document.kind + mark(document.synthetic)
    case .fittedPipeline(let pipeline):
      "model of \(pipeline.steps.count) stages" + mark(pipeline.origin.synthetic)
    }
  }

  /// Stands above everything that is made from data that are not real.
  func notice(_ synthetic: String?) -> [String] {
    guard let synthetic else { return [] }
    return [style.loud(" \(synthetic.uppercased()): NOT REAL DATA ")]
  }

  func notes(_ notes: [String]) -> [String] {
    guard !notes.isEmpty else { return [] }
    return [
      notes.map { style.warning("note:") + " " + hanging($0, by: 6) }.joined(separator: "\n")
    ]
  }

  /// Wrapped, with all lines but the first moved in.
  func hanging(_ text: String, by indentation: Int) -> String {
    wrapped(text, width: style.width - indentation)
      .split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: "\n" + String(repeating: " ", count: indentation))
  }

  func text(of table: Table) -> String {
    if table.rows.isEmpty, !table.columns.isEmpty {
      return "no rows (columns: \(table.columns.joined(separator: ", ")))"
    }
    let (layout, text) = fitted(table)
    return ([text.text(style)] + layout.legend.map { style.faint(wrapped($0, width: style.width)) })
      .joined(separator: "\n")
  }

  /// With as much of the estimates as there is room for.
  private func fitted(_ table: Table) -> (TableLayout, TextTable) {
    let spreads: [TableLayout.Spread] = [.all, .only([headlineMetric, "difference"]), .only(["difference"])]
    for spread in spreads {
      let (layout, text) = laidOut(table, spread)
      if text.width <= style.width { return (layout, text) }
    }
    return laidOut(table, table.columns.contains("difference") ? .only(["difference"]) : .none)
  }

  private func laidOut(_ table: Table, _ spread: TableLayout.Spread) -> (TableLayout, TextTable) {
    let layout = TableLayout.reading(table, spread: spread, starsBest: true)
    let shown = style.characters == .ascii ? layout.inASCII : layout
    return (shown, TextTable(shown, of: table))
  }

  private func provenance(of table: Table) -> [String] {
    guard !table.provenance.isEmpty else { return [] }
    return [table.provenance.map { style.faint(hanging($0.text, by: 2)) }.joined(separator: "\n")]
  }

  func score(_ value: Double) -> String {
    value.isFinite ? NumberFormat.decimal(value, digits: 3) : "–"
  }

  private func mark(_ synthetic: String?) -> String {
    synthetic.map { " (\($0))" } ?? ""
  }

  private func sections(of set: PreparedRows) -> [String] {
    let metadata = set.rows.metadata
    let origin = metadata.origin
    var head = [style.bold("\(sanitized(origin.name)): \(set.shapeText)")]
    if let subjects = metadata.subjects { head.append("\(grouped(Set(subjects).count)) subjects") }
    head += origin.summary.map { wrapped($0, width: style.width) }
    return notice(origin.synthetic) + [head.joined(separator: "\n"), classBars(of: set)].filter { !$0.isEmpty }
  }

  /// How many rows each class has; by side where the data set has a split of its own or one has been made.
  private func classBars(of set: PreparedRows) -> String {
    guard let labels = set.rows.metadata.knownLabels else { return "" }
    let isTest = set.rows.metadata.parts.map { parts in parts.map { $0 == .test } }
    guard let isTest, set.resampled == nil else {
      return barChart(
        zip(labels.names, (set.training.metadata.knownLabels ?? labels).counts).map { Bar($0, Double($1)) },
        style: style)
    }
    var counts = [[Int]](repeating: [0, 0], count: labels.names.count)
    for (code, isTest) in zip(labels.codes, isTest) { counts[code][isTest ? 1 : 0] += 1 }
    return stackedBarChart(
      zip(labels.names, counts).map { StackedBar($0, $1) }, parts: ["train", "test"], style: style)
  }

  private func sections(of pipeline: FittedPipeline) -> [String] {
    notice(pipeline.origin.synthetic) + [
      style.bold("fitted on \(grouped(pipeline.trainingRows)) rows of \(sanitized(pipeline.origin.name))"),
      text(of: steps(of: pipeline)),
    ] + (pipeline.classNames.isEmpty ? [] : ["classes: " + pipeline.classNames.joined(separator: ", ")])
  }
}
