import Learning
import Plans

/// `smote`, `smote median k=3`
struct SMOTEStage: ResamplerStage {
  static let declaration = Declaration(
    "smote", "Adds training rows to small classes, between a row and one of its neighbours.", takes: .features,
    gives: .features,
    discussion: """
      A learner that sees few rows of a class pays little for ignoring it. SMOTE makes new rows of the small classes: \
      each lies somewhere on the line from a row to one of its k nearest neighbours of the same class. Only training \
      rows are touched; a test row is always a real one. Class weights correct the same imbalance another way: using \
      both corrects it twice. A class needs at least k + 1 training rows.
      """,
    searchTerms: ["oversample", "imbalance", "balance", "synthetic", "resample"],
    reference: "Chawla, Bowyer, Hall & Kegelmeyer 2002; imblearn.over_sampling.SMOTE",
    examples: [
      Example("load \"ziya07\" | resize 24 | pixels | pca 10 | smote", shows: "for training"),
      Example("load \"ziya07\" | resize 24 | pixels | pca 10 | smote median k=3", shows: "for training"),
    ])

  @Parameter("which classes grow, and to how many rows", positional: true, aliases: ["sampling_strategy"])
  var target = BalanceTarget.auto
  @Parameter("nearest neighbours to draw from", in: .from(1), aliases: ["k_neighbors"]) var k = 5
  @Parameter("only classes with less than this share of the rows grow, up to it", in: .between(0, 1))
  var below: Share? = nil

  func resample(_ training: Samples, _ work: StageWork) throws -> Samples {
    let target = below.map { ResamplingTarget.below($0.value) } ?? target.target
    return try training.resampled(by: SMOTE(neighbours: k, target: target), name: "smote", work)
  }
}

/// Which classes a resampler changes, and to how many rows.
enum BalanceTarget: ParameterValue, Hashable {
  case auto, median, minority
  /// Every class at least this part of the largest.
  case ratio(Double)

  static let type = ParameterType.either([.words(["auto", "median", "minority"]), .share])
  static let placeholder = BalanceTarget.auto

  init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    switch argument {
    case .word("auto"): self = .auto
    case .word("median"): self = .median
    case .word("minority"): self = .minority
    case .word(let word): throw .word(word, expected: Self.type.words)
    case .number(let value, .percent) where value > 0 && value <= 100: self = .ratio(value / 100)
    case .number(let value, .plain) where value > 0 && value <= 1: self = .ratio(value)
    case .number(let value, _): throw .outOfBounds(.between(0, 1), found: value)
    default: throw .type(expected: Self.type, found: argument.description)
    }
  }

  var canonicalText: String {
    switch self {
    case .auto: "auto"
    case .median: "median"
    case .minority: "minority"
    case .ratio(let ratio): shortest(ratio * 100) + "%"
    }
  }

  var target: ResamplingTarget {
    switch self {
    case .auto: .auto
    case .median: .median
    case .minority: .minority
    case .ratio(let ratio): .ratio(ratio)
    }
  }
}
