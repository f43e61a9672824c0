import Basics
import Causal
import Drawing

extension DiscontinuityEstimate {
  /// Means of bins that vary as rows do, the polynomials of either side within their window, and the cutoff.
  /// - Throws: `CausalError` where the rows allow no bins.
  func chart(_ data: DiscontinuityData, names: (outcome: String, running: String), synthetic: String?) throws -> Chart {
    let bins = try BinnedMeans(data, cutoff: cutoff).bins
    func means(_ bins: [BinnedMeans.Bin], _ series: Int) -> [Datum] {
      bins.map { Datum(x: .number($0.meanRunning), y: .number($0.meanOutcome), series: series) }
    }
    let h = estimationBandwidth
    let lines =
      curve(curves.below, from: -h.below, to: 0, series: 0) + curve(curves.above, from: 0, to: h.above, series: 1)
    return Chart(
      title: "\(names.outcome) where \(names.running) reaches \(NumberFormat.significant(cutoff, digits: 4))",
      panels: [
        .init([
          Layer(.dots, means(bins.below, 0) + means(bins.above, 1)), Layer(.line, lines),
          Layer(.rule, [Datum(x: .number(cutoff), y: .everywhere)]),
        ])
      ], x: Axis(numbers: names.running), y: Axis(numbers: names.outcome),
      series: Series("side", ["below the cutoff", "at it or above"]), synthetic: synthetic,
      caption: [
        "dots: means of bins whose number lets them vary as the rows do; lines: the polynomials that the jump is read "
          + "off, within their windows"
      ])
  }

  private func curve(_ powers: [Double], from: Double, to: Double, series: Int) -> [Datum] {
    (0...40).map { step in
      let distance = from + (to - from) * Double(step) / 40
      let height = powers.reversed().reduce(0) { $0 * distance + $1 }
      return Datum(x: .number(cutoff + distance), y: .number(height), series: series)
    }
  }
}
