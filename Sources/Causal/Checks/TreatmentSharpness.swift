import Numerics

/// Whether the cutoff decides who is treated: to be looked at before any jump is.
public struct TreatmentSharpness: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    /// Treated exactly where the running variable is at or above the cutoff.
    case sharp
    /// Treated exactly where it is below.
    case sharpBelow
    /// The chance of treatment differs between the sides.
    case fuzzy
    /// It cannot be told to differ: there is no discontinuity in the treatment to learn from.
    case unrelated
  }

  public let rows: Sides<Int>
  public let treated: Sides<Int>
  public let kind: Kind
  /// Rows that a sharp rule of the likelier direction does not explain.
  public let exceptions: Int
  /// Of equal shares of treated rows on both sides; two-sided, normal.
  public let pValue: Double

  /// - Parameter treatment: 0 or 1 a row.
  /// - Throws: `CausalError.treatmentNotBinary`, `.differentLengths`, `.cutoffOutside`, `.noRows`.
  public init(running: [Double], treatment: [Double], cutoff: Double) throws {
    let data = DiscontinuityData(running: running, outcome: treatment)
    let (sides, _) = try data.split(at: cutoff)
    let values = sides.map { side in (0..<side.count).map { side.responses[$0, 0] } }
    if let odd = (values.below + values.above).first(where: { $0 != 0 && $0 != 1 }) {
      throw CausalError.treatmentNotBinary(odd)
    }
    rows = values.map(\.count)
    treated = values.map { Int($0.reduce(0, +)) }
    let upward = treated.below + rows.above - treated.above
    let downward = rows.below - treated.below + treated.above
    exceptions = min(upward, downward)
    let shares = Sides(
      below: Double(treated.below) / Double(rows.below), above: Double(treated.above) / Double(rows.above))
    let pooled = Double(treated.below + treated.above) / Double(rows.below + rows.above)
    let error = (pooled * (1 - pooled) * (1 / Double(rows.below) + 1 / Double(rows.above))).squareRoot()
    pValue = error > 0 ? 2 * normalDistribution(-abs(shares.above - shares.below) / error) : 1
    if upward == 0 {
      kind = .sharp
    } else if downward == 0 {
      kind = .sharpBelow
    } else {
      kind = pValue < 0.05 ? .fuzzy : .unrelated
    }
  }
}
