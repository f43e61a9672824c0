import Basics
import Numerics
import Plans
import Samples

/// The rows a reader works on: those of the value, or those behind a result.
func preparedRows(of input: PlanValue, for name: String) throws -> PreparedRows {
  guard let set = input.payload.as(PreparedRows.self) else {
    throw PlanError.wrongContent(stage: name, needs: "images or features", found: input.kind.description)
  }
  return set
}

/// `classes`
struct ClassesStage: ReaderStage {
  static let declaration = Declaration(
    "classes", "Shows how many rows each class has, in training and test, as bars.", takes: .rows, gives: .document,
    discussion: """
      Imbalance is the first thing to know of a data set: a model that never says the rare class can still be right \
      most of the time. A class that is only in the test can never be recognised; that is told here.
      """,
    searchTerms: ["distribution", "balance", "counts", "labels"],
    examples: [Example("faces n=80 subjects=8 | classes", shows: "happy")])

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    let set = try preparedRows(of: input, for: "classes")
    let metadata = set.rows.metadata
    let labels = try metadata.labels
    let parts = metadata.parts
    let train = counts(labels) { parts?[$0] != .test }
    let test = counts(labels) { parts?[$0] == .test }
    let isSplit = parts?.contains(.test) ?? false
    let bars = labels.names.indices.map { code in
      Bar(
        labels.names[code], isSplit ? [Double(train[code]), Double(test[code])] : [Double(train[code])],
        note: isSplit ? "\(grouped(train[code])) train, \(grouped(test[code])) test" : grouped(train[code]))
    }
    let blocks =
      set.trainingBlocks + [.bars(bars)] + notes(labels, train, test, isSplit: isSplit).map { .text($0) }
    return Document(
      kind: "classes", blocks: blocks, synthetic: metadata.origin.synthetic,
      fields: labels.names.indices.map { (labels.names[$0], .number(Double(train[$0] + test[$0]))) },
      notes: set.document.notes)
  }

  private func counts(_ labels: Labels, _ isCounted: (Int) -> Bool) -> [Int] {
    var counts = [Int](repeating: 0, count: labels.names.count)
    for (row, code) in labels.codes.enumerated() where isCounted(row) { counts[code] += 1 }
    return counts
  }

  private func notes(_ labels: Labels, _ train: [Int], _ test: [Int], isSplit: Bool) -> [String] {
    let totals = zip(train, test).map { $0 + $1 }
    var notes: [String] = []
    if let most = totals.max(), let least = totals.filter({ $0 > 0 }).min(), least > 0 {
      let times = NumberFormat.shortest((Double(most) / Double(least) * 10).rounded() / 10)
      let sizes =
        most == least
        ? "all classes are of one size" : "the largest class has \(times) times the rows of the smallest"
      notes.append("\(grouped(totals.reduce(0, +))) rows; \(sizes)")
    }
    guard isSplit else { return notes }
    for (code, name) in labels.names.enumerated() {
      if train[code] == 0 { notes.append("'\(name)' is only in the test part: it can never be recognised") }
      if test[code] == 0 { notes.append("'\(name)' is only in the training part: it is never tested") }
    }
    return notes
  }
}

/// `info`
struct InfoStage: ReaderStage {
  static let declaration = Declaration(
    "info", "Tells what rows are: what they were taken for, shape, classes, subjects, groups and sources.",
    takes: .rows, gives: .document,
    discussion: """
      What a data set was taken for decides everything after it: whether subjects are known, whether it has a split of \
      its own, what its licence allows. The fingerprint names the content: the same on two machines, the same rows.
      """,
    searchTerms: ["describe", "summary", "about"],
    examples: [Example("faces n=40 subjects=8 | info", shows: "subjects")])

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    let set = try preparedRows(of: input, for: "info")
    let metadata = set.rows.metadata
    var rows: [(String, String)] = [("data", metadata.origin.name), ("shape", set.shapeText)]
    if let missing = try set.rows.content.missingNumbers(context: context.stage.execution) {
      rows.append(
        (
          "missing",
          "\(grouped(missing.count)) numbers, in \(grouped(missing.rows)) rows and \(grouped(missing.columns.count)) columns"
        ))
    }
    rows.append(("classes", metadata.knownLabels?.names.joined(separator: ", ") ?? "none: the rows have no labels"))
    if let target = metadata.column(.target) { rows.append(("target", spread(of: target))) }
    rows.append(("subjects", distinct(metadata.subjects)))
    rows.append(("groups", distinct(metadata.attribute(named: "group")?.texts.map { $0 ?? "" })))
    for column in metadata.attributes where column.name != "group" { rows.append((column.name, spread(of: column))) }
    rows.append(("sources", distinct(metadata.sources)))
    rows.append(("own split", metadata.hasParts ? "train and test" : "none"))
    rows.append(("fingerprint", metadata.origin.fingerprint))
    let table = Table(columns: ["what", "value"], rows: rows.map { .init([.text($0.0), .text($0.1)]) })
    return Document(
      kind: "info", blocks: metadata.origin.summary.map { .text($0.text) } + [.table(table)],
      synthetic: metadata.origin.synthetic,
      fields: [("rows", .number(Double(metadata.count)))] + rows.map { ($0.0, .text($0.1)) },
      notes: set.document.notes)
  }

  /// What an attribute holds: its different texts, or from where to where its numbers go.
  private func spread(of column: MetadataColumn) -> String {
    let missing = column.missingCount
    let numbers: [Double]
    switch column.values {
    case .wholeNumbers(let list): numbers = list.compactMap { $0.map(Double.init) }
    case .numbers(let list): numbers = list.compactMap { $0 }
    case .texts, .classes: numbers = []
    }
    let values =
      numbers.min().flatMap { low in
        numbers.max().map { "from \(Scalar.number(low).text) to \(Scalar.number($0).text)" }
      } ?? distinct(column.texts.map { $0 ?? "" })
    return values + (missing == 0 ? "" : "; \(grouped(missing)) missing")
  }

  private func distinct(_ values: [String]?) -> String {
    let names = Set(values ?? []).subtracting([""]).sorted()
    if names.isEmpty { return "not known" }
    return names.count <= 8
      ? names.joined(separator: ", ") : "\(grouped(names.count)), from \(names[0]) to \(names[names.count - 1])"
  }
}
