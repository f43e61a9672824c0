import Numerics

/// Classification trees after learning: a forest, or a single tree.
public struct FittedForest: FittedClassifier, Equatable {
  public let classNames: [String]
  /// The codes of the classes that had rows.
  public let classCodes: [Int]
  /// Columns.
  public let width: Int
  /// For each column its share of the purity that splits brought, averaged over trees; they add to 1.
  public let importance: [Double]
  /// The share of training rows told rightly by the trees that had not drawn them, where that was asked for.
  public internal(set) var outOfBagAccuracy: Double?
  /// Leaves say a class that had rows, or the number of those classes plus a place in `shares`.
  let ensemble: TreeEnsemble
  /// Of every class, for each leaf that holds several.
  let shares: [Float]
  /// For each node the weight of the training rows that reached it.
  let covers: [Float]

  public var byteCount: Int { ensemble.byteCount + importance.byteCount + shares.byteCount + covers.byteCount }
  public var trees: Int { ensemble.treeCount }
  /// Splits and leaves of all trees.
  public var nodeCount: Int { ensemble.nodes.count }

  init(classNames: [String], classCodes: [Int], width: Int, trees: [GrownTree]) {
    self.classNames = classNames
    self.classCodes = classCodes
    self.width = width
    var ensemble = TreeEnsemble()
    var shares: [Float] = []
    for tree in trees {
      ensemble.append(tree.nodes, mixedFrom: classCodes.count, payloadOffset: shares.count / classCodes.count)
      shares += tree.shares
    }
    self.ensemble = ensemble
    self.shares = shares
    covers = trees.flatMap(\.covers)
    importance = Self.averaged(trees.map(\.importance), width: width)
  }

  private static func averaged(_ lists: [[Double]], width: Int) -> [Double] {
    var result = [Double](repeating: 0, count: width)
    for list in lists {
      let sum = list.reduce(0, +)
      guard sum > 0 else { continue }
      for (column, value) in list.enumerated() where value > 0 { result[column] += value / sum }
    }
    let sum = result.reduce(0, +)
    return sum > 0 ? result.map { $0 / sum } : result
  }

  /// The class of the greatest probability, the first of them where several are.
  /// - Throws: `LearningError.wrongWidth`, `.nonFinite`, `.damagedModel`; `Interrupted`. Cost: n·trees·depth steps.
  public func predict(_ features: Matrix, context: ExecutionContext = .plain) throws -> [Int] {
    let sums = try checkedShares(features, context)
    return (0..<sums.rows).map { row in
      let numbers = sums.row(row)
      var best = numbers.startIndex
      for i in numbers.indices where numbers[i] > numbers[best] { best = i }
      return classCodes[best - numbers.startIndex]
    }
  }

  /// n×classes: the class shares of the leaves that a row falls into, averaged over trees. Errors and cost as of
  /// `predict`.
  public func probabilities(_ features: Matrix, context: ExecutionContext = .plain) throws -> Matrix? {
    let sums = try checkedShares(features, context)
    var result = Matrix(rows: features.rows, columns: classNames.count)
    for row in 0..<features.rows {
      for (place, code) in classCodes.enumerated() { result[row, code] = sums[row, place] / Float(trees) }
    }
    return result
  }

  private func checkedShares(_ features: Matrix, _ context: ExecutionContext) throws -> Matrix {
    try checkApplied(features, context)
    return try summedShares(features, context: context) { _, _ in true }
  }

  func checkApplied(_ features: Matrix, _ context: ExecutionContext) throws {
    guard isSound else { throw LearningError.damagedModel }
    try InputChecks.checkApplied(features, width: width, context: context)
  }

  /// n×(classes that had rows): leaf shares added over the trees that `counts` says yes to.
  func summedShares(
    _ features: Matrix, context: ExecutionContext, counts: @escaping @Sendable (_ row: Int, _ tree: Int) -> Bool
  ) throws -> Matrix {
    let (classes, nodes, shares) = (classCodes.count, ensemble.nodes, shares)
    return try Matrix(rows: features.rows, columns: classes) { buffer in
      guard let base = buffer.baseAddress else { return }
      base.update(repeating: 0, count: features.rows * classes)
      let target = DisjointPointer(base)
      try ensemble.forEachLeaf(features, context: context) { rows, tree, leaves in
        for (i, row) in rows.enumerated() where counts(row, tree) {
          let payload = Int(nodes[leaves[i]].columnBits)
          if payload < classes {
            target[row * classes + payload] += 1
          } else {
            let start = (payload - classes) * classes
            for place in 0..<classes { target[row * classes + place] += shares[start + place] }
          }
        }
      }
    }
  }

  private var isSound: Bool {
    ModelChecks.areClasses(classCodes, of: classNames) && shares.count % classCodes.count == 0
      && covers.count == ensemble.nodes.count
      && ensemble.isSound(columns: width, payloads: classCodes.count + shares.count / classCodes.count)
  }
}
