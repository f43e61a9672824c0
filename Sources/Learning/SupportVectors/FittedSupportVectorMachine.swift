import Numerics

/// A support vector machine after learning.
///
/// Support vectors are stored once and shared by the pairs, sorted by class, then by training row. Among the classes
/// that had rows, counted 0, 1, … up to k − 1, coefficients are arranged as LIBSVM does: (k − 1) × vectors, row-major;
/// a vector of class c has its coefficient against class o in row o − 1 where o > c and in row o where o < c.
public struct FittedSupportVectorMachine: FittedClassifier, Equatable {
  public let classNames: [String]
  /// Classes that had rows, ascending.
  public let classes: [Int]
  /// Columns that it learnt from.
  public let columns: Int
  /// The training row that each support vector was.
  public let supportRows: [Int]
  /// Support vectors of each of `classes`.
  public let supportCounts: [Int]
  /// Labels times LIBSVM's α, arranged as told above.
  public let coefficients: [Float]
  /// What each pair's decision adds to its sum over support vectors; pairs in the order (0, 1), (0, 2), …, (1, 2), …
  public let intercepts: [Double]
  /// ½ Σ βᵢβⱼ k(xᵢ, xⱼ) − Σ |βᵢ| of each pair, what the solver made least.
  public let dualObjectives: [Double]
  public let iterations: [Int]
  /// Pairs whose solver gave up at its limit of iterations before reaching the tolerance: 0 as a rule.
  public let unconvergedPairs: Int
  let function: KernelFunction
  let origin: [Float]
  let vectors: [Float]
  let sigmoids: [PlattSigmoid]

  public var supportVectorCount: Int { supportRows.count }
  public var dualObjective: Double { dualObjectives.reduce(0, +) }
  /// The kernel's γ, as chosen from the training rows.
  public var gamma: Float { function.gamma }
  public var supportVectors: Matrix { Matrix(rows: supportVectorCount, columns: columns, storage: vectors) }

  public var byteCount: Int {
    supportRows.byteCount + coefficients.byteCount + origin.byteCount + vectors.byteCount + sigmoids.byteCount
  }

  var pairs: [ClassPair] { ClassPair.all(of: Array(classes.indices)) }

  init(
    classNames: [String], function: KernelFunction, origin: [Float], features: Matrix, classRows: ClassRows,
    machines: [OneVersusOne.Machine]
  ) {
    let support = SupportAssembly(classRows, machines)
    self.classNames = classNames
    self.function = function
    self.origin = origin
    columns = features.columns
    classes = classRows.present
    supportRows = support.rows
    supportCounts = support.counts
    coefficients = support.coefficients
    vectors = features.gathering(support.rows).storage
    intercepts = machines.map(\.solution.intercept)
    dualObjectives = machines.map(\.solution.objective)
    iterations = machines.map(\.solution.iterations)
    unconvergedPairs = machines.count { !$0.solution.converged }
    sigmoids = machines.compactMap(\.sigmoid)
  }

  /// The class that most pairs vote for, the first of them where several are level, as LIBSVM has it.
  ///
  /// Cost: rows × support vectors kernel values.
  /// - Throws: `LearningError.wrongWidth`, `.nonFinite`, `.overflow`, `.damagedModel`; `Interrupted`.
  public func predict(_ features: Matrix, context: ExecutionContext) throws -> [Int] {
    let decisions = try decisionFunction(features, context: context)
    let pairs = pairs
    return (0..<features.rows).map { row in
      var votes = [Int](repeating: 0, count: classes.count)
      for (decision, pair) in zip(decisions.row(row), pairs) { votes[decision > 0 ? pair.first : pair.second] += 1 }
      var winner = 0
      for candidate in votes.indices where votes[candidate] > votes[winner] { winner = candidate }
      return classes[winner]
    }
  }

  /// Class probabilities by Platt scaling of each pair and pairwise coupling; nil where the machine learnt none.
  ///
  /// The likeliest class is not always the one that `predict` tells, because votes and probabilities weigh pairs
  /// differently.
  public func probabilities(_ features: Matrix, context: ExecutionContext) throws -> Matrix? {
    guard !sigmoids.isEmpty else { return nil }
    let decisions = try decisionFunction(features, context: context)
    var result = Matrix(rows: features.rows, columns: classNames.count)
    for row in 0..<features.rows {
      // With 200 classes a row takes about ten milliseconds.
      if row % 16 == 0 { try context.checkInterruption() }
      let shares = PairwiseCoupling.probabilities(pairwise(decisions.row(row)), classes: classes.count)
      for (code, share) in zip(classes, shares) { result[row, code] = Float(share) }
    }
    return result
  }

  /// Whether all parts are of the sizes that the others ask for.
  var isSound: Bool {
    let (count, pairs) = (supportVectorCount, classes.count * (classes.count - 1) / 2)
    return ModelChecks.areClasses(classes, of: classNames) && columns > 0
      && supportCounts.count == classes.count && supportCounts.allSatisfy((0...count).contains)
      && supportCounts.reduce(0, +) == count
      && ModelChecks.isTable(vectors.count, rows: count, columns: columns)
      && ModelChecks.isTable(coefficients.count, rows: classes.count - 1, columns: count)
      && origin.count == (function.isTranslationInvariant ? columns : 0) && function.isSound
      && intercepts.count == pairs && (sigmoids.isEmpty || sigmoids.count == pairs)
  }

  private func pairwise(_ decisions: ArraySlice<Float>) -> [Double] {
    let k = classes.count
    var result = [Double](repeating: 0, count: k * k)
    for ((decision, sigmoid), pair) in zip(zip(decisions, sigmoids), pairs) {
      // Certainty would leave the coupling nothing to weigh.
      let probability = min(max(sigmoid.probability(Double(decision)), 1e-7), 1 - 1e-7)
      result[pair.first * k + pair.second] = probability
      result[pair.second * k + pair.first] = 1 - probability
    }
    return result
  }
}

/// The pairs' solutions brought together over shared support vectors.
private struct SupportAssembly {
  private(set) var rows: [Int] = []
  private(set) var counts: [Int] = []
  private(set) var coefficients: [Float] = []

  init(_ classRows: ClassRows, _ machines: [OneVersusOne.Machine]) {
    let classes = classRows.present
    // For each class and each other class, β of the rows of that class.
    var shares = [[[Double]]](
      repeating: [[Double]](repeating: [], count: max(classes.count - 1, 0)), count: classes.count)
    for (machine, pair) in zip(machines, ClassPair.all(of: Array(classes.indices))) {
      let split = classRows.rows[machine.pair.first].count
      shares[pair.first][pair.second - 1] = Array(machine.solution.coefficients[..<split])
      shares[pair.second][pair.first] = Array(machine.solution.coefficients[split...])
    }
    var columns = [[Float]](repeating: [], count: max(classes.count - 1, 0))
    for (place, code) in classes.enumerated() {
      let members = classRows.rows[code]
      let support = members.indices.filter { row in shares[place].contains { $0[row] != 0 } }
      rows += support.map { Int(members[$0]) }
      counts.append(support.count)
      for other in columns.indices { columns[other] += support.map { Float(shares[place][other][$0]) } }
    }
    coefficients = columns.flatMap(\.self)
  }
}
