import Numerics

/// One thing that is known of rows: a name, a role, and a value for each row.
public struct MetadataColumn: Sendable, Equatable {
  /// What a column is for. Open: a role that only one stage knows is a role.
  public struct Role: RawRepresentable, Sendable, Hashable {
    public let rawValue: String

    public init(rawValue: String) {
      self.rawValue = rawValue
    }

    /// The classes that models learn.
    public static let label = Role(rawValue: "label")
    /// A number to be explained or predicted, in place of classes.
    public static let target = Role(rawValue: "target")
    /// Whose face it is.
    public static let subject = Role(rawValue: "subject")
    /// The data set a row came from.
    public static let source = Role(rawValue: "source")
    /// Which side of the data set's own split a row is on.
    public static let part = Role(rawValue: "part")
    /// The file or line a row came from.
    public static let rowName = Role(rawValue: "row name")
    /// 1 where a resampler made the row up.
    public static let made = Role(rawValue: "made")
    /// How much a training row counts.
    public static let weight = Role(rawValue: "weight")
    /// Anything else that is known: age, sex, skin tone, onset, apex.
    public static let attribute = Role(rawValue: "attribute")
  }

  /// A value for each row; nil where it is missing.
  public enum Values: Sendable, Equatable {
    case texts([String?])
    case wholeNumbers([Int?])
    case numbers([Double?])
    /// None is missing.
    case classes(Labels)
  }

  public let name: String
  public let role: Role
  public let values: Values

  public init(_ name: String, _ role: Role = .attribute, _ values: Values) {
    self.name = name
    self.role = role
    self.values = values
  }

  public var count: Int {
    switch values {
    case .texts(let list): list.count
    case .wholeNumbers(let list): list.count
    case .numbers(let list): list.count
    case .classes(let labels): labels.count
    }
  }

  /// Some rows, in that order, repeats allowed.
  public func gathering(_ rows: [Int]) -> MetadataColumn {
    let values: Values =
      switch values {
      case .texts(let list): .texts(rows.map { list[$0] })
      case .wholeNumbers(let list): .wholeNumbers(rows.map { list[$0] })
      case .numbers(let list): .numbers(rows.map { list[$0] })
      case .classes(let labels): .classes(labels.gathering(rows))
      }
    return MetadataColumn(name, role, values)
  }

  /// The values in words, whatever their type: as a file of text holds them, and as groups are called.
  public var texts: [String?] {
    switch values {
    case .texts(let list): list
    case .wholeNumbers(let list): list.map { $0.map(String.init) }
    case .numbers(let list): list.map { $0.map(Self.text) }
    case .classes(let labels): labels.codes.map { labels.names[$0] }
    }
  }

  /// The value of one row in words; nil where it is missing.
  public func text(ofRow row: Int) -> String? {
    switch values {
    case .texts(let list): list[row]
    case .wholeNumbers(let list): list[row].map(String.init)
    case .numbers(let list): list[row].map(Self.text)
    case .classes(let labels): labels.names[labels.codes[row]]
    }
  }

  /// How many rows have no value.
  public var missingCount: Int {
    switch values {
    case .texts(let list): list.count { $0 == nil }
    case .wholeNumbers(let list): list.count { $0 == nil }
    case .numbers(let list): list.count { $0 == nil }
    case .classes: 0
    }
  }

  /// As many digits as bring the same number back; a whole number without a fraction.
  private static func text(_ number: Double) -> String {
    number.description.hasSuffix(".0") ? String(number.description.dropLast(2)) : number.description
  }
}

extension MetadataColumn.Values {
  /// The narrowest type that holds all of these: whole numbers, numbers, or texts. Words as `007` stay texts, because
  /// they would not come back as they were.
  public init(inferredFrom texts: [String?]) {
    let known = texts.lazy.compactMap { $0 }
    if !known.isEmpty, known.allSatisfy({ text in Int(text).map { String($0) == text } ?? false }) {
      self = .wholeNumbers(texts.map { $0.flatMap { Int($0) } })
    } else if !known.isEmpty, known.allSatisfy(Self.isPlainNumber) {
      self = .numbers(texts.map { $0.flatMap { Double($0) } })
    } else {
      self = .texts(texts)
    }
  }

  private static func isPlainNumber(_ text: String) -> Bool {
    guard let number = Double(text), number.isFinite, !text.contains("x"), !text.contains("X") else { return false }
    return !(text.first == "0" && text.dropFirst().first?.isNumber ?? false)
  }

  /// A value for each of `count` rows, all of them missing.
  public static func missing(_ count: Int, like values: Self) -> Self {
    switch values {
    case .texts, .classes: .texts([String?](repeating: nil, count: count))
    case .wholeNumbers: .wholeNumbers([Int?](repeating: nil, count: count))
    case .numbers: .numbers([Double?](repeating: nil, count: count))
    }
  }
}

extension MetadataColumn {
  /// These rows and, below them, those of another column; the name and role of this one. Columns of two types become
  /// numbers where both are, otherwise texts.
  public func appending(_ other: MetadataColumn) -> MetadataColumn {
    let joined: Values =
      switch (values, other.values) {
      case (.texts(let first), .texts(let second)): .texts(first + second)
      case (.wholeNumbers(let first), .wholeNumbers(let second)): .wholeNumbers(first + second)
      case (.numbers(let first), .numbers(let second)): .numbers(first + second)
      case (.wholeNumbers(let first), .numbers(let second)): .numbers(first.map { $0.map(Double.init) } + second)
      case (.numbers(let first), .wholeNumbers(let second)): .numbers(first + second.map { $0.map(Double.init) })
      case (.classes(let first), .classes(let second)) where first.names == second.names:
        .classes(Labels(names: first.names, codes: first.codes + second.codes))
      default: .texts(texts + other.texts)
      }
    return MetadataColumn(name, role, joined)
  }

  /// As many rows without a value below these.
  public func appendingMissing(_ count: Int) -> MetadataColumn {
    appending(MetadataColumn(name, role, .missing(count, like: values)))
  }
}
