import Basics
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
    case .ratio(let ratio): NumberFormat.shortest(ratio * 100) + "%"
    case .counts(let counts): counts.canonicalText
    }
  }

  /// - Parameter below: takes the place of `auto`.
  /// - Throws: `StageError.twoTargets` where both are given.
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
