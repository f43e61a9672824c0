import Numerics

/// The covariances of rows, or of their transpose where there are fewer rows than columns: what a fit of principal
/// components begins with, whatever their number.
public struct Covariances: Sendable {
  let spectrum: Spectrum

  init(spectrum: Spectrum) {
    self.spectrum = spectrum
  }

  /// - Throws: `LearningError.noRows`, `.noColumns`, `.nonFinite`; `Interrupted`.
  /// - Cost: n·d·min(n, d) operations; 8·min(n, d)² bytes.
  public init(of features: Matrix, context: ExecutionContext = .plain) throws {
    try InputChecks.checkFeatures(features, context: context)
    self.init(spectrum: try Spectrum(of: features, context: context))
  }

  /// What it takes in memory.
  public var byteCount: Int { spectrum.product.order * spectrum.product.order * MemoryLayout<Double>.stride }
}
