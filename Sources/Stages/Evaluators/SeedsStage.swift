import Plans

/// `… | cv 5 | seeds {1..5}`
struct SeedsStage: SeedingStage {
  static let declaration = Declaration(
    "seeds", "Runs the whole plan with other seeds: how much does a score owe to chance?", takes: .result,
    gives: .result,
    discussion: """
      `seeds {1..5}` runs all before it five times, as `set seed` would: synthetic faces are drawn anew, rows dealt anew, and \
      whatever learns by chance learns anew. The table has one row for a plan, the mean over its seeds with their standard \
      deviation; no seed is chosen, since the best of five seeds is luck. Plans are compared seed by seed. Where each seed has \
      data of its own, as `faces` has, the differences are judged by a paired t test; where all seeds share the rows of a data \
      set nothing is judged, because the same people dealt otherwise are not other people: the spread then says what chance in \
      splits and learning does. How sure a score is for people in general, `loso` and `cv` tell on one seed. `repeat` deals \
      anew and leaves the rest. By itself, `seeds 7` is the plan with that seed.
      """,
    searchTerms: ["seed", "random_state", "replicates", "runs", "multiseed"],
    reference: "Bouthillier et al. 2021: Accounting for Variance in Machine Learning Benchmarks",
    examples: [
      Example(
        "faces n=80 subjects=16 intensity=1 | lbp | pca 5 | {logreg, svm linear} | cv 2 | seeds {1, 2, 3}",
        shows: "deviation over seeds"),
      Example("faces n=80 subjects=16 intensity=1 | lbp | pca 5 | logreg | seeds 7", shows: "seed 7"),
    ])

  @Parameter(
    "the seed; several in braces, as in seeds {1..5}", in: .between(0, 9_007_199_254_740_991), positional: true)
  var seed: Int

  var planSeed: UInt64 { UInt64(seed) }
}
