import Numerics

/// Classes by the vote of the k nearest training rows (Cover & Hart 1967; peer: scikit-learn's `KNeighborsClassifier`).
///
/// Distances are Euclidean and exact, ties between rows go to the earlier one, ties between classes to the first.
public struct NeighbourClassifier: Classifier, Equatable {
  public enum Voting: String, Sendable, Codable, CaseIterable {
    /// Every neighbour has one vote.
    case uniform
    /// A neighbour votes by one over its distance; neighbours at distance 0 alone, where there are any.
    case distance
  }

  public let neighbours: Int
  public let voting: Voting
  public let classWeights: ClassWeighting

  /// - Throws: `LearningError.invalidOption`.
  public init(neighbours: Int = 5, voting: Voting = .uniform, classWeights: ClassWeighting = .none) throws {
    guard neighbours >= 1 else {
      throw LearningError.invalidOption(name: "k", value: "\(neighbours)", allowed: "1 or more")
    }
    self.neighbours = neighbours
    self.voting = voting
    self.classWeights = classWeights
  }

  /// Keeps the rows; a row's vote is multiplied by its weight.
  ///
  /// - Throws: `LearningError`, `.invalidOption` where there are fewer rows than neighbours.
  public func fit(
    _ features: Matrix, _ labels: Labels, weights: [Float]? = nil, seed: UInt64 = 0,
    context: ExecutionContext = .plain
  ) throws -> FittedNeighbourClassifier {
    try fit(features, labels, weights: weights, shared: nil, context: context)
  }

  /// The same, with what classifiers of the same rows that have other options have found.
  public func fit(
    _ features: Matrix, _ labels: Labels, weights: [Float]?, shared: SharedNeighbours?,
    context: ExecutionContext = .plain
  ) throws -> FittedNeighbourClassifier {
    let classes = try TrainingChecks.classes(features, labels, weights, context: context)
    guard neighbours <= features.rows else {
      throw LearningError.invalidOption(
        name: "k", value: "\(neighbours)", allowed: "at most the number of training rows, \(features.rows)")
    }
    let isWeighted = weights != nil || classWeights == .balanced
    return FittedNeighbourClassifier(
      classNames: labels.names, width: features.columns, rows: features.storage, codes: labels.codes,
      rowWeights: isWeighted ? classWeights.rowWeights(classes, weights, rows: features.rows) : nil,
      neighbours: neighbours, voting: voting, shared: shared)
  }
}

/// The training rows, ready to vote.
public struct FittedNeighbourClassifier: FittedClassifier {
  private enum CodingKeys: CodingKey {
    case classNames, width, rows, codes, rowWeights, neighbours, voting
  }

  public let classNames: [String]
  let width: Int
  let rows: [Float]
  let codes: [Int]
  let rowWeights: [Float]?
  let neighbours: Int
  let voting: NeighbourClassifier.Voting
  /// Found by others of the same rows; not written down.
  var shared: SharedNeighbours?

  public var byteCount: Int { rows.byteCount + codes.byteCount + (rowWeights?.byteCount ?? 0) }

  /// - Throws: `LearningError.wrongWidth`, `.nonFinite`, `.damagedModel`; `Interrupted`.
  /// - Cost: 2·n·(training rows)·d operations.
  public func predict(_ features: Matrix, context: ExecutionContext = .plain) throws -> [Int] {
    try votes(on: features, context).greatestColumns()
  }

  /// Each class's share of the votes.
  public func probabilities(_ features: Matrix, context: ExecutionContext = .plain) throws -> Matrix? {
    var votes = try votes(on: features, context)
    for row in 0..<votes.rows {
      let total = votes.row(row).reduce(0, +)
      // Neighbours of weight 0 alone: nobody knows.
      for code in classNames.indices {
        votes[row, code] = total > 0 ? votes[row, code] / total : 1 / Float(classNames.count)
      }
    }
    return votes
  }

  private func votes(on features: Matrix, _ context: ExecutionContext) throws -> Matrix {
    try ModelChecks.require(
      width > 0 && ModelChecks.isTable(rows.count, rows: codes.count, columns: width)
        && neighbours >= 1 && neighbours <= codes.count && codes.allSatisfy(classNames.indices.contains)
        && rowWeights?.count ?? codes.count == codes.count)
    try InputChecks.checkApplied(features, width: width, context: context)
    let references = Matrix(rows: codes.count, columns: width, storage: rows)
    let table = try (shared ?? SharedNeighbours(references: references))
      .table(of: features, count: neighbours, context: context)
    var votes = Matrix(rows: features.rows, columns: classNames.count)
    for row in 0..<features.rows {
      let range = row * table.count..<row * table.count + neighbours
      let hasEqual = table.squaredDistances[range.lowerBound] == 0
      for place in range {
        let neighbour = table.indices[place]
        votes[row, codes[neighbour]] +=
          vote(at: table.squaredDistances[place], hasEqual) * (rowWeights?[neighbour] ?? 1)
      }
    }
    return votes
  }

  private func vote(at squaredDistance: Double, _ hasEqual: Bool) -> Float {
    guard voting == .distance else { return 1 }
    if hasEqual { return squaredDistance == 0 ? 1 : 0 }
    return Float(1 / squaredDistance.squareRoot())
  }
}

extension FittedNeighbourClassifier: Equatable {
  /// What was found with them does not make two of them different.
  public static func == (one: Self, other: Self) -> Bool {
    one.classNames == other.classNames && one.width == other.width && one.rows == other.rows
      && one.codes == other.codes && one.rowWeights == other.rowWeights && one.neighbours == other.neighbours
      && one.voting == other.voting
  }
}
