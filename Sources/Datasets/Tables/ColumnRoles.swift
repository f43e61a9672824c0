import Basics

/// What each column of a table is for.
struct ColumnRoles: Sendable {
  enum Role: Sendable, Equatable {
    /// A number, in this column of the matrix.
    case feature(Int)
    case label, subject, group, source, split, rowName
  }

  let names: [String]
  let roles: [Role]
  let featureNames: [String]
  /// What was decided that was not asked for.
  let notes: [String]

  /// - Parameters:
  ///   - names: the header.
  ///   - sample: the first rows, to tell text from numbers.
  ///   - wanted: the column that the user named as the labels.
  /// - Throws: `DatasetError.labelColumnMissing`, `.labelColumnAmbiguous`, `.noFeatures`.
  init(names: [String], sample: [[String]], wanted: String?, file: String) throws {
    self.names = names
    let isText = names.indices.map { column in
      sample.contains { row in
        column < row.count && !row[column].isEmpty && Double(row[column]) == nil
          && NumberParser.problem(of: row[column]) == .text
      }
    }
    var notes: [String] = []
    let label = try Self.labelColumn(names: names, isText: isText, wanted: wanted, notes: &notes)
    var features: [String] = []
    roles = names.indices.map { column in
      if column == label { return .label }
      if let role = Self.role(of: names[column], isText: isText[column]) {
        if role == .rowName { notes.append("column '\(names[column])' names the rows and is not a feature") }
        return role
      }
      features.append(names[column])
      return .feature(features.count - 1)
    }
    guard !features.isEmpty else { throw DatasetError.noFeatures(file: file, columns: names) }
    featureNames = features
    self.notes = notes
  }

  private static func role(of name: String, isText: Bool) -> Role? {
    switch name.lowercased() {
    case "subject", "subjects", "subject_id": .subject
    case "group", "groups": .group
    case "source": .source
    case "split", "usage": .split
    case "", "unnamed: 0", "id", "index": .rowName
    case "file", "filename", "file_name", "name", "path", "image", "row": isText ? .rowName : nil
    default: nil
    }
  }

  /// The column named by the user; else the one with a telling name; else the only one of text.
  private static func labelColumn(
    names: [String], isText: [Bool], wanted: String?, notes: inout [String]
  ) throws -> Int {
    if let wanted {
      if let exact = names.firstIndex(of: wanted) { return exact }
      if let near = names.firstIndex(where: { $0.lowercased() == wanted.lowercased() }) { return near }
      throw DatasetError.labelColumnMissing(
        wanted: wanted, columns: names, nearest: nearestName(to: wanted, among: names))
    }
    let telling: Set<String> = ["label", "labels", "class", "emotion", "target", "expression"]
    var candidates = names.indices.filter { telling.contains(names[$0].lowercased()) }
    // x and y are often coordinates, so y counts only where nothing better is there.
    if candidates.isEmpty { candidates = names.indices.filter { names[$0].lowercased() == "y" } }
    if candidates.isEmpty {
      candidates = names.indices.filter { isText[$0] && role(of: names[$0], isText: true) == nil }
      if candidates.count == 1 {
        notes.append("column '\(names[candidates[0]])' was taken for the labels: it is the only one of text")
      }
    }
    guard let first = candidates.first else {
      throw DatasetError.labelColumnMissing(wanted: nil, columns: names, nearest: nil)
    }
    guard candidates.count == 1 else {
      throw DatasetError.labelColumnAmbiguous(candidates: candidates.map { names[$0] }, columns: names)
    }
    return first
  }
}
