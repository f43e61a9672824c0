import Numerics

/// Removes rows that form a Tomek link: two rows of different classes, each the other's nearest (Tomek 1976; peer:
/// imbalanced-learn's `TomekLinks`).
public struct TomekLinks: RowCleaner, Equatable {
  public let classes: CleanedClasses
  public var name: String { "Tomek links" }

  public init(classes: CleanedClasses = .larger) {
    self.classes = classes
  }

  public func keptRows(_ features: Matrix, _ labels: Labels, context: ExecutionContext) throws -> [Int] {
    try ResamplingOptions.requireOthers(1, rows: features.rows, method: name)
    let nearest = try NearestNeighbours(references: features)
      .searchAmongReferences(count: 1, context: context).indices
    let counts = labels.counts
    let isCleaned = counts.indices.map { classes.contains($0, counts: counts) }
    return labels.codes.indices.filter { row in
      let other = nearest[row]
      let isLinked = nearest[other] == row && labels.codes[other] != labels.codes[row]
      return !(isLinked && isCleaned[labels.codes[row]])
    }
  }
}
