import Numerics

/// What is to be predicted.
public enum Target: Sendable, Equatable {
  case classes(Labels)
  /// nil where it was not measured.
  case numbers(name: String, [Double?])
}

extension RowMetadata {
  /// The one column of a role; the first of the attributes.
  public func column(_ role: MetadataColumn.Role) -> MetadataColumn? {
    columns.first { $0.role == role }
  }

  /// nil where nothing is to be predicted.
  public var target: Target? {
    if let labels = knownLabels { return .classes(labels) }
    guard let column = column(.target) else { return nil }
    return switch column.values {
    case .numbers(let numbers): .numbers(name: column.name, numbers)
    case .wholeNumbers(let numbers): .numbers(name: column.name, numbers.map { $0.map(Double.init) })
    case .texts, .classes: nil
    }
  }

  /// The class of each row; nil where the rows have none.
  public var knownLabels: Labels? {
    if case .classes(let labels)? = column(.label)?.values { labels } else { nil }
  }

  /// The class of each row.
  public var labels: Labels {
    get throws(SamplesError) {
      if let knownLabels { return knownLabels }
      if let name = column(.target)?.name { throw .targetIsNumber(name: name) }
      throw .noLabels(attributes: attributes.map(\.name), columns: origin.columnNames ?? [])
    }
  }

  /// Whose face each row is, empty where that is not known; nil where the data set does not tell.
  public var subjects: [String]? {
    column(.subject).map { $0.texts.map { $0 ?? "" } }
  }

  /// The data set each row came from. Cost: a list is made; ask once, not for every row.
  public var sources: [String] {
    column(.source).map { $0.texts.map { $0 ?? "" } } ?? [String](repeating: origin.name, count: count)
  }

  public var parts: [Part]? {
    guard case .classes(let labels)? = column(.part)?.values else { return nil }
    let parts = labels.names.map { Part(rawValue: $0) ?? .train }
    return labels.codes.map { parts[$0] }
  }

  /// The file or line each row came from. Cost: a list is made; ask once, not for every row.
  public var rowNames: [String] {
    column(.rowName).map { $0.texts.map { $0 ?? "" } } ?? (0..<count).map { "row \($0 + 1)" }
  }

  /// How much each training row counts, 1 where that is not known; nil where all count alike.
  public var rowWeights: [Float]? {
    guard case .numbers(let list)? = column(.weight)?.values else { return nil }
    return list.map { Float($0 ?? 1) }
  }

  public var attributes: [MetadataColumn] { columns.filter { $0.role == .attribute } }

  /// An attribute by its name; nil where there is none of that name.
  public func attribute(named name: String) -> MetadataColumn? {
    columns.first { $0.role == .attribute && $0.name == name }
  }

  /// The column whose values group rows by that name: an attribute or another column of that name, or by what it is for,
  /// `class`, `subject`, `source` or `part`.
  /// - Throws: `SamplesError.noAttribute` with the names that there are.
  public func groupColumn(named name: String) throws(SamplesError) -> MetadataColumn {
    let roles: [(word: String, role: MetadataColumn.Role)] = [
      ("", .attribute), ("class", .label), ("subject", .subject), ("source", .source), ("part", .part),
    ]
    let known = columns.filter { column in roles.contains { $0.role == column.role } }
    if let column = known.first(where: { $0.name == name }) { return column }
    if let role = roles.first(where: { $0.word == name })?.role, let column = column(role) { return column }
    let words = roles.filter { role in known.contains { $0.role == role.role } }.map(\.word).filter { !$0.isEmpty }
    throw .noAttribute(name: name, known: known.filter { $0.role == .attribute }.map(\.name) + words)
  }

  /// The groups that fairness is measured over by name; see `groupColumn(named:)`.
  /// - Throws: `SamplesError.noAttribute` with the names that there are.
  public func groups(by name: String) throws(SamplesError) -> [String?] {
    try groupColumn(named: name).texts
  }
}
