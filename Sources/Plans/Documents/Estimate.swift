import Basics

/// A score, or a difference of scores, with how sure it is: one cell of a table.
public struct Estimate: Sendable, Hashable {
  /// Where a score stands beside the best of its column, or a difference beside nothing.
  public enum Standing: String, Sendable, Hashable {
    case best
    /// It cannot be told apart from the best.
    case tied
    /// The best is better by more than chance would make it.
    case behind
  }

  public var value: Double
  /// Standard deviation over folds and repetitions; nil on one split.
  public var deviation: Double?
  /// The 95% interval.
  public var lower: Double?
  public var upper: Double?
  /// How often chance alone would put this so far from the best (or a difference so far from 0), after
  /// correction for all comparisons; nil where it was compared with nothing.
  public var probability: Double?
  public var standing: Standing?
  /// Whether all that is known is that it is smaller than `value`, as where none of so many draws came so far: "< 0.0003".
  public var isUpperBound = false

  public init(
    _ value: Double, deviation: Double? = nil, lower: Double? = nil, upper: Double? = nil,
    probability: Double? = nil, standing: Standing? = nil
  ) {
    self.value = value
    self.deviation = deviation
    self.lower = lower
    self.upper = upper
    self.probability = probability
    self.standing = standing
  }

  /// What is smaller than `value`, by how much nobody knows.
  public init(below value: Double) {
    self.init(value)
    isUpperBound = true
  }

  /// As it is read where it is a bound.
  var boundText: String { "< \(NumberFormat.roundedUp(value))" }

  /// The mean of repetitions with their standard deviation; NaN without any.
  public init(replicates values: [Double]) {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.init(mean, deviation: values.count > 1 ? (squares / (count - 1)).squareRoot() : nil)
  }

  /// The columns that an estimate has beside its own in data formats, named `macro_f1_sd` and so on.
  public enum Part: String, Sendable, CaseIterable {
    case deviation = "sd"
    case lower = "low"
    case upper = "high"
    case probability = "p"

    public func value(of estimate: Estimate) -> Double? {
      switch self {
      case .deviation: estimate.deviation
      case .lower: estimate.lower
      case .upper: estimate.upper
      case .probability: estimate.probability
      }
    }

    public func column(of name: String) -> String { "\(name)_\(rawValue)" }

    /// The part that a column such as `macro_f1_low` names, with the column it is a part of.
    public static func named(_ column: String, among columns: [String]) -> (base: String, part: Part)? {
      for part in allCases where column.hasSuffix("_" + part.rawValue) {
        let base = String(column.dropLast(part.rawValue.count + 1))
        if columns.contains(base) { return (base, part) }
      }
      return nil
    }
  }
}

extension Table {
  /// How to read a column, or a part of an estimate such as `macro_f1_sd`; nil where there is neither.
  public func reading(_ column: String) -> (@Sendable (Row) -> Scalar)? {
    if let whole = whole(column) { return whole }
    guard let (base, part) = Estimate.Part.named(column, among: columns + further), let whole = whole(base) else {
      return nil
    }
    return { row in
      guard case .estimate(let estimate) = whole(row) else { return .missing }
      return part.value(of: estimate).map { .number($0) } ?? .missing
    }
  }

  /// How to read a column that is shown or further.
  private func whole(_ column: String) -> (@Sendable (Row) -> Scalar)? {
    if let index = index(of: column) { return { row in index < row.cells.count ? row.cells[index] : .missing } }
    guard let index = further.firstIndex(of: column) else { return nil }
    return { row in index < row.further.count ? row.further[index] : .missing }
  }

  /// All columns that can be named: those that are shown with the parts of estimates, and the further ones.
  public var namedColumns: [String] {
    columns.enumerated().flatMap { index, column in
      [column] + parts(ofColumn: index).map { $0.column(of: column) }
    } + further
  }

  /// The parts that at least one estimate of the column has.
  public func parts(ofColumn index: Int) -> [Estimate.Part] {
    Estimate.Part.allCases.filter { part in
      rows.contains { row in
        if index < row.cells.count, case .estimate(let estimate) = row.cells[index] {
          part.value(of: estimate) != nil
        } else {
          false
        }
      }
    }
  }
}
