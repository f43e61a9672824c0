import Basics
import Graphics
import Plans
import Rendering

/// What is being worked on, and since when: what the line of progress is made from.
struct Activity {
  /// Many fits, of one plan or of the combinations of a sweep.
  struct Fits {
    /// Of a sweep; 0 for one plan.
    var combinations = 0
    var doneCombinations = 0
    /// Those that are not in the cache: only they take time.
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
  private(set) var fits: Fits?

  var isSweep: Bool { fits.map { $0.combinations > 0 } ?? false }

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

  mutating func evaluationBegins(folds: Int, at now: ContinuousClock.Instant) {
    if !isSweep, folds > 1 { fits = Fits(count: folds, start: now) }
  }

  mutating func sweepBegins(_ outlook: SweepOutlook, at now: ContinuousClock.Instant) {
    fits = Fits(combinations: outlook.combinations, count: outlook.folds - outlook.cachedFolds, start: now)
  }

  mutating func foldEnds(isFromCache: Bool) {
    if !isFromCache { fits?.done += 1 }
    if !isSweep, let fits, fits.done >= fits.count { self.fits = nil }
  }

  mutating func combinationEnds(_ index: Int) {
    fits?.doneCombinations = index + 1
    if let fits, fits.doneCombinations >= fits.combinations { self.fits = nil }
  }

  /// The line of progress; nil where nothing has taken long yet.
  func line(at now: ContinuousClock.Instant, after delay: Swift.Duration, style: TerminalStyle) -> String? {
    if let fits {
      guard fits.start.duration(to: now) >= delay else { return nil }
      return progressLine(
        name(of: fits), fraction: fraction(of: fits), elapsed: seconds(from: fits.start, to: now), style: style)
    }
    guard let stage = label, stageStart.duration(to: now) >= delay else { return nil }
    let label = [stage, news].compactMap { $0 }.joined(separator: ", ")
    let elapsed = seconds(from: stageStart, to: now)
    guard let fraction else { return "\(sanitized(label))  \(NumberFormat.duration(seconds: elapsed))" }
    return progressLine(label, fraction: fraction, elapsed: elapsed, style: style)
  }

  private func name(of fits: Fits) -> String {
    let place =
      fits.combinations > 0
      ? "\(fits.doneCombinations) of \(fits.combinations)" : "fit \(fits.done + 1) of \(fits.count)"
    return [place, label].compactMap { $0 }.joined(separator: ": ")
  }

  private func fraction(of fits: Fits) -> Double {
    fits.count > 0
      ? Double(fits.done) / Double(fits.count) : Double(fits.doneCombinations) / Double(max(1, fits.combinations))
  }

  private func seconds(from start: ContinuousClock.Instant, to end: ContinuousClock.Instant) -> Double {
    start.duration(to: end) / .seconds(1)
  }
}
