import Basics
import Plans
import Samples

/// `x | datasheet`
struct DatasheetStage: ReaderStage {
  static let declaration = Declaration(
    "datasheet", "Tells what a data set is, who is in it, and what is missing.", takes: .rows, gives: .document,
    discussion: """
      A data set decides for whom a model can work before any model is chosen. The datasheet says what is known of it, in \
      the order of Gebru et al.: what it is and under what licence, whether those shown agreed, who they are by every \
      attribute, how classes and groups meet, and which questions nobody has answered. What it cannot know it calls unknown \
      rather than leaving it out.
      """,
    searchTerms: ["consent", "licence", "documentation", "provenance", "coverage", "groups"],
    reference: "Gebru et al. 2021 (Datasheets for Datasets)",
    examples: [Example("faces n=160 subjects=16 | datasheet", shows: "consent")])

  /// Fewer rows of a kind than these can neither be learnt from nor tested on.
  private static let few = 10

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    guard let set = input.as(PreparedRows.self) else {
      throw PlanError.wrongContent(stage: "datasheet", needs: "images or features", found: input.kind.description)
    }
    let metadata = set.rows.metadata
    let gaps = gaps(metadata)
    return Document(
      kind: "datasheet",
      blocks: [.heading("what it is"), .text("\(metadata.origin.name): \(set.shapeText)")]
        + metadata.origin.summary.map { .text($0.text) } + [.heading("who is in it"), .table(people(metadata))]
        + crossing(metadata) + [.heading("known gaps")]
        + (gaps.isEmpty ? ["none that can be seen from the rows"] : gaps).map { .text($0) },
      synthetic: metadata.origin.synthetic,
      fields: [
        ("rows", .number(Double(metadata.count))), ("gaps", .number(Double(gaps.count))),
        ("subjects", subjectCount(metadata).map { .number(Double($0)) } ?? .missing),
      ], notes: ["fingerprint \(metadata.origin.fingerprint)"])
  }

  private func subjectCount(_ metadata: RowMetadata) -> Int? {
    metadata.column(.subject).map { Set($0.texts.compactMap { $0 }).count }.flatMap { $0 > 0 ? $0 : nil }
  }

  /// A line for subjects, classes and every attribute.
  private func people(_ metadata: RowMetadata) -> Table {
    func row(_ what: String, _ column: MetadataColumn?) -> Table.Row {
      guard let column else { return .init([.text(what), .text("not known"), .missing, .missing, .missing]) }
      let counts = Self.counts(column.texts)
      return .init([
        .text(what), .text(Self.listed(counts.map { "\($0.name) (\(grouped($0.count)))" })),
        .number(Double(counts.count)), .number(Double(counts.map(\.count).min() ?? 0)),
        .number(Double(column.missingCount)),
      ])
    }
    let labels = metadata.column(.label)
    return Table(
      columns: ["what", "values (rows)", "different", "rows of the rarest", "rows without"],
      rows: [row("subjects", metadata.column(.subject)), row("classes", labels)]
        + metadata.attributes.map { row($0.name, $0) } + [row("sources", metadata.column(.source))])
  }

  /// How classes meet the groups of each attribute of few values.
  private func crossing(_ metadata: RowMetadata) -> [Document.Block] {
    guard let labels = metadata.knownLabels else { return [] }
    return metadata.attributes.flatMap { attribute -> [Document.Block] in
      let groups = Self.counts(attribute.texts).map(\.name).sorted()
      guard (2...12).contains(groups.count) else { return [] }
      let texts = attribute.texts
      let rows = labels.names.indices.map { code in
        Table.Row(
          [.text(labels.names[code])]
            + groups.map { group in
              .number(Double(texts.indices.count { labels.codes[$0] == code && texts[$0] == group }))
            })
      }
      return [
        .heading("rows of each class by \(attribute.name)"), .table(Table(columns: ["class"] + groups, rows: rows)),
      ]
    }
  }

  /// What nobody knows, and who is hardly there.
  private func gaps(_ metadata: RowMetadata) -> [String] {
    var gaps: [String] = []
    func isAnswered(_ title: String) -> Bool { metadata.origin.fact(title)?.isAnswered ?? false }
    if metadata.origin.synthetic == nil {
      if !isAnswered("licence") {
        gaps.append("licence: unknown; ask before the data, or pictures from them, are passed on")
      }
      if !isAnswered("consent") { gaps.append("consent: unknown; nobody says whether the people shown agreed") }
    } else {
      gaps.append("consent: nobody is shown, so nobody had to agree; nothing measured here is about people")
    }
    if subjectCount(metadata) == nil {
      gaps.append(
        "subjects: unknown, so that one face may be learnt from and tested on, and no interval can be over people")
    }
    if metadata.attributes.isEmpty {
      gaps.append("groups: no attribute is known, so that nobody can tell for whom a model is worse")
    }
    for column in metadata.columns where [.label, .attribute].contains(column.role) {
      let counts = Self.counts(column.texts)
      let rare = counts.filter { $0.count < Self.few }
      if counts.count <= 30, !rare.isEmpty {
        gaps.append(
          "\(column.name): fewer than \(Self.few) rows of " + Self.listed(rare.map { "\($0.name) (\($0.count))" }))
      }
      if column.missingCount > 0 { gaps.append("\(column.name): missing in \(grouped(column.missingCount)) rows") }
    }
    return gaps + unmet(metadata)
  }

  /// Classes that a group shows nowhere.
  private func unmet(_ metadata: RowMetadata) -> [String] {
    guard let labels = metadata.knownLabels else { return [] }
    return metadata.attributes.compactMap { attribute in
      let texts = attribute.texts
      let groups = Self.counts(texts).map(\.name).sorted()
      guard (2...12).contains(groups.count) else { return nil }
      let met = Set(texts.indices.compactMap { row in texts[row].map { "\($0)\u{0}\(labels.codes[row])" } })
      let pairs = groups.flatMap { group in
        labels.names.indices.filter { !met.contains("\(group)\u{0}\($0)") }.map { "\(labels.names[$0]) of \(group)" }
      }
      return pairs.isEmpty ? nil : "\(attribute.name): no row of " + Self.listed(pairs)
    }
  }

  /// Each value with its rows, the commonest first.
  private static func counts(_ texts: [String?]) -> [(name: String, count: Int)] {
    Dictionary(grouping: texts.compactMap { $0 }, by: { $0 }).map { (name: $0.key, count: $0.value.count) }
      .sorted { ($1.count, $0.name) < ($0.count, $1.name) }
  }

  private static func listed(_ names: [String]) -> String {
    names.prefix(6).joined(separator: ", ") + (names.count > 6 ? " and \(names.count - 6) more" : "")
  }
}
