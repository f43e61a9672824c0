import Numerics

/// Vertices and, for arrows that pass layers, the bends between, in rows; and the order within the rows.
struct Layering {
  /// The nodes of each layer from left to right; numbers beyond the vertices are bends.
  private(set) var rows: [[Int]]
  /// Of every node.
  private(set) var layer: [Int]
  /// The nodes of each arrow, ends included.
  private(set) var chains: [[Int]] = []
  private var above: [[Int]]
  private var below: [[Int]]
  private var widths: [Double]
  private let vertices: Int

  init(arrows: [(from: Int, to: Int)], layers: [Int], sizes: [BoxSize]) {
    vertices = sizes.count
    layer = layers
    widths = sizes.map(\.width)
    above = [[Int]](repeating: [], count: sizes.count)
    below = above
    rows = [[Int]](repeating: [], count: (layers.max() ?? -1) + 1)
    for (vertex, layer) in layers.enumerated() { rows[layer].append(vertex) }
    for arrow in arrows {
      var chain = [arrow.from]
      for between in (layers[arrow.from] + 1)..<max(layers[arrow.to], layers[arrow.from] + 1) {
        let bend = layer.count
        layer.append(between)
        widths.append(0)
        above.append([])
        below.append([])
        rows[between].append(bend)
        chain.append(bend)
      }
      chain.append(arrow.to)
      for (a, b) in zip(chain, chain.dropFirst()) {
        below[a].append(b)
        above[b].append(a)
      }
      chains.append(chain)
    }
  }

  /// How many pairs of arrow parts cross.
  var crossings: Int { rows.indices.dropLast().reduce(0) { $0 + crossings(between: $1) } }

  private func crossings(between row: Int) -> Int {
    let places = places(rows[row + 1])
    // Inversions of the lower ends, read in the order of the upper ones.
    let ends = rows[row].flatMap { node in below[node].compactMap { places[$0] }.sorted() }
    var count = 0
    for (index, end) in ends.enumerated() { for other in ends[..<index] where other > end { count += 1 } }
    return count
  }

  private func places(_ row: [Int]) -> [Int: Int] {
    Dictionary(uniqueKeysWithValues: row.enumerated().map { ($1, $0) })
  }

  /// Sorts the rows by the mean place of their neighbours, down and up by turns, swaps neighbours where that helps, and
  /// keeps the best order met.
  mutating func order(sweeps: Int, context: ExecutionContext) throws {
    var best = rows
    var fewest = crossings
    for sweep in 0..<max(0, sweeps) where fewest > 0 {
      try context.checkInterruption()
      let isDown = sweep % 2 == 0
      for row in isDown ? Array(rows.indices.dropFirst()) : Array(rows.indices.dropLast().reversed()) {
        sort(row, by: isDown ? above : below, of: isDown ? row - 1 : row + 1)
      }
      swapNeighbours()
      let count = crossings
      if count < fewest {
        fewest = count
        best = rows
      }
    }
    rows = best
  }

  private mutating func sort(_ row: Int, by links: [[Int]], of other: Int) {
    let places = places(rows[other])
    let own = self.places(rows[row])
    func key(_ node: Int) -> Double {
      let linked = links[node].compactMap { places[$0] }
      guard !linked.isEmpty else { return Double(own[node] ?? 0) }
      return Double(linked.reduce(0, +)) / Double(linked.count)
    }
    let keys = Dictionary(uniqueKeysWithValues: rows[row].map { ($0, key($0)) })
    rows[row] = rows[row].enumerated().sorted {
      let (a, b) = (keys[$0.element] ?? 0, keys[$1.element] ?? 0)
      return a != b ? a < b : $0.offset < $1.offset
    }.map(\.element)
  }

  private mutating func swapNeighbours() {
    for row in rows.indices {
      for place in rows[row].indices.dropLast() {
        let before = localCrossings(row)
        rows[row].swapAt(place, place + 1)
        if localCrossings(row) >= before { rows[row].swapAt(place, place + 1) }
      }
    }
  }

  private func localCrossings(_ row: Int) -> Int {
    (row > 0 ? crossings(between: row - 1) : 0) + (row + 1 < rows.count ? crossings(between: row) : 0)
  }

  /// The centres' x: each node near the middle of its neighbours, in order and with a gap, by moving runs of nodes that
  /// touch as one (as in the regression of ordered values).
  func coordinates(gap: Double) -> [Double] {
    var x = [Double](repeating: 0, count: layer.count)
    for row in rows {
      var left = 0.0
      for node in row {
        x[node] = left + widths[node] / 2
        left += widths[node] + gap
      }
    }
    for sweep in 0..<16 {
      for row in sweep % 2 == 0 ? rows : rows.reversed() {
        let wishes = row.map { node in
          let linked = above[node] + below[node]
          return linked.isEmpty ? x[node] : linked.reduce(0) { $0 + x[$1] } / Double(linked.count)
        }
        for (node, place) in zip(row, spaced(wishes, row, gap: gap)) { x[node] = place }
      }
    }
    let left = x.indices.map { x[$0] - widths[$0] / 2 }.min() ?? 0
    return x.map { $0 - left }
  }

  /// The nearest places to the wishes that keep order and gaps (pool adjacent violators).
  private func spaced(_ wishes: [Double], _ row: [Int], gap: Double) -> [Double] {
    var offsets = [0.0]
    for (a, b) in zip(row, row.dropFirst()) {
      offsets.append((offsets.last ?? 0) + (widths[a] + widths[b]) / 2 + gap)
    }
    var pools: [(sum: Double, count: Int)] = []
    for (wish, offset) in zip(wishes, offsets) {
      pools.append((wish - offset, 1))
      while pools.count > 1 {
        let (last, before) = (pools[pools.count - 1], pools[pools.count - 2])
        guard before.sum / Double(before.count) > last.sum / Double(last.count) else { break }
        pools.removeLast()
        pools[pools.count - 1] = (before.sum + last.sum, before.count + last.count)
      }
    }
    let levels = pools.flatMap { [Double](repeating: $0.sum / Double($0.count), count: $0.count) }
    return zip(levels, offsets).map { $0 + $1 }
  }

  func width(_ x: [Double]) -> Double { x.indices.map { x[$0] + widths[$0] / 2 }.max() ?? 0 }
}
