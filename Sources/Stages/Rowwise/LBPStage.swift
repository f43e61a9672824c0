import Imaging
import Plans
import Samples

/// `lbp radius=1 points=8 grid=8 method=nri_uniform`
struct LBPStage: RowwiseStage {
  enum Method: String, WordParameter {
    // swift-format-ignore: AlwaysUseLowerCamelCase
    case `default`, ror, uniform, nri_uniform, `var`
    static let placeholder = Method.nri_uniform

    var engineMethod: LocalBinaryPatterns.Method {
      switch self {
      case .default: .default
      case .ror: .ror
      case .uniform: .uniform
      // swift-format-ignore: AlwaysUseLowerCamelCase
      case .nri_uniform: .nriUniform
      case .var: .variance
      }
    }
  }

  static let declaration = Declaration(
    "lbp", "Describes images by histograms of local binary patterns over a grid of cells.", takes: .images,
    gives: .features,
    discussion: """
      Each pixel is compared with the neighbours on a circle around it; which of them are at least as bright is a \
      pattern: an edge, a corner, a spot, a flat place. How often each pattern occurs, counted in every cell of a grid \
      laid over the face, describes its texture and where it is. Comparing makes the description blind to how bright \
      the light is. `uniform` patterns, with at most two changes around the circle, are counted one by one, and all \
      others together. Colour images are made grey first.
      """,
    searchTerms: ["local", "binary", "patterns", "texture", "descriptor"],
    reference: "Ojala, Pietikäinen & Mäenpää 2002; skimage.feature.local_binary_pattern",
    examples: [
      Example("faces n=20 subjects=4 | lbp", shows: "20 × 3,776 features"),
      Example("faces n=20 subjects=4 | lbp radius=2 points=16 grid=4 method=uniform", shows: "20 × 288 features"),
    ])

  @Parameter("distance of the neighbours, in pixels", in: .greaterThan(0, atMost: 256), aliases: ["R", "r"])
  var radius = 1.0
  @Parameter("how many neighbours", in: .between(1, 24), aliases: ["P", "n_points"]) var points = 8
  @Parameter("cells along each side", in: .between(1, 256), aliases: ["cells"]) var grid = 8
  @Parameter("how a circle of comparisons becomes a number", positional: true) var method = Method.nri_uniform

  func apply(to content: any RowContent, _ context: StageContext) throws -> any RowContent {
    let patterns = try LocalBinaryPatterns(
      method: method.engineMethod, radius: radius, points: points, grid: grid)
    let images = try content.require(ImageStack.self, for: "lbp")
    guard let compact = try patterns.compactDescriptors(of: images, context: context.execution) else {
      return try patterns.descriptors(of: images, context: context.execution)
    }
    return compact.isWorthwhile ? compact : try compact.expanded(context: context.execution)
  }
}
