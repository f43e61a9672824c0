import Numerics

/// Which rows each tree of a forest learns from, and how much they count: a function of the seed and the tree's number.
struct TreeSampling: Sendable {
  private let rows: Int
  private let places: [Int]
  private let classes: Int
  private let rowWeights: [Float]?
  private let isBalancedPerTree: Bool
  private let isBootstrapped: Bool
  /// Rows that are drawn together, numbered from 0; nil draws rows.
  private let unitOfRow: [Int]?
  private let seed: UInt64

  init(
    rows: Int, classes: PresentClasses, weights: [Float]?, classWeights: TreeClassWeights, isBootstrapped: Bool,
    unitOfRow: [Int]? = nil, seed: UInt64
  ) {
    self.unitOfRow = unitOfRow
    self.rows = rows
    places = classes.places
    self.classes = classes.count
    rowWeights = classes.rowWeights(weights, classWeights == .balanced ? .balanced : .none)
    isBalancedPerTree = classWeights == .balancedPerTree
    self.isBootstrapped = isBootstrapped
    self.seed = seed
  }

  /// For the columns that a tree draws.
  func generator(of tree: Int) -> SeededGenerator {
    SeededGenerator.derived(from: seed, tree, 1)
  }

  /// How often a tree has drawn each row.
  func draws(of tree: Int) -> [Int32] {
    guard isBootstrapped else { return [Int32](repeating: 1, count: rows) }
    var generator = SeededGenerator.derived(from: seed, tree, 0)
    let units = unitOfRow.map { ($0.max() ?? -1) + 1 } ?? rows
    var counts = [Int32](repeating: 0, count: units)
    for _ in 0..<units { counts[generator.below(units)] += 1 }
    return unitOfRow?.map { counts[$0] } ?? counts
  }

  /// Draws times row and class weights.
  func weights(of tree: Int) -> [Float] {
    let drawn = draws(of: tree)
    let weights = drawn.indices.map { Float(drawn[$0]) * (rowWeights?[$0] ?? 1) }
    guard isBalancedPerTree else { return weights }
    var mass = [Double](repeating: 0, count: classes)
    for (row, place) in places.enumerated() { mass[place] += Double(weights[row]) }
    let present = mass.filter { $0 > 0 }
    let average = present.reduce(0, +) / Double(max(1, present.count))
    return weights.indices.map { mass[places[$0]] > 0 ? Float(Double(weights[$0]) * average / mass[places[$0]]) : 0 }
  }
}
