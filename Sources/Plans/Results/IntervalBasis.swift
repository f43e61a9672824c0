/// Where the intervals of a result come from, or why there are none.
public struct IntervalBasis: Sendable, Equatable {
  /// For a person: "95% intervals by the jackknife over 36 subjects".
  public var source: String
  /// Whether one of them is exact at an end, since all its units are alike.
  public var hasExactEnd: Bool
  /// How often such intervals hold: "held the truth in 93 to 98 of 100 simulated data sets"; nil where that is what they
  /// say, or was not simulated.
  public var held: String?

  public init(_ source: String, hasExactEnd: Bool = false, held: String? = nil) {
    (self.source, self.hasExactEnd, self.held) = (source, hasExactEnd, held)
  }

  /// All of it in a line.
  public var text: String {
    source + (hasExactEnd ? ", exact where all are alike" : "") + (held.map { "; such \($0)" } ?? "")
  }

  /// What several results say of theirs, each once: whether one has an exact end makes no two of them.
  public static func joined(_ bases: [IntervalBasis]) -> [IntervalBasis] {
    bases.reduce(into: []) { joined, next in
      guard let known = joined.firstIndex(where: { $0.source == next.source && $0.held == next.held }) else {
        joined.append(next)
        return
      }
      joined[known].hasExactEnd = joined[known].hasExactEnd || next.hasExactEnd
    }
  }
}
