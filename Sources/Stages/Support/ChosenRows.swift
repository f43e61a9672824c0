import Basics
import Plans
import Samples

/// Takes exactly the rows that it is told for the test: how a reader comes by rows of a plan, such as the faces behind
/// numbers. Not in the catalogue: nobody writes it.
struct ChosenRows: EvaluatorStage {
  static let declaration = Declaration(
    "chosen_rows", "Rows that a reader asked for.", takes: .result, gives: .result, examples: [])

  let rows: [Int]

  init() { rows = [] }

  init(_ rows: [Int]) {
    self.rows = rows
  }

  var canonicalArguments: String {
    var digest = Digest("chosen")
    digest.combine(rows)
    return digest.hexadecimal
  }

  func splits(of metadata: RowMetadata, wrapping inner: (any EvaluatorStage)?, _ context: StageContext) throws
    -> SplitPlan
  {
    let known = Set(rows.filter { $0 >= 0 && $0 < metadata.count }).sorted()
    return SplitPlan(
      splits: [RowSplit(train: [], test: known, name: "chosen rows")], description: "chosen rows")
  }
}

extension ReaderContext {
  /// Rows of a plan behind its first steps, which must look at one row at a time: the faces as they were loaded, say.
  /// - Parameters:
  ///   - rows: numbers among the rows that the plan works on; each once, ascending, is what comes.
  ///   - count: how many steps are applied, the source included.
  /// - Throws: what the stages throw; `PlanError.noSource` where the plan has no rows, as one of opened predictions.
  func rows(_ rows: [Int], of plan: Plan, through count: Int = 1) throws -> Samples {
    guard let source = plan.steps.first else { return try modelInput(plan) }
    let chosen = PlanStep(stage: ChosenRows(rows), text: "", location: source.location)
    // What leaves rows out decides what their numbers mean, wherever it stands.
    let steps = plan.steps.enumerated().filter { $0.offset < max(1, count) || $0.element.kind == .selector }
    return try modelInput(Plan(steps.map(\.element) + [chosen]))
  }
}

extension Plan {
  /// How many steps it begins with that leave images images, the source included.
  var imageStepCount: Int {
    1
      + steps.dropFirst().prefix {
        $0.kind == .selector || $0.kind == .rowwise && !$0.declaration.gives(for: .images).isDisjoint(with: .images)
      }
      .count
  }
}
