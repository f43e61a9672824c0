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
  /// Names that one line may be looked up for, those inside `def`s counted as often as these are used: `def a = b | b` ten
  /// times over doubles each time.
  static let lookUps = 2_000
  /// Bytes of a text made of others: `"{x}{x}"` doubles as well.
  static let textBytes = 1_000_000
}

extension Elaborator {
  /// Counts a look-up; false where there were too many, which is then reported once.
  func mayLookUp(_ call: Call, in source: SourceText) -> Bool {
    lookUps += 1
    if lookUps == SweepLimits.lookUps { reportLookUps(call, in: source) }
    return lookUps < SweepLimits.lookUps
  }

  /// Whether the body of a `def` may still be put in place of its call; told before it is, since what doubles ten times
  /// takes long.
  func mayExpand(_ defined: DefinedStage, _ call: Call, in source: SourceText) -> Bool {
    guard lookUps < SweepLimits.lookUps else { return false }
    guard lookUps + defined.size >= SweepLimits.lookUps else { return true }
    lookUps = SweepLimits.lookUps
    reportLookUps(call, in: source)
    return false
  }

  private func reportLookUps(_ call: Call, in source: SourceText) {
    report(
      .sweepTooLarge, "this line stands for more than \(grouped(SweepLimits.lookUps)) stages", at: call.span,
      in: source,
      notes: ["each `def` counts as often as it is used, with all that it holds"])
  }

  /// Whether a text of so many bytes is too long to be made; reports it then.
  func isTooLong(_ bytes: Int, at span: Span, in source: SourceText) -> Bool {
    guard bytes > SweepLimits.textBytes else { return false }
    report(
      .sweepTooLarge, "this text would be longer than \(grouped(SweepLimits.textBytes)) bytes", at: span, in: source)
    return true
  }

  /// Whether so many alternatives, each with so many, are too many for a sweep; reports it then.
  func isTooMany(_ count: Int, times other: Int, at span: Span, in source: SourceText) -> Bool {
    guard count > 0, other > SweepLimits.combinations / count else { return false }
    report(
      .sweepTooLarge, "this makes more than \(grouped(SweepLimits.combinations)) combinations", at: span, in: source,
      "sweep over fewer alternatives, or in several lines")
    return true
  }
}
