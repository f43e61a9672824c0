/// The jump of the outcome at the cutoff, with everything that a report says of it.
public struct DiscontinuityEstimate: Sendable, Equatable {
  /// One way to state the effect.
  public struct Inference: Sendable, Equatable {
    public let estimate: Double
    public let standardError: Double
    public let low: Double
    public let high: Double
    /// Two-sided, of no effect.
    public let pValue: Double
  }

  /// How many rows there are and how many count.
  public struct Rows: Sendable, Equatable {
    public let all: Int
    /// Different values of the running variable.
    public let distinct: Int
    /// With a positive weight for the estimate, and for its bias.
    public let inEstimation: Int
    public let inBias: Int
    /// Clusters among the latter, where there are any.
    public let clusters: Int?
  }

  /// Least squares within h, as if its bias were nothing.
  public let conventional: Inference
  /// The bias subtracted, and its uncertainty counted: the interval to report (Calonico, Cattaneo & Titiunik 2014).
  public let robust: Inference
  /// The jump of the treatment, in a fuzzy design.
  public let firstStage: Inference?
  /// h and b, in units of the running variable.
  public let estimationBandwidth: Sides<Double>
  public let biasBandwidth: Sides<Double>
  /// The rule that chose them; nil where they were given, or too few rows left no choice.
  public let rule: BandwidthRule?
  public let cutoff: Double
  public let order: Int
  public let biasOrder: Int
  public let kernel: KernelShape
  /// What the standard errors are made of, where rows are no clusters.
  public let errors: RowErrors
  public let level: Double
  public let rows: Sides<Rows>
  /// The fitted polynomials in powers of (running − cutoff), covariates at nought: for the drawing.
  public let curves: Sides<[Double]>
  /// Rows left out because a number is missing.
  public let droppedRows: Int
  /// What a reader must know, as sentences.
  public let remarks: [String]
}
