import Learning
import Plans

/// Which classes a resampler that adds rows changes, and to how many rows.
enum BalanceTarget: ParameterValue, Hashable {
  case auto, median, minority
  /// Every class at least this part of the largest.
  case ratio(Double)
  /// These classes as many rows as stated.
  case counts(ClassCounts)

  static let help = "which classes grow, and to how many rows: a word, a share of the largest, or [\"fear\", 200]"
  static let belowHelp = "only classes with less than this share of the rows grow, up to it"
  static let type = ParameterType.either([.words(["auto", "median", "minority"]), .share, .list(.text)])
  static let placeholder = BalanceTarget.auto

  init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    switch argument {
    case .word("auto"): self = .auto
    case .word("median"): self = .median
    case .word("minority"): self = .minority
    case .list(let values): self = .counts(try ClassCounts(values))
    default: self = .ratio(try targetRatio(argument, of: Self.type))
    }
  }

  var canonicalText: String {
    switch self {
    case .auto: "auto"
    case .median: "median"
    case .minority: "minority"
    case .ratio(let ratio): shortest(ratio * 100) + "%"
    case .counts(let counts): counts.canonicalText
    }
  }

  /// - Parameter below: takes the place of `auto`.
  /// - Throws: `LearningError.invalidOption` where both are given.
  func target(below: Share?) throws -> ResamplingTarget {
    if let below {
      guard self == .auto else { throw twoTargets("below", canonicalText) }
      return .below(below.value)
    }
    return switch self {
    case .auto: .auto
    case .median: .median
    case .minority: .minority
    case .ratio(let ratio): .ratio(ratio)
    case .counts(let counts): .counts(counts.rows)
    }
  }
}

/// Which classes a resampler that removes rows changes, and to how many rows.
enum ReductionTarget: ParameterValue, Hashable {
  case auto, median, majority
  /// Every class so small that the smallest is at least this part of it.
  case ratio(Double)
  /// These classes as many rows as stated.
  case counts(ClassCounts)

  static let help = "which classes shrink, and to how many rows: a word, a share, or [\"happy\", 200]"
  static let aboveHelp = "only classes with more than this share of the rows shrink, down to it"
  static let type = ParameterType.either([.words(["auto", "median", "majority"]), .share, .list(.text)])
  static let placeholder = ReductionTarget.auto

  init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    switch argument {
    case .word("auto"): self = .auto
    case .word("median"): self = .median
    case .word("majority"): self = .majority
    case .list(let values): self = .counts(try ClassCounts(values))
    default: self = .ratio(try targetRatio(argument, of: Self.type))
    }
  }

  var canonicalText: String {
    switch self {
    case .auto: "auto"
    case .median: "median"
    case .majority: "majority"
    case .ratio(let ratio): shortest(ratio * 100) + "%"
    case .counts(let counts): counts.canonicalText
    }
  }

  /// - Parameter above: takes the place of `auto`.
  /// - Throws: `LearningError.invalidOption` where both are given.
  func target(above: Share?) throws -> UndersamplingTarget {
    if let above {
      guard self == .auto else { throw twoTargets("above", canonicalText) }
      return .above(above.value)
    }
    return switch self {
    case .auto: .auto
    case .median: .median
    case .majority: .majority
    case .ratio(let ratio): .ratio(ratio)
    case .counts(let counts): .counts(counts.rows)
    }
  }
}

/// Rows by class name, written as a list in turns: `["fear", 200, "disgust", 150]`.
struct ClassCounts: Hashable {
  let rows: [String: Int]

  init(_ values: [ArgumentValue]) throws(ArgumentMismatch) {
    let form = "write class and count in turns, such as [\"fear\", 200, \"disgust\", 150]"
    guard !values.isEmpty, values.count.isMultiple(of: 2) else {
      throw .other(problem: "every class needs its number of rows", remedy: form)
    }
    var rows: [String: Int] = [:]
    for place in stride(from: 0, to: values.count, by: 2) {
      let name: String
      switch values[place] {
      case .text(let text), .word(let text): name = text
      default: throw .other(problem: "\(values[place].description) is no class name", remedy: form)
      }
      guard case .number(let number, .plain) = values[place + 1], let count = Int(exactly: number), count >= 0 else {
        throw .other(
          problem: "class '\(name)' needs a whole number of rows; got \(values[place + 1].description)", remedy: form)
      }
      guard rows.updateValue(count, forKey: name) == nil else {
        throw .other(problem: "class '\(name)' is given twice", remedy: "give each class once")
      }
    }
    self.rows = rows
  }

  var canonicalText: String {
    "[" + rows.sorted { $0.key < $1.key }.map { "\($0.key.canonicalText), \($0.value)" }.joined(separator: ", ") + "]"
  }
}

/// The number of a target, as a share above 0 and at most 1.
private func targetRatio(_ argument: ArgumentValue, of type: ParameterType) throws(ArgumentMismatch) -> Double {
  switch argument {
  case .word(let word): throw .word(word, expected: type.words)
  case .number(let value, .percent) where value > 0 && value <= 100: return value / 100
  case .number(let value, .plain) where value > 0 && value <= 1: return value
  case .number(let value, .percent): throw .outOfBounds(.between(0, 1), found: value / 100)
  case .number(let value, _): throw .outOfBounds(.between(0, 1), found: value)
  default: throw .type(expected: type, found: argument.description)
  }
}

private func twoTargets(_ name: String, _ other: String) -> LearningError {
  .invalidOption(
    name: name, value: "it beside target=\(other)", allowed: "given by itself: each says which rows there should be")
}
