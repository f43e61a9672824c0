import Numerics
import Plans
import Samples

/// Tells rows that are unlike what a model was tried on: whose nearest test row, in the numbers that the model is given, is
/// further away than any test row is from its own nearest (the one-class nearest-neighbour rule of Tax & Duin 2000, with the
/// greatest distance as its border). Test rows stand for the training rows, which a plan does not hand out; they are people
/// that the model did not know either.
struct Strangeness {
  private let references: Matrix
  /// Squared.
  private let border: Double

  /// nil where nothing can be told: a model from a file comes without rows, and fewer than two rows have no distances.
  /// - Cost: a search of each test row among the others.
  init?(of input: PlanValue, _ pipeline: FittedPipeline, _ context: ReaderContext) throws {
    guard let plan = input.as(EvaluationResult.self)?.plan,
      let references = Self.matrix(try context.modelInput(plan).content), references.rows > 1,
      try references.firstNonFinite() == nil
    else { return nil }
    let table = try NearestNeighbours(references: references)
      .searchAmongReferences(count: 1, context: context.stage.execution)
    guard let border = table.squaredDistances.max() else { return nil }
    (self.references, self.border) = (references, border)
  }

  /// nil where these are no features; those that are kept compactly are.
  private static func matrix(_ content: any RowContent) -> Matrix? {
    content as? Matrix ?? content.converted(to: Matrix.self)
  }

  /// Those of the rows that are unlike; none where the pipeline gives the model no numbers.
  func rows(of content: any RowContent, _ pipeline: FittedPipeline, _ context: StageContext) throws -> [Int] {
    var content = content
    for (_, learnt) in pipeline.steps {
      switch learnt {
      case .rowwise(let stage): content = try stage.apply(to: content, context)
      case .transform(let transform): content = try transform.apply(to: content, context: context.execution)
      case .model: break
      }
    }
    guard let queries = Self.matrix(content), queries.columns == references.columns, try queries.firstNonFinite() == nil
    else {
      return []
    }
    let distances = try NearestNeighbours(references: references)
      .search(queries, count: 1, context: context.execution).squaredDistances
    return distances.indices.filter { distances[$0] > border }
  }
}
