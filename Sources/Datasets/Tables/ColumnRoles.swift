import Basics

/// What each column of a table is for.
struct ColumnRoles: Sendable {
  enum Role: Sendable, Equatable {
    /// A number, in this column of the matrix.
    case feature(Int)
    case label, subject, source, split, rowName
    /// Known of the row under this name.
    case attribute(String)
    /// To be predicted or explained: a number.
    case target(String)
    /// Left out.
    case dropped
  }

  let names: [String]
  let roles: [Role]
  let featureNames: [String]
  /// What was decided that was not asked for.
  let notes: [String]

  /// - Parameters:
  ///   - names: the header.
  ///   - sample: the first rows, to tell text from numbers.
  ///   - options: the columns that the user named.
  /// - Throws: `DatasetError.columnMissing`, `.columnTwice`, `.labelColumnMissing`, `.labelColumnAmbiguous`,
  ///   `.noFeatures`.
  init(names: [String], sample: ColumnSample, options: LoadOptions, file: String) throws {
    self.names = names
    var notes: [String] = []
    var given = try NamedColumns(options, names: names).roles
    // Where `save` marked features, every other name is the role that it says.
    let marked = names.map { SavedColumnName.feature(in: $0) }
    for (column, name) in names.enumerated() where given[column] == nil && marked[column] == nil {
      given[column] =
        SavedColumnName.attribute(in: name).map { .attribute($0) }
        ?? SavedColumnName.target(in: name).map { .target($0) }
    }
    if options.hasLabels, !given.values.contains(.label),
      let label = try Self.label(
        marked.indices.map { marked[$0] == nil ? names[$0] : "" }, sample, given, notes: &notes)
    {
      given[label] = .label
    }
    var assignment = RoleAssignment(
      names: names, sample: sample, notes: notes, knowsSubjects: given.values.contains(.subject),
      namesRows: given.values.contains(.rowName))
    roles = names.indices.map { column in
      if let role = given[column] { return role }
      if let name = marked[column] { return assignment.feature(name) }
      return assignment.role(of: column)
    }
    guard !assignment.features.isEmpty else { throw DatasetError.noFeatures(file: file, columns: names) }
    featureNames = assignment.features
    self.notes = assignment.notes(onLabels: options.hasLabels && !roles.contains(.label))
  }

  fileprivate static func role(of name: String, isText: Bool) -> Role? {
    switch name.lowercased() {
    case "group": .attribute(Dataset.groupName)
    case "source": .source
    case "split", "usage": .split
    case "file", "filename", "file_name", "path", "image", "row": isText ? .rowName : nil
    case _ where ColumnNames.isIndex(name): .rowName
    default: nil
    }
  }

  /// By name and by what is in the column: `id` names rows where all differ and people where they come again.
  fileprivate static func role(of name: String, in sample: ColumnSample, _ column: Int) -> Role? {
    if ColumnNames.isSubject(name) { return .subject }
    if ColumnNames.isIdentity(name) {
      if sample.repeats(column) { return .subject }
      return sample.hasText[column] || sample.isWhole[column] ? .rowName : nil
    }
    // What counts the rows has been an index before it was a column, or was put there to be one. In few rows a measurement
    // may count them by chance, so there its place or its name must say so too.
    let plain = ColumnNames.plain(name)
    let mayCount =
      (sample.rowCount >= 20 && sample.columnCount > 2)
      || (ColumnNames.mayBeIndex(name) && (column == 0 || plain.count > 1 && plain.allSatisfy(\.isLetter)))
    return mayCount && sample.numbersRows(column) ? .rowName : nil
  }

  /// The one column with a telling name; else the only one of text. nil where nothing tells: a table may have no labels,
  /// and numbers are not made into classes.
  private static func label(
    _ names: [String], _ sample: ColumnSample, _ given: [Int: Role], notes: inout [String]
  ) throws -> Int? {
    let free = names.indices.filter { given[$0] == nil }
    let telling: Set<String> = ["label", "labels", "class", "emotion", "target", "expression"]
    var candidates = free.filter { telling.contains(names[$0].lowercased()) }
    if candidates.isEmpty {
      // x and y are often coordinates, so y counts only where nothing better is there, and never beside x alone.
      candidates = free.filter {
        names[$0].lowercased() == "y" && (sample.hasText[$0] || (names.count > 2 && sample.isWhole[$0]))
      }
    }
    let isNumberExplained = given.values.contains { if case .target = $0 { true } else { false } }
    if candidates.isEmpty, !isNumberExplained {
      candidates = free.filter {
        sample.hasText[$0] && role(of: names[$0], isText: true) == nil && role(of: names[$0], in: sample, $0) == nil
      }
      guard candidates.count == 1 else { return nil }
      notes.append("column '\(names[candidates[0]])' was taken for the labels: it is the only one of text")
    }
    guard candidates.count < 2 else {
      throw DatasetError.labelColumnAmbiguous(candidates: candidates.map { names[$0] }, columns: names)
    }
    return candidates.first
  }
}

