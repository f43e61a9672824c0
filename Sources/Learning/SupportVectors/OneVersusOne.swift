import Numerics

/// Two classes told apart by one machine: the decision is positive for the first.
struct ClassPair: Sendable, Equatable, Codable {
  let first: Int
  let second: Int

  /// All pairs of `classes`, in LIBSVM's order: (0, 1), (0, 2), …, (1, 2), …
  static func all(of classes: [Int]) -> [ClassPair] {
    classes.enumerated().flatMap { place, first in
      classes[(place + 1)...].map { ClassPair(first: first, second: $0) }
    }
  }
}

/// The training rows sorted out by class, with the bound of each.
struct ClassRows: Sendable {
  /// Rows of each class, ascending, those of weight 0 left out.
  let rows: [[Int32]]
  /// C of each training row.
  let bounds: [Double]

  /// Classes that have rows.
  var present: [Int] { rows.indices.filter { !rows[$0].isEmpty } }

  func order(of pair: ClassPair) -> [Int32] { rows[pair.first] + rows[pair.second] }
}

/// Solves a two-class problem for each pair of classes, the problems shared over the threads.
struct OneVersusOne: Sendable {
  private(set) var source: KernelSource
  let classRows: ClassRows
  let tolerance: Double
  private(set) var byteBudget: Int
  /// What pairs look up, where it fits.
  var classKernels: ClassKernels?

  /// What was learnt about one pair; coefficients in the order of `ClassRows.order(of:)`.
  struct Machine: Sendable {
    let pair: ClassPair
    let solution: SequentialMinimalOptimization.Solution
    /// Turns decisions into probabilities; nil where they were not asked for.
    var sigmoid: PlattSigmoid?
  }

  /// One problem: all rows of a pair, or those outside one fold.
  private struct Job {
    let pair: Int
    let rows: [Int32]
    let positives: Int
    /// Rows to compute decisions of, with that problem's solution.
    let heldOut: [Int32]
  }

  private struct Outcome {
    let solution: SequentialMinimalOptimization.Solution
    let decisions: [Double]
  }

  /// - Parameter folds: those of each pair from which to learn probabilities; nil where they are not wanted.
  /// - Returns: a machine for each pair of classes with rows.
  /// - Throws: `Interrupted`.
  func machines(folds: ((ClassPair) -> PlattFolds)?, context: ExecutionContext) throws -> [Machine] {
    let pairs = ClassPair.all(of: classRows.present)
    let foldsOfPairs = try folds.map { folds in
      try pairs.map { pair in
        try context.checkInterruption()
        return folds(pair)
      }
    }
    var jobs = pairs.indices.map { index in
      Job(
        pair: index, rows: classRows.order(of: pairs[index]), positives: classRows.rows[pairs[index].first].count,
        heldOut: [])
    }
    for (index, folds) in (foldsOfPairs ?? []).enumerated() {
      jobs += folds.parts.map {
        Job(pair: index, rows: $0.positives + $0.negatives, positives: $0.positives.count, heldOut: $0.heldOut)
      }
    }
    let outcomes = try run(jobs, of: pairs, context: context)
    // In the order of the folds; a pair's own problem holds nothing out.
    var decisions = [[Double]](repeating: [], count: pairs.count)
    for (job, outcome) in zip(jobs, outcomes) { decisions[job.pair] += outcome.decisions }
    return try pairs.indices.map { index in
      try context.checkInterruption()
      return Machine(
        pair: pairs[index], solution: outcomes[index].solution,
        sigmoid: foldsOfPairs.map { PlattSigmoid(decisions: decisions[index], isPositive: $0[index].isPositive) })
    }
  }

  private func run(_ jobs: [Job], of pairs: [ClassPair], context: ExecutionContext) throws -> [Outcome] {
    try PairSchedule(sizes: jobs.map(\.rows.count)).map(context: context) { index, context in
      let job = jobs[index]
      let solution = try solve(job, pairs[job.pair], context: context)
      let decisions = try decisions(of: job.heldOut, rows: job.rows, solution, context: context)
      return Outcome(solution: solution, decisions: decisions)
    }
  }

  private func solve(
    _ job: Job, _ pair: ClassPair, context: ExecutionContext
  ) throws -> SequentialMinimalOptimization.Solution {
    guard let classKernels, job.heldOut.isEmpty else {
      return try solve(rows: job.rows, positives: job.positives, context: context)
    }
    return try classKernels.withKernel(of: pair, context: context) { kernel in
      var own = self
      own.source.pair = kernel
      // What is kept of rows saves looking them up again, no more.
      own.byteBudget /= 4
      return try own.solve(rows: job.rows, positives: job.positives, context: context)
    }
  }

  /// One problem: the first `positives` of the rows against the rest.
  func solve(
    rows: [Int32], positives: Int, context: ExecutionContext
  ) throws -> SequentialMinimalOptimization.Solution {
    try SequentialMinimalOptimization(
      source, rows: rows, isPositive: rows.indices.map { $0 < positives },
      bounds: rows.map { classRows.bounds[Int($0)] }, tolerance: tolerance, byteBudget: byteBudget, context: context
    ).solve()
  }

  private func decisions(
    of heldOut: [Int32], rows: [Int32], _ solution: SequentialMinimalOptimization.Solution, context: ExecutionContext
  ) throws -> [Double] {
    guard !heldOut.isEmpty else { return [] }
    let support = rows.indices.filter { solution.coefficients[$0] != 0 }
    return try source.sums(
      of: heldOut[...], over: support.map { rows[$0] }, coefficients: support.map { solution.coefficients[$0] },
      context: context
    ).map { $0 + solution.intercept }
  }
}
