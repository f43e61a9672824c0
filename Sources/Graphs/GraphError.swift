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

  public var code: String { entry.code }
  public var problem: String { entry.problem }
  public var remedy: String { entry.remedy }
  public var explanation: String { entry.explanation }

  private typealias Entry = (code: String, problem: String, remedy: String, explanation: String)

  private static let idea =
    "A graph is a list of vertices and of weighted edges between them: words that occur together, causes and effects."

  private var entry: Entry {
    switch self {
    case .noVertices:
      ("E1401", "the graph has no vertices", "lower the thresholds, so that something is left", Self.idea)
    case .vertexOutside(let vertex, let vertices):
      (
        "E1402", "an edge names vertex \(vertex); there are \(vertices)", "use places from 0 to \(vertices - 1)",
        Self.idea
      )
    case .badWeight(let weight, let a, let b):
      (
        "E1403", "the edge from \(a) to \(b) has the weight \(weight)",
        "give finite weights above 0, and leave other edges out", Self.idea
      )
    case .badOption(let name, let value, let needed):
      ("E1404", "\(name) = \(value) is not possible", "give \(name) \(needed)", Self.idea)
    case .cycle(let vertices):
      (
        "E1405", "the arrows go round in a circle through \(vertices.count) vertices",
        "layers need arrows without circles: remove one of them", Self.idea
      )
    case .noConvergence(let what, let rounds):
      (
        "E1406", "\(what) has not settled after \(rounds) rounds",
        "the two largest eigenvalues are nearly equal: look at the graph's parts one at a time", Self.idea
      )
    case .differentLengths(let what, let found, let vertices):
      (
        "E1407", "there are \(found) \(what) for \(vertices) vertices", "give one for each vertex", Self.idea
      )
    }
  }
}
