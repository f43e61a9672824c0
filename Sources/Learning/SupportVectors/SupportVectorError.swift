import Numerics

/// What can go wrong in a support vector machine beyond what `LearningError` covers.
public enum SupportVectorError: ExplainableError, Equatable {
  /// k(x, x) of a row is beyond the range of single precision.
  case kernelOverflow(row: Int)
  /// Every row of all classes but at most one has weight 0.
  case noWeight
  /// γ by the rule `scale`, 1 / (columns · variance), is 0 or infinite in single precision.
  case gammaOutOfRange(variance: Double)

  public static let samples: [Self] = [
    .kernelOverflow(row: 1), .noWeight, .gammaOutOfRange(variance: 1e-50),
  ]

  public var entry: ErrorEntry {
    switch self {
    case .kernelOverflow(let row):
      ErrorEntry(
        "E0650", "the kernel of row \(row + 1) with itself is too large a number",
        remedy: "standardise the columns before this step, or use a smaller `gamma`, `coef0` or `degree`",
        explanation: "Linear and polynomial kernels grow with the size of the numbers in a row, and single precision "
          + "ends at about 3·10³⁸. Columns of very different or very large scale should be standardised first in any "
          + "case.")
    case .noWeight:
      ErrorEntry(
        "E0651", "fewer than two classes have rows with a weight above 0",
        remedy: "give rows of at least two classes a weight above 0",
        explanation: "A row of weight 0 is left out of the training. What remains must still hold at least two classes "
          + "to tell apart.")
    case .gammaOutOfRange(let variance):
      ErrorEntry(
        "E0652", "the numbers are so \(variance < 1 ? "small" : "large") that gamma=scale is beyond single precision",
        remedy: "scale the columns first",
        explanation: "gamma=scale is one over the number of columns times their variance. Where the variance is below "
          + "about 10⁻³⁹ or above about 10⁴⁵, that is no number between 10⁻⁴⁵ and 3·10³⁸, where single precision ends.")
    }
  }
}