/// The columns that the user named, by the number of the column.
private struct NamedColumns {
  private(set) var roles: [Int: ColumnRoles.Role] = [:]
  private var parameters: [Int: String] = [:]

  init(_ options: LoadOptions, names: [String]) throws {
    if let label = options.labelColumn {
      guard let column = Self.column(label, names) else {
        throw DatasetError.labelColumnMissing(
          wanted: label, columns: names, nearest: nearestName(to: label, among: names))
      }
      try set(column, .label, "label", names)
    }
    for (parameter, name) in options.namedColumns {
      guard let column = Self.column(name, names) else {
        throw DatasetError.columnMissing(
          parameter: parameter, wanted: name, columns: names, nearest: nearestName(to: name, among: names))
      }
      switch parameter {
      case "subject": try set(column, .subject, parameter, names)
      case "drop": try set(column, .dropped, parameter, names)
      case "target": try set(column, .target(names[column]), parameter, names)
      default: try set(column, .attribute(names[column]), parameter, names)
      }
    }
  }

  private static func column(_ wanted: String, _ names: [String]) -> Int? {
    names.firstIndex(of: wanted) ?? names.firstIndex { $0.lowercased() == wanted.lowercased() }
  }

  private mutating func set(
    _ column: Int, _ role: ColumnRoles.Role, _ parameter: String, _ names: [String]
  ) throws {
    if let other = parameters[column] {
      throw DatasetError.columnTwice(name: names[column], first: other, second: parameter)
    }
    roles[column] = role
    parameters[column] = parameter
  }
}

/// Gives a role to each column of which neither the user nor `save` has said one, from left to right: only the first that
/// could be the subject is it.
private struct RoleAssignment {
  let names: [String]
  let sample: ColumnSample
  private(set) var notes: [String]
  private(set) var features: [String] = []
  private var texts: [String] = []
  private var knowsSubjects: Bool
  private var namesRows: Bool

  init(names: [String], sample: ColumnSample, notes: [String], knowsSubjects: Bool, namesRows: Bool) {
    self.names = names
    self.sample = sample
    self.notes = notes
    self.knowsSubjects = knowsSubjects
    self.namesRows = namesRows
  }

  mutating func feature(_ name: String) -> ColumnRoles.Role {
    features.append(name)
    return .feature(features.count - 1)
  }

  mutating func role(of column: Int) -> ColumnRoles.Role {
    let name = names[column]
    let found =
      ColumnRoles.role(of: name, isText: sample.hasText[column]) ?? ColumnRoles.role(of: name, in: sample, column)
    switch found {
    case .subject: return knowsSubjects ? text(name) : subject(name)
    case .rowName:
      notes.append(
        "column '\(name)' names the rows and is not a feature; subject=, attributes= and target= say otherwise, and called "
          + "'\(SavedColumnName.marked(name))' it is one")
      defer { namesRows = true }
      return namesRows ? .dropped : .rowName
    case let found?: return found
    case nil: break
    }
    if sample.isText[column] { return text(name) }
    // Two values of a group's name may as well be yes and no.
    let tellsApart =
      ColumnNames.endsAsIdentifier(name) || (ColumnNames.isGroup(name) && sample.hasMoreThanTwoValues(column))
    if tellsApart, sample.isWhole[column], sample.repeats(column) {
      notes.append(
        "column '\(name)' tells one thing from another and comes again: it is an attribute and no feature; "
          + "subject=\"\(name)\" keeps the rows of each on one side of a split")
      return .attribute(name)
    }
    if let warning = sample.warning(column, name) { notes.append(warning) }
    return feature(name)
  }

  private mutating func subject(_ name: String) -> ColumnRoles.Role {
    knowsSubjects = true
    if name.lowercased() != "subject" {
      notes.append(
        "column '\(name)' tells who is in each row: it is the subject and no feature; subject=, drop= and attributes= "
          + "say otherwise")
    }
    return .subject
  }

  private mutating func text(_ name: String) -> ColumnRoles.Role {
    texts.append(name)
    return .attribute(name)
  }

  /// All that was decided and not asked for.
  func notes(onLabels lacksLabels: Bool) -> [String] {
    var notes = notes
    if !texts.isEmpty {
      notes.append(
        "\(texts.count == 1 ? "column" : "columns") of text kept as \(texts.count == 1 ? "an attribute" : "attributes"): "
          + "\(listed(texts)); label=, subject= and drop= say otherwise")
    }
    if lacksLabels { notes.append("no column was taken for the labels: label= names one") }
    return notes
  }
}
