import Numerics

/// The rows of a regression discontinuity, one number a row in each list.
public struct DiscontinuityData: Sendable, Equatable {
  /// The running variable (score), which is compared with the cutoff.
  public var running: [Double]
  public var outcome: [Double]
  /// The treatment received, where the cutoff only changes its chance (fuzzy design); nil where it decides it (sharp).
  public var treatment: [Double]?
  /// Variables fixed before the treatment that explain the outcome, by column; they narrow the interval.
  public var covariates: [[Double]]
  /// The cluster of each row (subject, seed, school), by any number; rows of one cluster are not independent.
  public var clusters: [Int]?

  public init(
    running: [Double], outcome: [Double], treatment: [Double]? = nil, covariates: [[Double]] = [],
    clusters: [Int]? = nil
  ) {
    self.running = running
    self.outcome = outcome
    self.treatment = treatment
    self.covariates = covariates
    self.clusters = clusters
  }

  /// The rows for which `keeps` holds, given their running variable.
  func rows(where keeps: (Double) -> Bool) -> DiscontinuityData {
    let kept = running.indices.filter { keeps(running[$0]) }
    func gather(_ values: [Double]) -> [Double] { kept.map { values[$0] } }
    return DiscontinuityData(
      running: gather(running), outcome: gather(outcome), treatment: treatment.map(gather),
      covariates: covariates.map(gather), clusters: clusters.map { clusters in kept.map { clusters[$0] } })
  }

  /// Outcome, then the treatment where there is one, then the covariates.
  private var responses: [[Double]] { [outcome] + (treatment.map { [$0] } ?? []) + covariates }

  /// Rows with a number for everything, sorted by the running variable and split at the cutoff.
  /// - Throws: `CausalError` where lists differ in length, nothing is left, or the cutoff is not inside.
  func split(at cutoff: Double) throws -> (sides: Sides<CutoffSide>, dropped: Int) {
    let responses = responses
    for (name, count) in [("outcomes", outcome.count), ("treatments", treatment?.count), ("clusters", clusters?.count)]
      + covariates.map({ ("values of a covariate", Int?.some($0.count)) })
    {
      if let count, count != running.count {
        throw CausalError.differentLengths(of: name, found: count, rows: running.count)
      }
    }
    let complete = running.indices.filter { row in
      running[row].isFinite && responses.allSatisfy { $0[row].isFinite }
    }
    guard !complete.isEmpty else { throw CausalError.noRows }
    let order = complete.sorted { (running[$0], $0) < (running[$1], $1) }
    let least = running[order[0]]
    let greatest = running[order[order.count - 1]]
    guard cutoff.isFinite, cutoff > least, cutoff <= greatest else {
      throw CausalError.cutoffOutside(cutoff, least: least, greatest: greatest)
    }
    let boundary = order.firstIndex { running[$0] >= cutoff } ?? order.count
    func side(_ rows: ArraySlice<Int>) -> CutoffSide {
      CutoffSide(
        running: rows.map { running[$0] },
        responses: DenseMatrix(
          rows: rows.count, columns: responses.count, storage: rows.flatMap { row in responses.map { $0[row] } }),
        clusters: clusters.map { clusters in rows.map { clusters[$0] } })
    }
    return (
      Sides(below: side(order[..<boundary]), above: side(order[boundary...])), running.count - order.count
    )
  }
}
