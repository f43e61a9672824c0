import Basics
import Imaging
import Numerics

/// Labelled rows of one kind — images or numbers — with all that is known about each row and about the whole.
///
/// Every per-row list has as many entries as there are rows. Memory: the content once, a code and a few short strings
/// a row.
public struct Dataset: Sendable {
  /// What the rows are.
  public enum Content: Sendable {
    /// Images of one size or of several.
    case images(ImageStack)
    /// A row of numbers each, with a name for every column; finite, or NaN for one that is missing.
    case features(Matrix, columnNames: [String])

    public var count: Int {
      switch self {
      case .images(let stack): stack.count
      case .features(let matrix, _): matrix.rows
      }
    }
  }

  /// Which side of the data set's own split a row is on.
  public enum Part: String, Sendable, Codable, CaseIterable {
    case train, test
  }

  public let content: Content
  /// Unified spellings; class names sorted (numbers by value, words by their bytes).
  public let labels: Labels
  /// Who is in each row, where known. In joined sets with the name of the set before it, so that two sets' "S010"
  /// are two people.
  public let subjects: [String]?
  /// The group of each row that fairness is measured over, where known.
  public let groups: [String]?
  /// The name of the set that each row comes from.
  public let sources: [String]
  /// The data set's own split, or nil where it has none.
  public let parts: [Part]?
  /// A file's path within the set, or "row 12".
  public let rowNames: [String]
  /// What the files were taken for.
  public let layout: Layout
  /// Files that were left out, each with the reason.
  public let skipped: [SkippedFile]
  /// What a person should know about the rows: labels unified, classes missing in a part, repeated images.
  public let notes: [String]
  public let manifest: Manifest
  /// 32 hexadecimal digits that depend on content, labels, subjects, groups, sources and parts, and on nothing else:
  /// not on names of files, threads, or time.
  public let fingerprint: String
  /// A hash of each row's content; finds the same image in two places.
  let rowHashes: [Digest]

  public var count: Int { content.count }

  /// Whether both hold the same rows, in whatever order and under whatever names. Cost: a look-up a row.
  public func holdsSameRows(as other: Dataset) -> Bool {
    count == other.count && Set(rowHashes) == Set(other.rowHashes)
  }

  /// Makes a data set of rows in memory. Cost: one pass over the content for the fingerprint.
  /// - Throws: `DatasetError.mismatchedCounts`, `Interrupted`.
  public init(
    content: Content, labels: Labels, subjects: [String]? = nil, groups: [String]? = nil, sources: [String]? = nil,
    parts: [Part]? = nil, rowNames: [String]? = nil, layout: Layout = .made, skipped: [SkippedFile] = [],
    notes: [String] = [], manifest: Manifest, context: ExecutionContext = .plain
  ) throws {
    try self.init(
      content: content, labels: labels, subjects: subjects, groups: groups,
      sources: sources ?? [String](repeating: manifest.name, count: content.count), parts: parts,
      rowNames: rowNames ?? Self.numberedRows(content.count), layout: layout, skipped: skipped, notes: notes,
      manifest: manifest, rowHashes: try content.rowHashes(context: context))
  }

  /// The same with hashes that are already known, for selections and joins.
  init(
    content: Content, labels: Labels, subjects: [String]?, groups: [String]?, sources: [String], parts: [Part]?,
    rowNames: [String], layout: Layout, skipped: [SkippedFile], notes: [String], manifest: Manifest,
    rowHashes: [Digest]
  ) throws {
    let count = content.count
    let lists: [(String, Int?)] = [
      ("labels", labels.count), ("subjects", subjects?.count), ("groups", groups?.count), ("sources", sources.count),
      ("parts", parts?.count), ("row names", rowNames.count),
    ]
    for case (let what, let found?) in lists where found != count {
      throw DatasetError.mismatchedCounts(what: what, count: found, rows: count)
    }
    if case .features(let matrix, let names) = content, names.count != matrix.columns {
      throw DatasetError.mismatchedCounts(what: "column names", count: names.count, rows: matrix.columns)
    }
    self.content = content
    self.labels = labels
    self.subjects = subjects
    self.groups = groups
    self.sources = sources
    self.parts = parts
    self.rowNames = rowNames
    self.layout = layout
    self.skipped = skipped
    self.notes = notes
    self.manifest = manifest
    self.rowHashes = rowHashes
    fingerprint = Self.fingerprint(
      rowHashes: rowHashes, labels: labels, subjects: subjects, groups: groups, sources: sources, parts: parts,
      columnNames: content.columnNames)
  }

  private static func numberedRows(_ count: Int) -> [String] {
    (0..<count).map { "row \($0 + 1)" }
  }
}

/// A file that was left out.
public struct SkippedFile: Sendable, Hashable {
  public let name: String
  public let reason: String

  public init(name: String, reason: String) {
    self.name = name
    self.reason = reason
  }
}

extension Dataset {
  /// The rows at `indices`, in that order, repeats allowed; notes and skipped files are kept. Cost: one copy.
  public func gathering(_ indices: [Int]) throws -> Dataset {
    try Dataset(
      content: content.gathering(indices), labels: labels.gathering(indices),
      subjects: subjects.map { list in indices.map { list[$0] } },
      groups: groups.map { list in indices.map { list[$0] } }, sources: indices.map { sources[$0] },
      parts: parts.map { list in indices.map { list[$0] } }, rowNames: indices.map { rowNames[$0] }, layout: layout,
      skipped: skipped, notes: notes, manifest: manifest, rowHashes: indices.map { rowHashes[$0] })
  }

  /// The same rows with more notes.
  func adding(notes more: [String]) throws -> Dataset {
    try Dataset(
      content: content, labels: labels, subjects: subjects, groups: groups, sources: sources, parts: parts,
      rowNames: rowNames, layout: layout, skipped: skipped, notes: notes + more, manifest: manifest,
      rowHashes: rowHashes)
  }
}

extension Dataset.Content {
  var columnNames: [String] {
    if case .features(_, let names) = self { names } else { [] }
  }

  func gathering(_ indices: [Int]) -> Self {
    switch self {
    case .images(let stack): .images(stack.gathering(indices))
    case .features(let matrix, let names): .features(matrix.gathering(indices), columnNames: names)
    }
  }
}
