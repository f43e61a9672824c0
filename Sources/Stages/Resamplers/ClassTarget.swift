import Basics
import Learning
import Plans

/// Which classes a resampler changes, and to how many rows, as it is written in a script.
struct ClassTarget<Direction: ClassTargetDirection>: ParameterValue, Hashable {
  enum Choice: Sendable, Hashable {
    case auto, median
    /// The smallest class alone, or the largest.
    case outermost
    /// A part of another class's rows.
    case ratio(Double)
    /// These classes as many rows as stated.
    case counts(ClassCounts)
  }

  let choice: Choice

  static var help: String { Direction.help }
  static var limitHelp: String { Direction.limitHelp }
  static var type: ParameterType {
    .either([.words(["auto", "median", Direction.outermost]), .share, .list(.text)])
  }
  static var auto: Self { Self(choice: .auto) }
  static var placeholder: Self { auto }

  private init(choice: Choice) {
    self.choice = choice
  }

  init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    switch argument {
    case .word("auto"): choice = .auto
    case .word("median"): choice = .median
    case .word(Direction.outermost): choice = .outermost
    case .list(let values): choice = .counts(try ClassCounts(values))
    default: choice = .ratio(try targetRatio(argument, of: Self.type))
    }
  }

  var canonicalText: String {
    switch choice {
    case .auto: "auto"
    case .median: "median"
    case .outermost: Direction.outermost
    case .ratio(let ratio): NumberFormat.shortest(ratio * 100) + "%"
    case .counts(let counts): counts.canonicalText
    }
  }

  /// What the engine is asked for.
  /// - Parameter limit: `below` or `above`, which takes the place of `auto`.
  /// - Throws: `StageError.twoTargets` where both are given.
  func target(limit: Share?) throws -> Direction.Target {
    guard let limit else { return Direction.target(choice) }
    guard choice == .auto else { throw StageError.twoTargets(name: Direction.limitName, other: canonicalText) }
    return Direction.limited(to: limit.value)
  }
}

/// Whether a resampler adds rows or removes them: its words, and the engine's type for them.
protocol ClassTargetDirection: Sendable, Hashable {
  associatedtype Target
  static var help: String { get }
  static var limitHelp: String { get }
  /// The word for one class alone.
  static var outermost: String { get }
  /// The parameter that states a share of the rows.
  static var limitName: String { get }
  static func target(_ choice: ClassTarget<Self>.Choice) -> Target
  static func limited(to share: Double) -> Target
}

/// Every class at least this part of the largest.
enum GrowingClasses: ClassTargetDirection {
  static let help = "which classes grow, and to how many rows: a word, a share of the largest, or [\"fear\", 200]"
  static let limitHelp = "only classes with less than this share of the rows grow, up to it"
  static let outermost = "minority"
  static let limitName = "below"

  static func target(_ choice: ClassTarget<Self>.Choice) -> ResamplingTarget {
    switch choice {
    case .auto: .auto
    case .median: .median
    case .outermost: .minority
    case .ratio(let ratio): .ratio(ratio)
    case .counts(let counts): .counts(counts.rows)
    }
  }

  static func limited(to share: Double) -> ResamplingTarget { .below(share) }
}

/// Every class so small that the smallest is at least this part of it.
enum ShrinkingClasses: ClassTargetDirection {
  static let help = "which classes shrink, and to how many rows: a word, a share, or [\"happy\", 200]"
  static let limitHelp = "only classes with more than this share of the rows shrink, down to it"
  static let outermost = "majority"
  static let limitName = "above"

  static func target(_ choice: ClassTarget<Self>.Choice) -> UndersamplingTarget {
    switch choice {
    case .auto: .auto
    case .median: .median
    case .outermost: .majority
    case .ratio(let ratio): .ratio(ratio)
    case .counts(let counts): .counts(counts.rows)
    }
  }

  static func limited(to share: Double) -> UndersamplingTarget { .above(share) }
}

typealias BalanceTarget = ClassTarget<GrowingClasses>
typealias ReductionTarget = ClassTarget<ShrinkingClasses>
