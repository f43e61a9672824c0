import Basics
import Glibc
import Learning
import Numerics
import Plans
import Samples

/// `imbalance 0.7`, `imbalance {0.5..0.9 by 0.1} rows=300 draw={1..5}`
struct ImbalanceStage: ResamplerStage {
  static let balancesClasses = false
  static let declaration = Declaration(
    "imbalance", "Draws training rows so that the classes are as uneven as is asked.",
    pairs: [.unchanged(.rows)],
    discussion: """
      The imbalance ratio is 1 − smallest / largest: 0 where all classes have as many rows, 0.9 where the smallest has a tenth \
      of the largest. To learn what imbalance does, it must be set, not met: rows are drawn from the training rows alone, \
      without repeats, and the classes between the ends fall off evenly in proportion (a long tail). Test rows stay as they \
      are. A stronger imbalance leaves fewer rows, unless `rows` says how many there shall be, the same at every ratio; \
      otherwise less data would be taken for more imbalance. Other values of `draw` draw other rows. In braces it makes a \
      table of runs, for `rdd` and `paired`: `imbalance {0.5..0.9 by 0.1} rows=300 draw={1, 2, 3} | maybe smote`.
      """,
    searchTerms: ["ratio", "long tail", "skew", "subsample", "uneven", "design"],
    reference: "Buda, Maki & Mazurowski 2018; Cui et al. 2019 (long tail)",
    examples: [
      Example(
        "faces n=240 subjects=24 classes=[happy, sad, fear] | pixels | pca 5 | imbalance 0.8", shows: "for training"),
      Example(
        "faces n=240 subjects=24 classes=[happy, sad] intensity=1 | lbp | pca 5 | imbalance {0.5, 0.9} rows=60 | "
          + "maybe smote | logreg", shows: "ratio"),
    ])

  @Parameter("1 − smallest class / largest: 0 is level", in: .between(0, 0.999), positional: true) var ratio = 0.7
  @Parameter("training rows in all; as many as there can be where left out", in: .from(2)) var rows: Int? = nil
  @Parameter("which of the possible draws", in: .between(1, 1_000_000)) var draw = 1

  func resample(_ training: Samples, _ context: StageContext) throws -> Samples {
    if let features = training.content as? Matrix {
      // They have no part in which rows are drawn, but what no model can use is better told here.
      try InputChecks.checkFinite(features, context: context.execution)
    }
    let labels = try training.metadata.labels
    let targets = try UnevenCounts(labels, ratio: ratio, rows: rows).targets
    var generator = SeededGenerator.derived(from: context.seed, draw)
    var kept: [Int] = []
    for (code, target) in targets.enumerated() {
      kept += drawn(target, of: labels.codes.indices.filter { labels.codes[$0] == code }, &generator)
    }
    kept.sort()
    return Samples(
      content: training.content.gatheringRows(kept, context: context.execution),
      metadata: try training.metadata.resampled(keeping: kept, adding: []))
  }
}

/// How many rows of each class make a ratio.
struct UnevenCounts {
  /// One a class, 0 for a class without rows.
  let targets: [Int]

  /// - Throws: `ImbalanceError`.
  init(_ labels: Labels, ratio: Double, rows: Int?) throws {
    let counts = labels.counts
    let ranked = counts.indices.filter { counts[$0] > 0 }.sorted {
      counts[$0] != counts[$1] ? counts[$0] > counts[$1] : $0 < $1
    }
    guard ranked.count >= 2 else { throw ImbalanceError.oneClass }
    // From 1 for the largest to 1 − ratio for the smallest, each a like part of the one before.
    let shares = ranked.indices.map { pow(1 - ratio, Double($0) / Double(ranked.count - 1)) }
    let possible = zip(ranked, shares).map { Double(counts[$0]) / $1 }.min() ?? 0
    let wanted = rows.map { Double($0) / shares.reduce(0, +) }
    if let wanted, let rows, wanted > possible + 0.5 {
      throw ImbalanceError.tooFewRows(asked: rows, most: Int(possible * shares.reduce(0, +)), ratio: ratio)
    }
    let largest = min(wanted ?? possible, possible).rounded(.down)
    var targets = [Int](repeating: 0, count: counts.count)
    for (code, share) in zip(ranked, shares) { targets[code] = min(counts[code], Int((largest * share).rounded())) }
    guard let smallest = ranked.last, targets[smallest] >= 1 else {
      throw ImbalanceError.noneLeft(ratio: ratio, class: ranked.last.map { labels.names[$0] } ?? "")
    }
    self.targets = targets
  }
}

/// What cannot be drawn.
enum ImbalanceError: ExplainableError, Equatable {
  case oneClass
  case tooFewRows(asked: Int, most: Int, ratio: Double)
  case noneLeft(ratio: Double, class: String)

  static let samples: [Self] = [
    .oneClass, .tooFewRows(asked: 900, most: 240, ratio: 0.8), .noneLeft(ratio: 0.99, class: "fear"),
  ]

  var entry: ErrorEntry {
    switch self {
    case .oneClass:
      ErrorEntry(
        "E0690", "the training rows have one class, which cannot be uneven",
        remedy: "use rows of two classes or more", explanation: Self.idea)
    case .tooFewRows(let asked, let most, let ratio):
      ErrorEntry(
        "E0691", "\(asked) rows of a ratio of \(NumberFormat.shortest(ratio)) cannot be drawn; \(most) can",
        remedy: "ask for rows=\(most) or fewer, or leave rows out", explanation: Self.idea)
    case .noneLeft(let ratio, let name):
      ErrorEntry(
        "E0692", "at a ratio of \(NumberFormat.shortest(ratio)) no row of '\(name)' is left",
        remedy: "use a smaller ratio, or more rows", explanation: Self.idea)
    }
  }

  private static let idea =
    "`imbalance` draws training rows without repeats: the smallest class gets 1 − ratio times as many as the largest."
}
