import Numerics

/// How far rows of features lie from what they should be: the length of the difference over that of the row.
public struct FeatureShift: Sendable, Equatable {
  public let rows: Int
  /// Over the rows; 0 without any.
  public let median: Double
  public let largest: Double

  /// - Precondition: matrices of one shape.
  public init(of features: Matrix, from exact: Matrix) {
    var shifts: [Double] = []
    for row in 0..<exact.rows {
      var (difference, length) = (0.0, 0.0)
      for column in 0..<exact.columns {
        let value = Double(exact[row, column])
        difference += (Double(features[row, column]) - value) * (Double(features[row, column]) - value)
        length += value * value
      }
      // Of a row of zeros nothing is a share.
      shifts.append(difference == 0 ? 0 : length == 0 ? .infinity : (difference / length).squareRoot())
    }
    shifts.sort()
    rows = shifts.count
    largest = shifts.last ?? 0
    median = rows == 0 ? 0 : (shifts[(rows - 1) / 2] + shifts[rows / 2]) / 2
  }
}
