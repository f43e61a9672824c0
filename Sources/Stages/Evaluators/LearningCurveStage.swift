import Basics
import Plans

/// `base | learning_curve`, `… | cv 5 | learning_curve shares=[10%, 30%, 100%]`
struct LearningCurveStage: GridStage {
  static let declaration = Declaration(
    "learning_curve", "Scores a plan on more and more of its training rows: would more data help?", takes: .result,
    gives: .result,
    discussion: """
      Each point learns from a share of the training rows of every split, drawn by chance with the classes kept in \
      proportion, a smaller share being part of the larger ones, and is scored on the same test rows. A curve that still \
      rises at its end says that more rows would help; a flat one, that another model or other features would. What a \
      person adds is not what a row adds: `by=subject` leaves whole subjects out. `plot` draws it with its intervals.
      """,
    searchTerms: ["learning curve", "train_sizes", "more data", "sample size"],
    reference: "sklearn.model_selection.learning_curve; Perlich, Provost & Simonoff 2003",
    examples: [
      Example(
        "faces n=160 subjects=16 intensity=1 | lbp | pca 5 | logreg | cv 3 | learning_curve shares=[20%, 50%, 100%]",
        shows: "share"),
      Example(
        "faces n=160 subjects=16 intensity=1 | lbp | pca 5 | logreg | learning_curve shares=[50%, 100%] by=subject | plot",
        shows: "over share"),
    ])

  @Parameter("the shares of the training rows", aliases: ["train_sizes"])
  var shares: [Share] = [Share(0.1), Share(0.25), Share(0.5), Share(0.75), Share(1)]
  @Parameter(LearnFromStage.byHelp) var by = SplitBy.row

  static let axis = "share"

  func transformed(_ grid: PlanGrid, by step: PlanStep) throws -> PlanGrid {
    guard !grid.axes.contains(Self.axis) else { throw LearningCurveError.twice }
    var known: Set<Double> = []
    let shares = try shares.sorted { $0.value < $1.value }.filter { share in
      guard share.value > 0, share.value <= 1 else { throw LearningCurveError.shareOutOfRange(share.value) }
      return known.insert(share.value).inserted
    }
    let combinations = grid.combinations.flatMap { combination in
      shares.map { share in
        let stage = LearnFromStage(share: share, by: by)
        let words = by == .subject ? " by=subject" : ""
        let learning = PlanStep(
          stage: stage, text: "learn_from \(share.canonicalText)\(words)", location: step.location,
          callers: step.callers,
          arguments: [("share", .number(share.value * 100, .percent))]
            + (by == .subject ? [("by", .word("subject"))] : []))
        return PlanGrid.Combination(
          coordinates: combination.coordinates.merging([Self.axis: NumberFormat.shortest(share.value)]) { $1 },
          plan: combination.plan.appending(learning))
      }
    }
    return PlanGrid(axes: grid.axes + [Self.axis], combinations: combinations, text: grid.text, notes: grid.notes)
  }
}
