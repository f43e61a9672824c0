import Basics
import Learning
import Plans
import Samples

/// `lda`, `lda shrinkage=auto`
struct DiscriminantStage: ModelStage {
  static let declaration = Declaration(
    "lda", "Linear discriminant analysis: the class whose mean is nearest, by the spread within classes.",
    takes: .features, gives: .result,
    discussion: """
      All classes are taken to have the same shape around different means; distance is measured by that shape, so \
      directions in which rows of one class differ anyway count little. It has no knob to turn and is hard to beat \
      with few columns. With many columns and few rows the shape is poorly known: `shrinkage=auto` draws it towards a \
      ball by as much as suits (Ledoit and Wolf), a number from 0 to 1 by that much.
      """,
    searchTerms: ["fisher", "linear", "discriminant", "covariance", "shrinkage"],
    reference: "Fisher 1936; Ledoit & Wolf 2004; sklearn.discriminant_analysis.LinearDiscriminantAnalysis",
    examples: [
      Example("faces n=160 subjects=16 intensity=1 | lbp | pca 20 | lda", shows: "macro-F1"),
      Example("faces n=160 subjects=16 intensity=1 | lbp | pca 20 | lda shrinkage=auto", shows: "macro-F1"),
    ])

  @Parameter("how far the shape is drawn towards a ball: none, auto, or a share", in: .between(0, 1))
  var shrinkage = ShrinkageChoice.none
  @Parameter("how much classes count: none, or balanced (rare ones as much as common ones)", aliases: ["class_weight"])
  var weights = WeightChoice.none

  var weightsClasses: Bool { weights == .balanced }

  func fit(_ training: Samples, _ context: StageContext) throws -> FeatureModel<FittedLinearDiscriminant> {
    let model = try LinearDiscriminant(
      shrinkage: shrinkage.engineShrinkage, classWeights: weights.engineWeighting)
    return try model.fitted(to: training, name: "lda", context)
  }
}

/// `none`, `auto` or a share.
enum ShrinkageChoice: ParameterValue, Hashable {
  case none, auto
  case amount(Double)

  static let type = ParameterType.either([.words(["none", "auto"]), .share])
  static let placeholder = ShrinkageChoice.none

  init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    switch argument {
    case .none, .word("none"): self = .none
    case .word("auto"): self = .auto
    case .word(let word): throw .word(word, expected: Self.type.words)
    case .number(let value, .percent): self = .amount(value / 100)
    case .number(let value, .plain): self = .amount(value)
    default: throw .type(expected: Self.type, found: argument.description)
    }
  }

  var canonicalText: String {
    switch self {
    case .none: "none"
    case .auto: "auto"
    case .amount(let value): NumberFormat.shortest(value)
    }
  }

  var boundedNumbers: [Double] {
    if case .amount(let value) = self { [value] } else { [] }
  }

  var engineShrinkage: LinearDiscriminant.Shrinkage {
    switch self {
    case .none: .none
    case .auto: .automatic
    case .amount(let value): .amount(value)
    }
  }
}
