import Numerics

/// Removes rows that their neighbours disagree with (Wilson 1972; peer: imbalanced-learn's `EditedNearestNeighbours`).
public struct EditedNearestNeighbours: RowCleaner, Equatable {
  public enum Kind: String, Sendable, CaseIterable {
    /// A row stays when all its neighbours are of its class.
    case all
    /// A row stays when the commonest class among its neighbours is its own; of several equally common classes the first
    /// counts.
    case mode
  }

  public let neighbours: Int
  public let kind: Kind
  public let classes: CleanedClasses
  public var name: String { "ENN" }

  /// - Throws: `LearningError.invalidOption`.
  public init(neighbours: Int = 3, kind: Kind = .all, classes: CleanedClasses = .larger) throws {
    try ResamplingOptions.requireCount(neighbours, "k")
    self.neighbours = neighbours
    self.kind = kind
    self.classes = classes
  }

  public func keptRows(_ features: Matrix, _ labels: Labels, context: ExecutionContext) throws -> [Int] {
    try ResamplingOptions.requireOthers(neighbours, rows: features.rows, method: name)
    let counts = labels.counts
    let isCleaned = counts.indices.map { classes.contains($0, counts: counts) }
    let judged = labels.codes.indices.filter { isCleaned[labels.codes[$0]] }
    let table = try NearestNeighbours(references: features)
      .searchAmongReferences(rows: judged, count: neighbours, context: context)
    var isKept = [Bool](repeating: true, count: features.rows)
    for (query, row) in judged.enumerated() {
      isKept[row] = agree(table.neighbours(of: query), with: labels.codes[row], labels)
    }
    return isKept.indices.filter { isKept[$0] }
  }

  private func agree(_ neighbours: ArraySlice<Int>, with code: Int, _ labels: Labels) -> Bool {
    switch kind {
    case .all: return neighbours.allSatisfy { labels.codes[$0] == code }
    case .mode:
      var votes = [Int](repeating: 0, count: labels.names.count)
      for neighbour in neighbours { votes[labels.codes[neighbour]] += 1 }
      return votes.firstIndex(of: votes.max() ?? 0) == code
    }
  }
}
