import Graphics
import Plans

/// What is being worked on, and since when: what the line of progress is made from.
struct Activity {
  struct Sweep {
    var count: Int
    var done = 0
    var start: ContinuousClock.Instant
  }

  /// The stage that runs, with the split it runs for.
  private(set) var label: String?
  private(set) var stageStart = ContinuousClock.now
  private(set) var fraction: Double?
  /// How the stage stands, in its own words.
  private(set) var news: String?
  private(set) var sweep: Sweep?

  mutating func stageBegins(_ step: String, splitName: String?, at now: ContinuousClock.Instant) {
    label = ([step] + [splitName].compactMap { $0 }).joined(separator: ", ")
    stageStart = now
    fraction = nil
    news = nil
  }

  mutating func stageEnds() {
    label = nil
    fraction = nil
    news = nil
  }

  mutating func stageTells(_ text: String) {
    news = text
  }

  mutating func stageReached(_ fraction: Double) {
    self.fraction = fraction
  }

  mutating func sweepBegins(count: Int, at now: ContinuousClock.Instant) {
    sweep = Sweep(count: count, start: now)
  }

  mutating func combinationEnds(_ index: Int) {
    sweep?.done = index + 1
    if let sweep, sweep.done >= sweep.count { self.sweep = nil }
  }

  /// The line of progress; nil where nothing has taken long yet.
  func line(at now: ContinuousClock.Instant, after delay: Swift.Duration, style: TerminalStyle) -> String? {
    if let sweep {
      guard sweep.start.duration(to: now) >= delay else { return nil }
      let name = ["\(sweep.done) of \(sweep.count)", label, news].compactMap { $0 }.joined(separator: ": ")
      return progressLine(
        name, fraction: Double(sweep.done) / Double(max(1, sweep.count)),
        elapsed: seconds(from: sweep.start, to: now), style: style)
    }
    guard let stage = label, stageStart.duration(to: now) >= delay else { return nil }
    let label = [stage, news].compactMap { $0 }.joined(separator: ", ")
    let elapsed = seconds(from: stageStart, to: now)
    guard let fraction else { return "\(sanitized(label))  \(NumberFormat.duration(seconds: elapsed))" }
    return progressLine(label, fraction: fraction, elapsed: elapsed, style: style)
  }

  private func seconds(from start: ContinuousClock.Instant, to end: ContinuousClock.Instant) -> Double {
    start.duration(to: end) / .seconds(1)
  }
}
