import Basics
import Diagnostics
import Plans
import Syntax

/// What a pipeline may multiply out to. Checked before it is multiplied out: a slip of the pen in braces must not take
/// the memory of the machine.
enum SweepLimits {
  static let combinations = 20_000
  /// Stages one after another, those of `def`s included.
  static let stages = 1_000
}

extension Elaborator {
  /// Whether so many alternatives, each with so many, are too many for a sweep; reports it then.
  func isTooMany(_ count: Int, times other: Int, at span: Span, in source: SourceText) -> Bool {
    guard count > 0, other > SweepLimits.combinations / count else { return false }
    report(
      .sweepTooLarge, "this makes more than \(grouped(SweepLimits.combinations)) combinations", at: span, in: source,
      "sweep over fewer alternatives, or in several lines")
    return true
  }
}
