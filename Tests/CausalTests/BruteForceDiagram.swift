import Numerics

/// A diagram judged from the definitions: every path looked at, every set tried. Sets are bit masks.
struct BruteForceDiagram {
  let count: Int
  let arrows: [[Bool]]
  /// The descendants of each variable, itself included.
  let below: [Int]

  /// Arrows from lower to higher numbers, each with a given chance; names are `v0`, `v1`, ….
  init(count: Int, chance: Double, generator: inout SeededGenerator) {
    self.count = count
    var arrows = [[Bool]](repeating: [Bool](repeating: false, count: count), count: count)
    for a in 0..<count {
      for b in (a + 1)..<max(count, a + 1) where generator.uniform() < chance { arrows[a][b] = true }
    }
    self.arrows = arrows
    var below = (0..<count).map { 1 << $0 }
    for a in (0..<count).reversed() { for b in 0..<count where arrows[a][b] { below[a] |= below[b] } }
    self.below = below
  }

  var text: String {
    let all = (0..<count).map { "v\($0)" }
    let pairs = (0..<count).flatMap { a in (0..<count).filter { arrows[a][$0] }.map { "v\(a) -> v\($0)" } }
    return (all + pairs).joined(separator: "; ")
  }

  /// All paths between two variables.
  func paths(_ a: Int, _ b: Int) -> [[Int]] {
    func extend(_ path: [Int]) -> [[Int]] {
      let last = path[path.count - 1]
      if last == b { return [path] }
      return (0..<count).filter { (arrows[last][$0] || arrows[$0][last]) && !path.contains($0) }
        .flatMap { extend(path + [$0]) }
    }
    return extend([a])
  }

  /// The smallest-by-inclusion sets among `candidates` that close all `paths`.
  func minimalClosingSets(_ paths: [[Int]], among candidates: Int) -> Set<Int> {
    // A path is closed by a set that holds one of its links, or nothing at or below one of its colliders.
    let parts = paths.map { path in
      var links = 0
      var colliders: [Int] = []
      for index in path.indices.dropFirst().dropLast() {
        let isCollider = arrows[path[index - 1]][path[index]] && arrows[path[index + 1]][path[index]]
        if isCollider { colliders.append(below[path[index]]) } else { links |= 1 << path[index] }
      }
      return (links, colliders)
    }
    var closing: [Int] = []
    let sets = (0..<1 << count).filter { $0 & ~candidates == 0 }.sorted { $0.nonzeroBitCount < $1.nonzeroBitCount }
    for set in sets where !closing.contains(where: { $0 & ~set == 0 }) {
      let closesAll = parts.allSatisfy { links, colliders in
        links & set != 0 || colliders.contains { $0 & set == 0 }
      }
      if closesAll { closing.append(set) }
    }
    return Set(closing)
  }

  /// By the back-door criterion.
  func adjustmentSets(_ t: Int, _ y: Int) -> Set<Int> {
    minimalClosingSets(
      paths(t, y).filter { arrows[$0[1]][t] }, among: ((1 << count) - 1) & ~below[t] & ~(1 << y))
  }
}
