import Basics
import Imaging
import Numerics

/// Rows as a reader found them, before labels are unified and notes are made.
struct RawDataset {
  var content: Dataset.Content
  var layout: Layout
  /// One a row, in the spelling of the files.
  var labels: [String] = []
  var subjects: [String]?
  var groups: [String]?
  /// nil where every row is of the set itself.
  var sources: [String]?
  var parts: [Dataset.Part]?
  /// nil for "row 1", "row 2", ….
  var rowNames: [String]?
  var skipped: [SkippedFile] = []
  var notes: [String] = []

  init(content: Dataset.Content, layout: Layout) {
    self.content = content
    self.layout = layout
  }
}

extension RawDataset {
  /// These rows as the train part, and those of `test` below them.
  /// - Throws: `DatasetError.cannotMerge` where kinds or columns differ.
  func followed(by test: RawDataset, named name: String) throws -> RawDataset {
    func both(_ list: KeyPath<RawDataset, [String]?>) -> [String]? {
      guard let first = self[keyPath: list], let second = test[keyPath: list] else { return nil }
      return first + second
    }
    var joined = RawDataset(content: try content.appending(test.content, names: ("train", "test")), layout: layout)
    joined.labels = labels + test.labels
    joined.subjects = both(\.subjects)
    joined.groups = both(\.groups)
    joined.sources = both(\.sources)
    joined.rowNames = both(\.rowNames)
    joined.parts =
      [Dataset.Part](repeating: .train, count: labels.count)
      + [Dataset.Part](repeating: .test, count: test.labels.count)
    joined.skipped = skipped + test.skipped
    joined.notes = notes + test.notes.filter { !notes.contains($0) }
    return joined
  }
}

extension Dataset.Content {
  /// These rows and those of `other` below them. Columns of the same names in another order are put into this order.
  /// - Throws: `DatasetError.cannotMerge` where kinds or widths differ.
  func appending(_ other: Self, names: (String, String)) throws -> Self {
    func cannot(_ reason: String) -> DatasetError {
      .cannotMerge(first: names.0, second: names.1, reason: reason)
    }
    switch (self, other) {
    case (.images(var stack), .images(let more)):
      stack.append(contentsOf: more)
      return .images(stack)
    case (.features(let matrix, let columns), .features(let more, let otherColumns)):
      guard matrix.columns == more.columns else {
        throw cannot("one has \(grouped(matrix.columns)) columns, the other \(grouped(more.columns))")
      }
      let ordered = more.reordering(otherColumns, as: columns) ?? more
      return .features(matrix.appending(ordered), columnNames: columns)
    default: throw cannot("one holds images, the other numbers")
    }
  }
}

extension Matrix {
  /// The columns put from one order of names into another; nil where the names are not the same ones.
  fileprivate func reordering(_ names: [String], as wanted: [String]) -> Matrix? {
    guard names != wanted, Set(names).count == names.count else { return nil }
    let places = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    let order = wanted.compactMap { places[$0] }
    guard order.count == columns else { return nil }
    var result = Matrix(rows: rows, columns: columns)
    for row in 0..<rows {
      for (column, place) in order.enumerated() { result[row, column] = self[row, place] }
    }
    return result
  }
}
