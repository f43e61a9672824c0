import Basics
import Learning
import Plans

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
    case .ratio(let ratio): NumberFormat.shortest(ratio * 100) + "%"
    case .counts(let counts): counts.canonicalText
    }
  }

  /// - Parameter above: takes the place of `auto`.
  /// - Throws: `StageError.twoTargets` where both are given.
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
