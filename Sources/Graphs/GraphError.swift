import Numerics

/// What can go wrong with a graph.
public enum GraphError: ExplainableError, Equatable {
  case noVertices
  case vertexOutside(Int, vertices: Int)
  case badWeight(Double, from: Int, to: Int)
  case badOption(String, value: Double, needed: String)
  case cycle([Int])
  case noConvergence(of: String, rounds: Int)
  case differentLengths(of: String, found: Int, vertices: Int)

  public static let samples: [Self] = [
    .noVertices, .vertexOutside(7, vertices: 3), .badWeight(-1, from: 0, to: 1),
    .badOption("damping", value: 2, needed: "below 1"), .cycle([0, 1, 0]),
    .noConvergence(of: "the eigenvector", rounds: 100), .differentLengths(of: "names", found: 1, vertices: 2),
  ]

  private static let idea =
    "A graph is a list of vertices and of weighted edges between them: words that occur together, causes and effects."

  public var entry: ErrorEntry {
    switch self {
    case .noVertices:
      ErrorEntry(
        "E1401", "the graph has no vertices",
        remedy: "lower the thresholds, so that something is left", explanation: Self.idea)
    case .vertexOutside(let vertex, let vertices):
      ErrorEntry(
        "E1402", "an edge names vertex \(vertex); there are \(vertices)",
        remedy: "use places from 0 to \(vertices - 1)", explanation: Self.idea)
    case .badWeight(let weight, let a, let b):
      ErrorEntry(
        "E1403", "the edge from \(a) to \(b) has the weight \(weight)",
        remedy: "give finite weights above 0, and leave other edges out", explanation: Self.idea)
    case .badOption(let name, let value, let needed):
      ErrorEntry(
        "E1404", "\(name) = \(value) is not possible",
        remedy: "give \(name) \(needed)", explanation: Self.idea)
    case .cycle(let vertices):
      ErrorEntry(
        "E1405", "the arrows go round in a circle through \(vertices.count) vertices",
        remedy: "layers need arrows without circles: remove one of them", explanation: Self.idea)
    case .noConvergence(let what, let rounds):
      ErrorEntry(
        "E1406", "\(what) has not settled after \(rounds) rounds",
        remedy: "the two largest eigenvalues are nearly equal: look at the graph's parts one at a time",
        explanation: Self.idea)
    case .differentLengths(let what, let found, let vertices):
      ErrorEntry(
        "E1407", "there are \(found) \(what) for \(vertices) vertices",
        remedy: "give one for each vertex", explanation: Self.idea)
    }
  }
}
