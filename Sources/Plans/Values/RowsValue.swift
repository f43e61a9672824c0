import Basics
import Numerics
import Samples

extension PreparedRows: Payload {
  public var valueKind: ValueKinds { rows.content.valueKind }
  public var summary: String { shapeText }
  public var shape: String { shapeText }
  public var synthetic: String? { rows.metadata.origin.synthetic }
  public var bytesInMemory: Int? { byteCount }

  public var fields: [(name: String, value: Scalar)] {
    [
      ("rows", .number(Double(rows.metadata.count))),
      ("classes", .number(Double(rows.metadata.knownLabels?.names.count ?? 0))),
    ]
  }

  /// What they are, and how many each class has.
  public var document: Document {
    let (metadata, origin) = (rows.metadata, rows.metadata.origin)
    var blocks: [Document.Block] = [.heading("\(origin.name): \(shapeText)")]
    if let subjects = metadata.subjects { blocks.append(.text("\(grouped(Set(subjects).count)) subjects")) }
    blocks += origin.summary.map { .text($0.text) } + trainingBlocks
    if let bars = classBars { blocks.append(.bars(bars)) }
    return Document(
      kind: rows.content.kind.name, blocks: blocks, synthetic: synthetic, notes: uniqued(notes.map(\.text)))
  }

  /// The training rows of each class, before and after resampling where there was any, under a heading; empty where
  /// nothing has learnt yet. A heading for all rows follows.
  public var trainingBlocks: [Document.Block] {
    guard let split, let labels = rows.metadata.knownLabels else { return [] }
    let before = labels.gathering(split.train).counts
    let after = resampled?.metadata.knownLabels.map { after in labels.names.map { name in after.count(of: name) } }
    let bars = labels.names.indices.map { code in
      let note = grouped(before[code])
      return Bar(
        labels.names[code], [Double((after ?? before)[code])],
        note: after.map { "\(note) → \(grouped($0[code]))" } ?? note)
    }
    return [
      .heading(after == nil ? "training rows" : "training rows, before → after resampling"), .bars(bars),
      .heading("all rows"),
    ]
  }

  /// How many rows each class has; by side where the data set has a split of its own.
  private var classBars: [Bar]? {
    guard let labels = rows.metadata.knownLabels else { return nil }
    guard let parts = rows.metadata.parts else {
      return zip(labels.names, labels.counts).map { Bar($0, Double($1)) }
    }
    var counts = [[Double]](repeating: [0, 0], count: labels.names.count)
    for (code, part) in zip(labels.codes, parts) { counts[code][part == .test ? 1 : 0] += 1 }
    return zip(labels.names, counts).map { Bar($0, $1) }
  }

  public var tables: [Table] { [classCounts.known(as: synthetic, notes: uniqued(notes.map(\.text)))] }
  public var isSavedAsTables: Bool { false }
  public var blocks: [Document.Block] { [] }

  /// Rows of each class, as a model is given them.
  private var classCounts: Table {
    guard let labels = training.metadata.knownLabels else {
      return Table(columns: ["rows"], rows: [.init([.number(Double(training.metadata.count))])])
    }
    return Table(
      columns: ["class", "rows"],
      rows: zip(labels.names, labels.counts).map { .init([.text($0), .number(Double($1))]) })
  }

  public func jsonMembers(program: String) -> [JSONValue.Member] {
    let metadata = rows.metadata
    let counts = training.metadata.knownLabels ?? Labels(names: [], codes: [])
    return [
      .init(name: "kind", value: .string(rows.content.kind.name)),
      .init(name: "rows", value: .integer(metadata.count)),
      .init(name: "shape", value: .string(shapeText)),
      .init(
        name: "classes",
        value: .object(zip(counts.names, counts.counts).map { .init(name: $0, value: .integer($1)) })),
      .init(name: "subjects", value: metadata.subjects.map { .integer(Set($0).count) } ?? .null),
      .init(name: "data", value: .string(metadata.origin.name)),
      .init(name: "fingerprint", value: .string(metadata.origin.fingerprint)),
      .init(name: "taken_for", value: .strings(metadata.origin.summary.map(\.text))),
      .init(name: "synthetic", value: .string(synthetic)),
      .init(name: "remarks", value: .strings(uniqued(notes.map(\.text)))),
      .init(name: "plan", value: .string(program)),
    ]
  }
}

extension Labels {
  fileprivate func count(of name: String) -> Int { names.firstIndex(of: name).map { counts[$0] } ?? 0 }
}
