/// How far a row lies from what is expected of it, which the variance of a jump is made of.
public enum RowErrors: String, Sendable, CaseIterable {
  /// From the mean of its nearest neighbours on the same side (Abadie & Imbens 2006): no polynomial has to be right.
  case neighbours
  /// From the polynomial fitted without it (HC3, MacKinnon & White 1985). Larger, the more so the fewer rows lie within
  /// the window: intervals that neighbours make too narrow there hold more often.
  case hc3

  /// Of every response, in the order of the window's rows.
  func residuals(_ window: CutoffSide, _ fit: LocalPolynomial, neighbours: Int) -> DenseMatrix {
    switch self {
    case .neighbours: Residuals.nearestNeighbours(window, neighbours: neighbours)
    case .hc3: Residuals.ofFit(fit, window.responses).scalingRows(by: fit.leverages.map { 1 / max(1 - $0, 1e-8) })
    }
  }
}
