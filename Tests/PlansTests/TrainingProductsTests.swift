import Numerics
import Samples
import Testing

@testable import Plans

/// Work on all rows is shared by the splits of an evaluation, and only where there are several.
@Suite struct TrainingProductsTests {
  /// More columns than rows: for fewer columns the inner products of rows are not worth having.
  private struct WideStage: RowwiseStage {
    static let declaration = Declaration("wide", "Widens.", takes: .features, gives: .features, examples: [])

    func apply(to content: any RowContent, _ context: StageContext) throws -> any RowContent {
      let matrix = try content.require(Matrix.self, for: "wide")
      return Matrix(
        rows: matrix.rows, columns: 20, storage: matrix.storage.flatMap { x in (0..<20).map { x + Float($0) } })
    }
  }

  /// Tells what it was given to prepare with.
  private struct AskingStage: PrecomputingStage {
    static let declaration = Declaration("asking", "Asks.", takes: .features, gives: .features, examples: [])
    static let preparationName = "what there is"
    typealias Fitted = CentreStage.Fitted
    var runs = Runs()

    func prepare(_ training: Samples, products: TrainingProducts?, _ context: StageContext) throws -> Bool {
      runs.add(products == nil ? "alone" : "shared")
      return products != nil
    }

    func fit(_ training: Samples, prepared: Bool, _ context: StageContext) throws -> Fitted {
      Fitted(mean: 0)
    }

    func byteCount(of preparation: Bool) -> Int { 1 }
  }

  /// The first fold of six alone.
  private struct FirstFoldStage: EvaluatorStage {
    static let declaration = Declaration("first", "Deals one.", takes: .result, gives: .result, examples: [])

    func splits(of metadata: RowMetadata, wrapping inner: (any EvaluatorStage)?, _ context: StageContext) throws
      -> SplitPlan
    {
      var plan = try DealStage(folds: 6).splits(of: metadata, wrapping: nil, context)
      plan.splits = Array(plan.splits.prefix(1))
      return plan
    }
  }

  private let runs = Runs()
  private var asking: AskingStage { AskingStage(runs: runs) }

  @Test func theSplitsOfAnEvaluationShareInnerProducts() throws {
    _ = try ToyShop().result(ToySource(), WideStage(), asking, ThresholdStage(), DealStage(folds: 6))
    #expect(runs.list == [String](repeating: "shared", count: 6))
  }

  @Test func splitsThatTrainOnFewOfTheRowsDoNot() throws {
    _ = try ToyShop().result(ToySource(), WideStage(), asking, ThresholdStage(), DealStage(folds: 4))
    #expect(runs.list == [String](repeating: "alone", count: 4))
  }

  /// What was learnt one way must not be taken for what is learnt the other way: the last digits may differ.
  @Test func aSplitWithoutOthersSharesNothingAndIsCachedByItself() throws {
    let shop = ToyShop()
    _ = try shop.result(ToySource(), WideStage(), asking, ThresholdStage(), FirstFoldStage())
    #expect(runs.list == ["alone"])
    _ = try shop.result(ToySource(), WideStage(), asking, ThresholdStage(), DealStage(folds: 6))
    #expect(runs.list == ["alone"] + [String](repeating: "shared", count: 6))
  }
}
