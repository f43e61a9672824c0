import Basics
import Learning
import Numerics
import Plans
import Samples

/// `pca 50`, `pca 95% whiten=yes`
struct PCAStage: PrecomputingStage {
  static let declaration = Declaration(
    "pca", "Keeps the directions in which the training rows vary most.", takes: .features, gives: .features,
    discussion: """
      Principal components are found on training rows alone; all rows are then described by how far they lie along each. \
      Many correlated columns become a few uncorrelated ones, and what is left out is mostly noise: mostly, for a rare \
      expression may vary little and yet matter. A whole number keeps so many components, a share such as 95% as many \
      as explain that much of the variance, and `mle` as many as the rows are likeliest to have been made from (Minka \
      2000). `whiten` gives every component the same variance. Few components of many columns are found from the rows \
      themselves, to an angle of 1e-5, and several counts in braces share what is found. A share that takes many \
      components, `mle`, and more than an eighth of all need every eigenvector, which takes far longer.
      """,
    searchTerms: ["principal", "components", "reduce", "dimension", "svd"],
    reference: "Pearson 1901; sklearn.decomposition.PCA",
    examples: [
      Example("faces n=40 subjects=8 | lbp | pca 10", shows: "40 × 10 features"),
      Example("faces n=40 subjects=8 | lbp | pca 90% whiten=yes", shows: "features"),
      Example("faces n=160 subjects=8 | resize 10 | pixels | pca mle", shows: "160 × "),
    ])

  @Parameter("components to keep, share of variance to explain, or mle", positional: true, aliases: ["n_components"])
  var k = ComponentCount.count(50)
  @Parameter("give every component variance 1") var whiten = false

  typealias Fitted = FeatureTransform<FittedPrincipalComponents>

  static let preparationName = "directions"

  func prepare(
    _ training: Samples, products: TrainingProducts?, _ context: StageContext
  ) throws -> RowSpectrum {
    try RowSpectrum(
      of: training.content.requireRows(for: "pca"), seed: context.seed, products: products?.centred,
      context: context.execution)
  }

  func byteCount(of preparation: RowSpectrum) -> Int { preparation.byteCount(for: k.size) }

  func fit(_ training: Samples, prepared: RowSpectrum, _ context: StageContext) throws -> Fitted {
    let components = try PrincipalComponents(k.size, whitening: whiten)
    let fitted = try components.fit(
      training.content.requireRows(for: "pca"), spectrum: prepared, context: context.execution)
    if fitted.unwhitenedCount > 0 {
      context.note(
        "\(fitted.unwhitenedCount) of \(fitted.explainedVariance.count) components vary by rounding alone and were not whitened"
      )
    }
    return FeatureTransform(name: "pca", fitted: fitted)
  }
}

/// A number of components, the share of variance they explain, or the likeliest number.
enum ComponentCount: ParameterValue, Hashable {
  case count(Int)
  case share(Double)
  case likeliest

  static let type = ParameterType.either([.integer, .share, .words(["mle"])])
  static let placeholder = ComponentCount.count(1)

  init(_ argument: ArgumentValue) throws(ArgumentMismatch) {
    switch argument {
    case .word("mle"), .text("mle"): self = .likeliest
    case .word(let word): throw .word(word, expected: Self.type.words)
    case .number(let value, .plain) where value >= 1:
      guard let count = Int(exactly: value) else {
        throw .other(
          problem: "\(NumberFormat.shortest(value)) components", remedy: "give a whole number, or a share such as 95%")
      }
      self = .count(count)
    case .number(let value, .percent) where value > 0 && value < 100: self = .share(value / 100)
    case .number(let value, .plain) where value > 0: self = .share(value)
    case .number(_, .plain): throw .outOfBounds(.from(1), found: argument)
    case .number(_, .percent): throw .outOfBounds(.inside(0, 1), found: argument)
    default: throw .type(expected: Self.type, found: argument.description)
    }
  }

  var canonicalText: String {
    switch self {
    case .count(let count): String(count)
    case .share(let share): NumberFormat.shortest(share * 100) + "%"
    case .likeliest: "mle"
    }
  }

  var size: PrincipalComponents.Size {
    switch self {
    case .count(let count): .count(count)
    case .share(let share): .share(share)
    case .likeliest: .likeliest
    }
  }
}
