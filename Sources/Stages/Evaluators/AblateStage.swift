import Numerics
import Plans

/// `base | ablate`
struct AblateStage: GridStage {
  static let declaration = Declaration(
    "ablate", "Leaves out each stage in turn: which one earns its place?", takes: .result, gives: .result,
    discussion: """
      A pipeline grows by stages that seemed a good idea. `ablate` scores the whole plan, then the plan without each of \
      its stages, on the same test rows with the same seed, and tells the difference of each with a paired interval: \
      below 0 the plan is worse without the stage, which earns its place; above 0 it is better without. \
      Where the verdict is that it cannot be told, the simpler plan is the one to report. Testing every subject, as `loso` \
      and `cv 5` do, makes smaller differences visible than one split does. The source and the model always stay, and so does what makes features of images: \
      without it nothing could be learnt, and a note says so. A stage judged alone can hide behind another that does the \
      same work: two stages that can each be spared need not both be.
      """,
    searchTerms: ["ablation", "drop", "leave", "contribution", "study"],
    reference: "Newell 1975; Nadeau & Bengio 2003 for folds that share rows; Holm 1979",
    examples: [
      Example(
        "base = faces n=96 subjects=24 intensity=1 | lbp | pca 10 | smote | svm linear | cv 4\nbase | ablate",
        shows: "without"),
      Example("faces n=96 subjects=24 intensity=1 | lbp | scale | logreg | ablate by=accuracy", shows: "verdict"),
    ])

  @Parameter("the metric of the differences", aliases: ["metric"]) var by = ColumnName("macro_f1")

  static let axis = "without"
  static let nothing = "nothing"

  func transformed(_ grid: PlanGrid, by step: PlanStep) throws -> PlanGrid {
    guard !grid.axes.contains(Self.axis) else { throw StageError.ablatedTwice }
    _ = try scoredMetric(by.name)
    var notes: [String] = []
    let combinations = grid.combinations.flatMap { combination in
      variants(of: combination.plan, &notes).map { variant in
        PlanGrid.Combination(
          coordinates: combination.coordinates.merging([Self.axis: variant.without]) { _, new in new },
          plan: variant.plan)
      }
    }
    guard combinations.count > grid.combinations.count else {
      throw StageError.nothingToAblate(reasons: notes)
    }
    return PlanGrid(
      axes: grid.axes + [Self.axis], combinations: combinations, text: grid.text,
      reference: .init(
        axis: Self.axis, choice: Self.nothing, metric: by.name,
        verdicts: .init(
          better: "better without", worse: "worse without", undecided: "cannot be told",
          unjudged: "not judged: one subject")),
      notes: grid.notes + notes)
  }

  /// The plan itself, then the plan without each stage that it can do without.
  private func variants(of plan: Plan, _ notes: inout [String]) -> [(without: String, plan: Plan)] {
    var variants = [(without: Self.nothing, plan: plan)]
    for (index, step) in plan.steps.enumerated() where [.rowwise, .fitted, .resampler].contains(step.kind) {
      var shorter = plan
      shorter.steps.remove(at: index)
      if let misfit = shorter.firstMisfit {
        let next = shorter.steps[misfit.index].declaration
        // As the error says it of plans whose contents are known only once they run.
        let note =
          "\(step.text) stays in: without it \(next.name) needs \(next.takes.description), but is given "
          + misfit.given.description
        if !notes.contains(note) { notes.append(note) }
        continue
      }
      variants.append((name(step.text, beside: variants.map(\.without)), shorter))
    }
    return variants
  }

  /// A stage that stands in the plan twice is told by its number.
  private func name(_ text: String, beside others: [String]) -> String {
    let count = others.count { $0 == text || $0.hasPrefix(text + " (") }
    return count == 0 ? text : "\(text) (\(count + 1))"
  }
}
