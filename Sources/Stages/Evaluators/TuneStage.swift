import Evaluation
import Numerics
import Plans

/// `… | pca {20, 50} | {logreg, svm rbf} | tune inner=3 | cv 5`
struct TuneStage: GridStage {
  static let declaration = Declaration(
    "tune", "Chooses among the alternatives before it inside each training fold, never by test rows.", takes: .result,
    gives: .result,
    discussion: """
      The best row of a sweep was chosen by the rows that score it: with enough rows to choose from, the best score of \
      pure noise looks good. `tune` makes one model of all the alternatives before it. Where that model is fitted, it \
      deals the training rows it is given into inner folds, scores every alternative on those, and fits the best one \
      again on all of them; the evaluator behind it (`cv 5`, say) then scores rows that took no part in the choice. \
      That is nested cross-validation, and since `tune` is a model like any other, test rows cannot reach it: it is \
      never given any. Subjects stay whole in the inner folds too. Alternatives may differ in every stage that learns, \
      in the model, and in how features are made; equal scores go to the alternative written first, so put the simpler \
      one there. The notes of the result say what was chosen in each fold: choices that differ from fold to fold mean \
      that the data do not decide the question.
      """,
    searchTerms: ["nested", "gridsearchcv", "search", "hyperparameters", "inner", "selection"],
    reference: "Cawley & Talbot 2010; Varma & Simon 2006; sklearn: GridSearchCV inside cross_val_score",
    examples: [
      Example(
        "faces n=96 subjects=24 intensity=1 | lbp | pca {3, 10} | {logreg, svm linear} | tune inner=2 | cv 3",
        shows: "chose")
    ])

  @Parameter("how many inner folds", in: .between(2, 100), positional: true, aliases: ["cv", "folds"]) var inner = 3
  @Parameter("the metric that the choice goes by", aliases: ["metric", "scoring"]) var by = ColumnName("macro_f1")

  func transformed(_ grid: PlanGrid, by step: PlanStep) throws -> PlanGrid {
    _ = try scoredMetric(by.name)
    guard grid.combinations.count > 1 else { throw StageError.nothingToTune }
    var sources: [String] = []
    var groups: [[PlanGrid.Combination]] = []
    for combination in grid.combinations {
      let source = combination.plan.dataText
      if let known = sources.firstIndex(of: source) {
        groups[known].append(combination)
      } else {
        sources.append(source)
        groups.append([combination])
      }
    }
    // What differs between data sets alone is no choice of a model, and stays an axis.
    let axes = groups.count == 1 ? [] : grid.axes.filter { axis in groups.allSatisfy { isConstant(axis, in: $0) } }
    let combinations = try groups.map { group in
      PlanGrid.Combination(
        coordinates: group[0].coordinates.filter { axes.contains($0.key) },
        plan: try joined(group.map(\.plan.selectingFirst), step))
    }
    return PlanGrid(axes: axes, combinations: combinations, text: grid.text, notes: grid.notes)
  }

  func composed(of alternatives: [[PlanStep]]) -> (any ComposedStage)? {
    TunedModelStage(candidates: alternatives.map { .init(steps: $0) }, inner: inner, metric: by.name)
  }

  private func isConstant(_ axis: String, in group: [PlanGrid.Combination]) -> Bool {
    Set(group.map { $0.coordinates[axis] ?? "" }).count == 1
  }

  /// One plan: what all share and no fold changes, then the choice, then the evaluators.
  private func joined(_ plans: [Plan], _ step: PlanStep) throws -> Plan {
    let evaluators = plans[0].evaluators
    let texts = plans.map { $0.evaluators.map(\.canonicalText) }
    guard texts.allSatisfy({ $0 == texts[0] }) else { throw StageError.evaluatorsDiffer }
    let shared = sharedBeginning(of: plans)
    let candidates = plans.map { plan in
      TunedModelStage.Candidate(steps: plan.steps.dropFirst(shared).filter { $0.kind != .evaluator })
    }
    let stage = TunedModelStage(candidates: candidates, inner: inner, metric: by.name)
    let alternatives = candidates.map(\.text).joined(separator: ", ")
    let tuned = PlanStep(
      stage: stage, text: "{\(alternatives)} | \(step.text)", location: step.location, callers: step.callers,
      arguments: step.arguments)
    return Plan(Array(plans[0].steps.prefix(shared)) + [tuned] + evaluators)
  }

  /// How many steps all plans begin with that look at one row at a time, the source included.
  private func sharedBeginning(of plans: [Plan]) -> Int {
    let first = plans[0].steps
    var count = 1
    while count < first.count, [.selector, .rowwise].contains(first[count].kind),
      plans.allSatisfy({ count < $0.steps.count && $0.steps[count].canonicalText == first[count].canonicalText })
    {
      count += 1
    }
    return count
  }
}

extension Plan {
  /// Names the rows that it works on: its source, what leaves rows of it out, and the seed that may draw them.
  var dataText: String {
    steps.enumerated().filter { $0.offset == 0 || $0.element.kind == .selector }.map(\.element.canonicalText)
      .joined(separator: " | ") + (seed.map { " seed \($0)" } ?? "")
  }

  /// The same as it was written, for people.
  var writtenData: String {
    steps.enumerated().filter { $0.offset == 0 || $0.element.kind == .selector }.map(\.element.text)
      .joined(separator: " | ")
  }
}

/// A metric that results are scored by.
/// - Throws: `StageError.noSuchColumn`.
func scoredMetric(_ name: String) throws -> Metric {
  guard let metric = EvaluationScorer.metrics.first(where: { $0.name == name || $0.aliases.contains(name) }) else {
    throw StageError.noSuchColumn(name: name, known: EvaluationScorer.metrics.map(\.name))
  }
  return metric
}
