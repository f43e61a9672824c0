import Interpreter

/// How far a line does what another does, step by step, for partial credit with reasons.
struct PlanDifference {
  /// From 0 to 1: steps that are the same count whole, those of the same stage with other arguments half.
  let share: Double
  let reasons: [String]

  /// - Parameter name: the variable that the right line begins with, which says more than the stages behind it.
  init(_ answer: LinePlan, from right: LinePlan, beginningWith name: String? = nil) {
    let pairs = Self.aligned(answer.first, right.first)
    let same = pairs.count { $0.0 == $0.1 }
    let total = max(answer.first.count, right.first.count, 1)
    var share = (Double(same) + 0.5 * Double(pairs.count - same)) / Double(total)
    var reasons: [String] = []
    if same > 0 {
      let kept = pairs.filter { $0.0 == $0.1 }.map { "`\($0.0.text)`" }
      reasons.append("as it should be: \(kept.joined(separator: ", "))")
    }
    for (given, wanted) in pairs where given != wanted {
      let isBeginning = wanted == right.first.first
      reasons.append(
        "`\(given.text)`: "
          + (name.flatMap { isBeginning ? "begin with `\($0)`" : nil } ?? Self.difference(given, wanted)))
    }
    let taken = pairs.map(\.1)
    for step in right.first where !taken.contains(step) {
      reasons.append("something is missing that \(step.stage) does: `\(step.stage)?` tells of it")
    }
    let used = pairs.map(\.0)
    for step in answer.first where !used.contains(step) { reasons.append("`\(step.text)` is not asked for here") }
    if answer.combinations.count != right.combinations.count {
      share *= 0.8
      reasons.append("\(right.combinations.count) plans are asked for, this makes \(answer.combinations.count)")
    }
    (self.share, self.reasons) = (share, reasons)
  }

  /// Which argument is another.
  private static func difference(_ given: LinePlan.Step, _ wanted: LinePlan.Step) -> String {
    let names = Set(given.given.keys).union(wanted.given.keys).sorted()
    let other = names.filter { given.given[$0] != wanted.given[$0] }
    guard let name = other.first else { return "its arguments are others" }
    if wanted.given[name] == nil { return "`\(name)` is not asked for" }
    return given.given[name] == nil ? "it needs `\(name)=`" : "another `\(name)` is asked for"
  }

  /// Steps of one stage in both, in order: the longest such sequence, those that are the same before others.
  private static func aligned(_ a: [LinePlan.Step], _ b: [LinePlan.Step]) -> [(LinePlan.Step, LinePlan.Step)] {
    var best = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
    func worth(_ i: Int, _ j: Int) -> Int { a[i] == b[j] ? 3 : a[i].stage == b[j].stage ? 2 : 0 }
    for i in a.indices.reversed() {
      for j in b.indices.reversed() {
        let paired = worth(i, j) > 0 ? worth(i, j) + best[i + 1][j + 1] : 0
        best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
      }
    }
    var (i, j) = (0, 0)
    var pairs: [(LinePlan.Step, LinePlan.Step)] = []
    while i < a.count, j < b.count {
      if worth(i, j) > 0, best[i][j] == worth(i, j) + best[i + 1][j + 1] {
        pairs.append((a[i], b[j]))
        (i, j) = (i + 1, j + 1)
      } else if best[i][j] == best[i + 1][j] {
        i += 1
      } else {
        j += 1
      }
    }
    return pairs
  }
}
