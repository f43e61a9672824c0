import Numerics

/// How many rows each class should keep. Classes without rows are left out of all of it.
public enum UndersamplingTarget: Sendable, Equatable {
  /// Every class as many as the smallest has.
  case auto
  /// Classes above the median class size as many as the median (rounded down where it lies between two sizes).
  case median
  /// The largest class alone as many as the smallest; of several equally large ones the first.
  case majority
  /// Every class at most so many that the smallest is this part of it, in (0, 1], rounded down.
  case ratio(Double)
  /// The classes named as many rows as stated; the others stay as they are.
  case counts([String: Int])
  /// Classes with a larger share of all rows than this, in (0, 1), as many rows as make up that share of the rows
  /// before undersampling, rounded down, but at least 1.
  case above(Double)

  /// - Throws: `LearningError.invalidOption` for a number outside its bounds.
  func check() throws {
    switch self {
    case .ratio(let ratio) where !(ratio > 0 && ratio <= 1):
      throw LearningError.invalidOption(name: "ratio", value: "\(ratio)", allowed: "above 0 and at most 1")
    case .above(let share) where !(share > 0 && share < 1):
      throw LearningError.invalidOption(name: "above", value: "\(share)", allowed: "between 0 and 1")
    default: break
    }
  }

  /// How many rows each class keeps.
  /// - Throws: `LearningError.unknownClass`, `ResamplingError.targetAboveCount`.
  func keptRows(of labels: Labels) throws -> [Int] {
    let counts = labels.counts
    let present = counts.filter { $0 > 0 }.sorted()
    guard let largest = present.last, let smallest = present.first else { return counts }
    func lowered(to target: Int) -> [Int] { counts.map { min($0, target) } }
    switch self {
    case .auto: return lowered(to: smallest)
    case .median: return lowered(to: (present[(present.count - 1) / 2] + present[present.count / 2]) / 2)
    case .majority:
      let first = counts.firstIndex(of: largest)
      return counts.indices.map { $0 == first ? smallest : counts[$0] }
    case .ratio(let ratio):
      let target = Double(smallest) / ratio
      return lowered(to: target < Double(largest) ? Int(target) : largest)
    case .counts(let targets): return try Self.keptRows(of: labels, counts: counts, targets: targets)
    case .above(let share): return lowered(to: max(1, Int(share * Double(labels.count))))
    }
  }

  private static func keptRows(of labels: Labels, counts: [Int], targets: [String: Int]) throws -> [Int] {
    if let unknown = targets.keys.sorted().first(where: { !labels.names.contains($0) }) {
      throw LearningError.unknownClass(name: unknown, known: labels.names)
    }
    return try zip(labels.names, counts).map { name, count in
      guard let target = targets[name] else { return count }
      guard target <= count else { throw ResamplingError.targetAboveCount(name: name, rows: count, target: target) }
      guard target >= 0 else {
        throw LearningError.invalidOption(name: "target", value: "\(target)", allowed: "0 or more")
      }
      return target
    }
  }
}
