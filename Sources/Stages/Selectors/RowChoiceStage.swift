import Plans
import Samples

/// What is done with the rows that have the values named.
protocol RowVerb: Sendable {
  static var declaration: Declaration { get }
  /// The rows that stay.
  /// - Parameter holds: for each row whether it has what was named.
  static func rows(where holds: [Bool], _ match: RowMatch) throws -> [Int]
}

/// `only` and `drop`, which are told rows in the same words.
struct RowChoiceStage<Verb: RowVerb>: SelectorStage {
  static var declaration: Declaration { Verb.declaration }

  @Parameter("of which classes") var `class`: [RowValue] = []
  @Parameter("of which people") var subject: [RowValue] = []
  @Parameter("of which data sets") var source: [RowValue] = []
  @Parameter("values of whatever else is known of the rows, such as sex=F or age=[20, 30]") var attribute =
    NamedValues()

  private var match: RowMatch {
    RowMatch([("class", `class`), ("subject", subject), ("source", source)], attribute)
  }

  func check(in environment: RunEnvironment) throws { try match.check(for: Self.declaration.name) }

  func rows(of metadata: RowMetadata, _ context: StageContext) throws -> [Int] {
    try Verb.rows(where: try match.holds(of: metadata), match)
  }
}
