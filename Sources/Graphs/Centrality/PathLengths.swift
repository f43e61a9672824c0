/// How long an edge is, for shortest paths.
public enum EdgeLength: String, Sendable, CaseIterable {
  /// 1, whatever its weight.
  case hops
  /// 1 / weight: what is strongly linked is near.
  case inverseWeight
}

/// Shortest paths from one vertex, in arrays that are used again for the next.
struct ShortestPaths {
  let graph: WeightedGraph
  private let lengths: [Double]?
  /// Whether `pathCount` and `previous` are wanted; distances alone cost half.
  private let countsPaths: Bool
  /// Infinite where there is no path.
  private(set) var distance: [Double]
  /// How many shortest paths lead here.
  private(set) var pathCount: [Double]
  /// The reached vertices, the nearest first.
  private(set) var order: [Int] = []
  /// The vertices before this one on shortest paths.
  private(set) var previous: [[Int]]
  private var heap = DistanceHeap()
  private var isSettled: [Bool]

  init(_ graph: WeightedGraph, length: EdgeLength, countsPaths: Bool = true) {
    self.graph = graph
    self.countsPaths = countsPaths
    lengths = length == .hops ? nil : graph.weights.map { 1 / $0 }
    distance = [Double](repeating: .infinity, count: graph.count)
    pathCount = [Double](repeating: 0, count: graph.count)
    previous = [[Int]](repeating: [], count: graph.count)
    isSettled = [Bool](repeating: false, count: graph.count)
  }

  mutating func search(from source: Int) {
    for vertex in order {
      distance[vertex] = .infinity
      isSettled[vertex] = false
      guard countsPaths else { continue }
      pathCount[vertex] = 0
      previous[vertex].removeAll(keepingCapacity: true)
    }
    order.removeAll(keepingCapacity: true)
    distance[source] = 0
    pathCount[source] = 1
    if let lengths { searchByLength(source, lengths) } else { searchByHops(source) }
  }

  private mutating func searchByHops(_ source: Int) {
    order.append(source)
    var next = 0
    while next < order.count {
      let vertex = order[next]
      next += 1
      let farther = distance[vertex] + 1
      for place in graph.range(vertex) {
        let neighbour = graph.neighbours[place]
        if distance[neighbour] == .infinity {
          distance[neighbour] = farther
          order.append(neighbour)
        }
        if countsPaths, distance[neighbour] == farther {
          pathCount[neighbour] += pathCount[vertex]
          previous[neighbour].append(vertex)
        }
      }
    }
  }

  private mutating func searchByLength(_ source: Int, _ lengths: [Double]) {
    heap.push(0, source)
    while let (reached, vertex) = heap.pop() {
      guard !isSettled[vertex], reached == distance[vertex] else { continue }
      isSettled[vertex] = true
      order.append(vertex)
      for place in graph.range(vertex) {
        let neighbour = graph.neighbours[place]
        guard !isSettled[neighbour] else { continue }
        let farther = reached + lengths[place]
        if farther < distance[neighbour] {
          distance[neighbour] = farther
          heap.push(farther, neighbour)
          guard countsPaths else { continue }
          pathCount[neighbour] = pathCount[vertex]
          previous[neighbour].removeAll(keepingCapacity: true)
          previous[neighbour].append(vertex)
        } else if countsPaths, farther == distance[neighbour] {
          pathCount[neighbour] += pathCount[vertex]
          previous[neighbour].append(vertex)
        }
      }
    }
  }
}

/// A binary heap of vertices by distance, the nearest on top, then the lowest.
struct DistanceHeap {
  private var items: [(distance: Double, vertex: Int)] = []

  private func isBefore(_ a: Int, _ b: Int) -> Bool {
    let (x, y) = (items[a], items[b])
    return x.distance != y.distance ? x.distance < y.distance : x.vertex < y.vertex
  }

  mutating func push(_ distance: Double, _ vertex: Int) {
    items.append((distance, vertex))
    var child = items.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard isBefore(child, parent) else { return }
      items.swapAt(child, parent)
      child = parent
    }
  }

  mutating func pop() -> (distance: Double, vertex: Int)? {
    guard let top = items.first else { return nil }
    let last = items.removeLast()
    guard !items.isEmpty else { return top }
    items[0] = last
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < items.count && isBefore(child, least) {
        least = child
      }
      guard least != parent else { return top }
      items.swapAt(parent, least)
      parent = least
    }
  }
}
