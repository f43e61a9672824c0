import Basics
import Imaging

/// What `load` says of a data set: what it was taken for and how much of what is in it, a line each.
public struct DatasetSummary: Sendable, Hashable {
  public struct Line: Sendable, Hashable {
    public let title: String
    public let text: String
  }

  public let lines: [Line]
  public let notes: [String]

  /// All lines as plain text, titles aligned.
  public var text: String {
    let width = lines.map(\.title.count).max() ?? 0
    let shown = lines.map { $0.title + String(repeating: " ", count: width - $0.title.count + 2) + $0.text }
    return (shown + notes.map { "note: \($0)" }).joined(separator: "\n")
  }
}

extension Dataset {
  /// What was found. Cost: one pass over the rows.
  public var summary: DatasetSummary {
    var lines = [
      DatasetSummary.Line(title: "data set", text: manifest.title),
      DatasetSummary.Line(title: "read as", text: layout.description),
      DatasetSummary.Line(title: "rows", text: sizeText),
      DatasetSummary.Line(title: "classes", text: classText),
      DatasetSummary.Line(title: "split", text: splitText),
      DatasetSummary.Line(title: "subjects", text: subjects.map { grouped(Set($0).count) } ?? "unknown"),
    ]
    if let groups { lines.append(DatasetSummary.Line(title: "groups", text: Self.tally(groups))) }
    if Set(sources).count > 1 { lines.append(DatasetSummary.Line(title: "sources", text: Self.tally(sources))) }
    if !skipped.isEmpty { lines.append(DatasetSummary.Line(title: "skipped", text: skippedText)) }
    lines.append(DatasetSummary.Line(title: "kind", text: kindText))
    lines.append(DatasetSummary.Line(title: "licence", text: manifest.licence))
    lines.append(DatasetSummary.Line(title: "consent", text: manifest.consent))
    return DatasetSummary(lines: lines, notes: notes)
  }

  private var sizeText: String {
    switch content {
    case .images(let stack): "\(counted(count, "image")), " + Self.shapeText(stack)
    case .features(let matrix, _): "\(counted(count, "row")) of \(counted(matrix.columns, "number"))"
    }
  }

  private static func shapeText(_ stack: ImageStack) -> String {
    if let shape = stack.commonShape { return "\(shape.width)×\(shape.height) \(colour(shape))" }
    let shapes = Set(stack.shapes)
    let widths = shapes.map(\.width)
    let heights = shapes.map(\.height)
    let colours = Set(shapes.map(colour)).sorted().joined(separator: " and ")
    return "from \(widths.min() ?? 0)×\(heights.min() ?? 0) to \(widths.max() ?? 0)×\(heights.max() ?? 0), \(colours)"
  }

  private static func colour(_ shape: ImageStack.Shape) -> String {
    shape.channels == 1 ? "grey" : "colour"
  }

  private var classText: String {
    let counts = zip(labels.names, labels.counts).map { "\($0) \(grouped($1))" }
    return "\(labels.names.count): " + listed(counts, atMost: 30)
  }

  private var splitText: String {
    guard let parts else { return "none of its own" }
    let train = parts.count { $0 == .train }
    return "\(grouped(train)) train, \(grouped(parts.count - train)) test"
  }

  private var skippedText: String {
    counted(skipped.count, "file") + ": " + listed(skipped.map { "\($0.name) (\($0.reason))" }, atMost: 5)
  }

  private var kindText: String {
    [
      manifest.kind == .unknown ? "unknown" : manifest.kind.rawValue,
      manifest.acting == .unknown ? "not known whether posed" : manifest.acting.rawValue,
      manifest.isSynthetic ? "synthetic" : nil,
    ].compactMap { $0 }.joined(separator: ", ")
  }

  /// "a 12, b 3", sorted by name.
  private static func tally(_ values: [String]) -> String {
    let counts = values.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
    let sorted = counts.sorted { precedesInBytes($0.key, $1.key) }
    return listed(sorted.map { "\($0.key) \(grouped($0.value))" })
  }
}
