import Numerics

/// How many rows each class should have after oversampling. Classes without rows are left out of all of it.
public enum ResamplingTarget: Sendable, Equatable {
  /// Every class as many as the largest has.
  case auto
  /// Classes below the median class size as many as the median (rounded down where it lies between two sizes).
  case median
  /// The smallest class alone as many as the largest; of several equally small ones the first.
  case minority
  /// Every class at least this part, in (0, 1], of the largest class, rounded down.
  case ratio(Double)
  /// The classes named as many rows as stated; the others stay as they are.
  case counts([String: Int])
  /// Classes with a smaller share of all rows than this, in (0, 1), as many rows as make up that share of the rows
  /// before oversampling, rounded down.
  case below(Double)

  /// - Throws: `LearningError.invalidOption` for a number outside its bounds.
  func check() throws {
    switch self {
    case .ratio(let ratio) where !(ratio > 0 && ratio <= 1):
      throw LearningError.invalidOption(name: "ratio", value: "\(ratio)", allowed: "above 0 and at most 1")
    case .below(let share) where !(share > 0 && share < 1):
      throw LearningError.invalidOption(name: "below", value: "\(share)", allowed: "between 0 and 1")
    default: break
    }
  }

  /// How many rows each class lacks.
  /// - Throws: `LearningError.unknownClass`, `.targetBelowCount`.
  func missingRows(of labels: Labels) throws -> [Int] {
    let counts = labels.counts
    let present = counts.filter { $0 > 0 }.sorted()
    guard let largest = present.last, let smallest = present.first else { return counts.map { _ in 0 } }
    func raised(to target: Int) -> [Int] {
      counts.map { $0 > 0 ? max(0, target - $0) : 0 }
    }
    switch self {
    case .auto: return raised(to: largest)
    case .median: return raised(to: (present[(present.count - 1) / 2] + present[present.count / 2]) / 2)
    case .minority:
      let first = counts.firstIndex(of: smallest)
      return counts.indices.map { $0 == first ? largest - smallest : 0 }
    case .ratio(let ratio): return raised(to: Int(ratio * Double(largest)))
    case .counts(let targets): return try Self.missingRows(of: labels, counts: counts, targets: targets)
    case .below(let share): return raised(to: Int(share * Double(labels.count)))
    }
  }

  private static func missingRows(of labels: Labels, counts: [Int], targets: [String: Int]) throws -> [Int] {
    if let unknown = targets.keys.sorted().first(where: { !labels.names.contains($0) }) {
      throw LearningError.unknownClass(name: unknown, known: labels.names)
    }
    return try zip(labels.names, counts).map { name, count in
      guard let target = targets[name] else { return 0 }
      guard target >= count else {
        throw LearningError.targetBelowCount(name: name, rows: count, target: target)
      }
      return target - count
    }
  }
}
