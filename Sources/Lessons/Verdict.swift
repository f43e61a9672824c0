/// What is made of an answer.
public struct Verdict: Sendable, Equatable {
  /// From 0 to 1.
  public var score: Double
  /// Why, a sentence each.
  public var reasons: [String]

  public init(score: Double, reasons: [String] = []) {
    (self.score, self.reasons) = (score, reasons)
  }

  public var isRight: Bool { score >= 1 }
}
