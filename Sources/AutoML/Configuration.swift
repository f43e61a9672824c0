import Learning

/// The value of one option of a learner.
public enum Setting: Sendable, Hashable, Codable {
  case whole(Int)
  case number(Double)
  case word(String)
  case boolean(Bool)

  /// nil for words and booleans.
  public var number: Double? {
    switch self {
    case .whole(let value): Double(value)
    case .number(let value): value
    case .word, .boolean: nil
    }
  }
}

/// A value for every option that a search may choose, in the order of the space's dimensions.
public struct Configuration: Sendable, Hashable, Codable {
  public struct Entry: Sendable, Hashable, Codable {
    public let name: String
    public let setting: Setting

    public init(_ name: String, _ setting: Setting) {
      self.name = name
      self.setting = setting
    }
  }

  public let entries: [Entry]

  public init(_ entries: [Entry]) {
    self.entries = entries
  }

  public subscript(_ name: String) -> Setting? {
    entries.first { $0.name == name }?.setting
  }

  /// - Throws: `AutoMLError.unsuitableSetting` where there is no whole number of that name.
  public func whole(_ name: String) throws -> Int {
    guard case .whole(let value) = self[name] else { throw AutoMLError.unsuitableSetting(name: name) }
    return value
  }

  /// - Throws: `AutoMLError.unsuitableSetting` where there is no number of that name.
  public func number(_ name: String) throws -> Double {
    guard let value = self[name]?.number else { throw AutoMLError.unsuitableSetting(name: name) }
    return value
  }

  /// - Throws: `AutoMLError.unsuitableSetting` where there is no word of that name.
  public func word(_ name: String) throws -> String {
    guard case .word(let value) = self[name] else { throw AutoMLError.unsuitableSetting(name: name) }
    return value
  }
}
