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

  /// Whether it was meant as an answer: a line that shares hardly a step with a right one is one of a person's own.
  public var isAnswer: Bool { score >= 0.3 || !reasons.isEmpty }
}
