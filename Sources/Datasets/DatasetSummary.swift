import Basics
import Numerics
import Samples

/// What `load` says of a data set: what it was taken for and how much of what is in it, a line each.
public struct DatasetSummary: Sendable, Hashable {
  public let lines: [DataFact]
  public let notes: [String]

  /// All lines as plain text, titles aligned.
  public var text: String {
    let width = lines.map(\.title.count).max() ?? 0
    let shown = lines.map { $0.title + String(repeating: " ", count: width - $0.title.count + 2) + $0.answer }
    return (shown + notes.map { "note: \($0)" }).joined(separator: "\n")
  }
}

extension DatasetSummary {
  /// Cost: one pass over what is known of the rows.
  init(
    _ metadata: RowMetadata, sizeText: String, layout: Layout, skipped: [SkippedFile], manifest: Manifest,
    notes: [String]
  ) {
    var lines = [
      DataFact("data set", manifest.title),
      DataFact("read as", layout.description),
      DataFact("rows", sizeText),
      DataFact("classes", Self.classText(metadata.knownLabels)),
      DataFact("split", Self.splitText(metadata.parts)),
      DataFact("subjects", metadata.column(.subject).map { grouped(Spellings($0.texts).texts.count) } ?? "unknown"),
    ]
    for column in metadata.columns where [.attribute, .target].contains(column.role) {
      let title = column.name == Dataset.groupName ? "groups" : column.name
      lines.append(DataFact(title, Self.text(of: column)))
    }
    if let sources = metadata.column(.source)?.texts, metadata.differentSources.count > 1 {
      lines.append(DataFact("sources", Self.tally(sources)))
    }
    if !skipped.isEmpty { lines.append(DataFact("skipped", Self.text(of: skipped))) }
    lines.append(DataFact("kind", Self.kindText(manifest)))
    lines.append(DataFact("licence", manifest.licence))
    lines.append(DataFact("consent", manifest.consent))
    self.lines = lines
    self.notes = notes
  }

  private static func classText(_ labels: Labels?) -> String {
    guard let labels else { return "none: no column was taken for the labels" }
    let counts = zip(labels.names, labels.counts).map { "\($0) \(grouped($1))" }
    return "\(labels.names.count): " + listed(counts, atMost: 30)
  }

  private static func splitText(_ parts: [RowMetadata.Part]?) -> String {
    guard let parts else { return "none of its own" }
    let train = parts.count { $0 == .train }
    return "\(grouped(train)) train, \(grouped(parts.count - train)) test"
  }

  /// The different texts, or from where to where the numbers go; and how many are missing.
  private static func text(of column: MetadataColumn) -> String {
    let missing = column.missingCount
    let left = missing == 0 ? "" : "; \(grouped(missing)) missing"
    let numbers: [Double]
    switch column.values {
    case .wholeNumbers(let list): numbers = list.compactMap { $0.map(Double.init) }
    case .numbers(let list): numbers = list.compactMap { $0 }
    case .texts, .classes: return tally(column.texts.filter { $0 != nil }) + left
    }
    guard let low = numbers.min(), let high = numbers.max() else { return "none known" }
    return "from \(shortText(low)) to \(shortText(high))" + left
  }

  private static func shortText(_ number: Double) -> String {
    number.description.hasSuffix(".0") ? String(number.description.dropLast(2)) : number.description
  }

  private static func text(of skipped: [SkippedFile]) -> String {
    counted(skipped.count, "file") + ": " + listed(skipped.map { "\($0.name) (\($0.reason))" }, atMost: 5)
  }

  private static func kindText(_ manifest: Manifest) -> String {
    [
      manifest.kind == .unknown ? "unknown" : manifest.kind.rawValue,
      manifest.acting == .unknown ? "not known whether posed" : manifest.acting.rawValue,
      manifest.isSynthetic ? "synthetic" : nil,
    ].compactMap { $0 }.joined(separator: ", ")
  }

  /// "a 12, b 3", sorted by name.
  private static func tally(_ values: [String?]) -> String {
    let found = Spellings(values)
    let sorted = zip(found.texts, found.counts).sorted { precedesInBytes($0.0, $1.0) }
    return listed(sorted.map { "\($0.0) \(grouped($0.1))" })
  }
}
