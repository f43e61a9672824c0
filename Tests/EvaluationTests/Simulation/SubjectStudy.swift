import Numerics

@testable import Evaluation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Answers of two models about subjects who are easier or harder as a whole: nothing is trained, so that the true scores
/// are known.
struct SubjectStudy {
  let classes: Int
  /// How alike the rows of one subject are, from 0 to below 1, on the scale of log odds.
  let correlation: Double
  /// Whether subjects have from 4 to 24 rows rather than 12.
  let areUnequal: Bool
  /// By how much the second model's log odds are better.
  let advantage: Double
  /// Rows that are answered alike, as near-identical frames are.
  var frames = 1

  struct Sample {
    let truth: Labels
    let first: [Int]
    let second: [Int]
    let subjects: Grouping
  }

  func sample(subjects: Int, _ generator: inout SeededGenerator) -> Sample {
    // Common classes are recognised better, as in the field.
    let odds = (0..<classes).map { code in
      logit(classes == 1 ? 0.8 : 0.8 - 0.45 * Double(code) / Double(max(classes - 1, 1)))
    }
    let deviation = (correlation / (1 - correlation)).squareRoot() * 1.6
    var (truth, first, second, names) = ([Int](), [Int](), [Int](), [String?]())
    for subject in 0..<subjects {
      let shared = generator.normal()
      let effects = (0..<2).map { _ in deviation * (0.8 * shared + 0.6 * generator.normal()) }
      for _ in 0..<(areUnequal ? 4 + generator.below(21) : 12) {
        let code = drawnClass(&generator)
        let answers = [0, 1].map { model in
          let chance = fromLogit(odds[code] + effects[model] + (model == 1 ? advantage : 0))
          return generator.uniform() < chance ? code : mistake(code, &generator)
        }
        for _ in 0..<frames {
          truth.append(code)
          first.append(answers[0])
          second.append(answers[1])
          names.append("S\(subject)")
        }
      }
    }
    let labels = Labels(names: (0..<classes).map { "class\($0)" }, codes: truth)
    return Sample(truth: labels, first: first, second: second, subjects: Grouping(names))
  }

  /// Each class is half as common as the one before.
  private func drawnClass(_ generator: inout SeededGenerator) -> Int {
    var code = 0
    while code < classes - 1, generator.uniform() < 0.5 { code += 1 }
    return code
  }

  /// Mostly the commonest other class.
  private func mistake(_ code: Int, _ generator: inout SeededGenerator) -> Int {
    if generator.uniform() < 0.7 { return code == 0 ? 1 : 0 }
    let other = generator.below(classes - 1)
    return other < code ? other : other + 1
  }
}
