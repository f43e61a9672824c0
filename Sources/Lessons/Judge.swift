import Basics
import Interpreter

/// Judges answers by what they mean: lines by their plans or their results, numbers and orders by what the run gave. Never
/// by how they were written.
public enum Judge {
  /// A guessed number beside the real one: right within `within`, half right within three times that.
  public static func number(_ guess: Double, outcome: Double, within: Double) -> Verdict {
    let distance = abs(guess - outcome)
    let told = "you said \(NumberFormat.shortest(guess)), it is \(rounded(outcome))"
    // What is off by rounding alone is right.
    if distance <= within + 1e-9 { return Verdict(score: 1, reasons: [told]) }
    return Verdict(score: distance <= 3 * within + 1e-9 ? 0.5 : 0, reasons: [told])
  }

  /// Three decimals, as reports show numbers: what a lesson says must not differ from the table above it.
  public static func rounded(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    if value == value.rounded(), abs(value) < 1e9 { return String(Int(value)) }
    return NumberFormat.decimal(value)
  }

  /// A guessed order: the share of pairs that stand as they do in truth. Items that are equally large may stand either way.
  /// - Parameters:
  ///   - guess: positions of items, the largest first; each once.
  ///   - values: how large each is.
  public static func order(_ guess: [Int], values: [Double], names: [String]) -> Verdict {
    var (right, all) = (0, 0)
    for i in guess.indices {
      for j in guess.indices where j > i {
        all += 1
        if values[guess[i]] >= values[guess[j]] { right += 1 }
      }
    }
    let truth = values.indices.sorted { values[$0] == values[$1] ? $0 < $1 : values[$0] > values[$1] }
    let told = truth.map { "\(names[$0]) \(rounded(values[$0]))" }.joined(separator: ", ")
    return Verdict(score: all == 0 ? 1 : Double(right) / Double(all), reasons: ["it is: \(told)"])
  }

  /// A line by its plan: equal to a right one whatever the spelling, a known mistake, or so far right.
  /// - Parameters:
  ///   - answer: what the line does.
  ///   - right: what it should do, in any of several ways.
  ///   - names: the variable that each of these begins with; nil where it begins with a stage.
  ///   - passes: whether its result is good enough; nil where results do not decide.
  ///   - mistakes: what is known to be wrong, with what is said to it.
  public static func line(
    _ answer: LinePlan, right: [LinePlan], names: [String?] = [], passes: Bool?,
    mistakes: [(pattern: LinePattern, hint: String)]
  ) -> Verdict {
    if right.contains(answer) { return Verdict(score: 1) }
    let known = mistakes.filter { $0.pattern.matches(answer) }.map(\.hint)
    if known.isEmpty, passes == true {
      return Verdict(score: 1, reasons: ["another way than the lesson's, and a good one"])
    }
    guard
      let nearest = right.enumerated().map({ index, plan in
        PlanDifference(answer, from: plan, beginningWith: names.indices.contains(index) ? names[index] : nil)
      }).max(by: { $0.share < $1.share })
    else {
      return Verdict(score: 0, reasons: known)
    }
    // What is known to be wrong is never more than half right.
    let share = known.isEmpty ? min(nearest.share, 0.9) : min(nearest.share, 0.5)
    if known.isEmpty, share < 0.3 { return Verdict(score: share) }
    return Verdict(score: share, reasons: known.isEmpty ? nearest.reasons : known)
  }
}

/// What a known mistake looks like.
public enum LinePattern: Sendable {
  /// The whole line.
  case whole(LinePlan)
  /// These steps somewhere in it, one behind the other, with at least these arguments.
  case part([LinePlan.Step])

  func matches(_ plan: LinePlan) -> Bool {
    switch self {
    case .whole(let other): return plan == other
    case .part(let steps):
      guard !steps.isEmpty else { return false }
      return plan.combinations.contains { combination in
        combination.indices.contains { start in
          start + steps.count <= combination.count
            && zip(steps, combination[start...]).allSatisfy { step, found in
              step.stage == found.stage && step.given.allSatisfy { found.given[$0.key] == $0.value }
            }
        }
      }
    }
  }
}
