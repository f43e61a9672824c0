import Numerics
import Testing

@testable import Learning

@Suite struct RandomForestTests {
  @Test(arguments: [SplitCriterion.gini, .entropy])
  func treeEqualsSlowDirectTree(_ criterion: SplitCriterion) throws {
    let (features, labels) = try Fixture.data("wine")
    for minLeaf in [1, 4] {
      let fitted = try DecisionTree(criterion: criterion, maxDepth: 3, minLeaf: minLeaf).fit(features, labels)
      let shares = try #require(try fitted.probabilities(features))
      let slow = SlowTree(criterion: criterion, maxDepth: 3, minLeaf: minLeaf).shares(features, labels)
      #expect(difference(shares.storage.map(Double.init), slow.flatMap(\.self)) < 1e-5)
    }
  }

  @Test func fullTreeTellsEveryTrainingRow() throws {
    for name in ["digits", "wine", "cancer"] {
      let (features, labels) = try Fixture.data(name)
      #expect(try DecisionTree().fit(features, labels).predict(features) == labels.codes)
    }
  }

  @Test func sameBitsOnOneAndTwoThreads() throws {
    let (features, labels) = try Fixture.data("digits")
    for isExtra in [false, true] {
      let forest = try RandomForest(trees: 8, extra: isExtra, scoresOutOfBag: !isExtra)
      let one = try forest.fit(features, labels, seed: 9)
      let two = try forest.fit(features, labels, seed: 9, context: twoThreads)
      #expect(one == two)
      #expect(try one.probabilities(features) == two.probabilities(features, context: twoThreads))
      #expect(try one != forest.fit(features, labels, seed: 10))
    }
  }

  @Test func outOfBagScoreIsNearTheTestScore() throws {
    let (features, labels) = try Fixture.data("digits")
    let (train, test) = everyFifthOut(features.rows)
    let forest = try RandomForest(scoresOutOfBag: true)
    let fitted = try forest.fit(features.gathering(train), labels.gathering(train), context: twoThreads)
    let predicted = try fitted.predict(features.gathering(test))
    let right = zip(predicted, labels.gathering(test).codes).count(where: ==)
    let accuracy = Double(right) / Double(test.count)
    let outOfBag = try #require(fitted.outOfBagAccuracy)
    // Two standard errors of the test part at this accuracy.
    #expect(abs(outOfBag - accuracy) < 0.02)
  }

  /// Each row four times under one name, with labels of pure noise: single rows out of the bag are told by their copies in
  /// it; whole units are not.
  @Test func unitsAreOutOfTheBagAsAWhole() throws {
    var generator = SeededGenerator(seed: 3)
    let originals = (0..<60).map { _ in (0..<5).map { _ in Float(generator.uniform()) } }
    let codes = originals.map { _ in generator.below(2) }
    let features = Matrix(
      rows: 240, columns: 5, storage: originals.flatMap { row in (0..<4).flatMap { _ in row } })
    let labels = Labels(names: ["a", "b"], codes: codes.flatMap { [Int](repeating: $0, count: 4) })
    let forest = try RandomForest(trees: 40, scoresOutOfBag: true)
    #expect(try #require(forest.fit(features, labels).outOfBagAccuracy) > 0.95)
    let honest = try forest.outOfBagAccuracy(features, labels, unitOfRow: (0..<240).map { $0 / 4 })
    #expect(abs(try #require(honest) - 0.5) < 0.15)
  }

  @Test func leavesHoldTheLeastRows() throws {
    let (features, labels) = try Fixture.data("cancer")
    let fitted = try DecisionTree(minLeaf: 20).fit(features, labels)
    var rows = [Int: Int]()
    for row in 0..<features.rows {
      features.storage.withUnsafeBufferPointer { numbers in
        fitted.ensemble.nodes.withUnsafeBufferPointer { nodes in
          guard let numbers = numbers.baseAddress, let nodes = nodes.baseAddress else { return }
          rows[TreeEnsemble.leaf(of: numbers + row * features.columns, from: 0, in: nodes), default: 0] += 1
        }
      }
    }
    #expect(rows.count > 3)
    #expect(rows.values.allSatisfy { $0 >= 20 })
  }

  @Test func depthIsBounded() throws {
    let (features, labels) = try Fixture.data("digits")
    let fitted = try DecisionTree(maxDepth: 2).fit(features, labels)
    #expect(fitted.nodeCount == 7)
  }

  @Test func orderKeepingTransformsChangeNothing() throws {
    let (features, labels) = try Fixture.data("digits")
    var warped = features
    for i in warped.storage.indices { warped.storage[i] *= 4 }
    let forest = try RandomForest(trees: 5)
    let plain = try forest.fit(features, labels, seed: 2).probabilities(features)
    #expect(try forest.fit(warped, labels, seed: 2).probabilities(warped) == plain)
  }

  @Test func balancedWeightsLiftTheRareClass() throws {
    let (features, labels) = try Fixture.data("cancer")
    let rare = labels.codes.indices.filter { labels.codes[$0] == 0 }.prefix(20)
    let rows = Array(rare) + labels.codes.indices.filter { labels.codes[$0] == 1 }
    let (some, names) = (features.gathering(rows), labels.gathering(rows))
    func rareShare(_ weights: TreeClassWeights) throws -> Double {
      let forest = try RandomForest(trees: 30, maxDepth: 2, classWeights: weights)
      let shares = try #require(try forest.fit(some, names, seed: 4).probabilities(some))
      return (0..<20).reduce(0) { $0 + Double(shares[$1, 0]) } / 20
    }
    let plain = try rareShare(.none)
    #expect(try rareShare(.balanced) > plain)
    #expect(try rareShare(.balancedPerTree) > plain)
  }

  @Test func importanceAddsToOne() throws {
    var (features, labels) = try Fixture.data("wine")
    for row in 0..<features.rows { features[row, 4] = 1 }
    let fitted = try RandomForest(trees: 10).fit(features, labels)
    #expect(abs(fitted.importance.reduce(0, +) - 1) < 1e-9)
    #expect(fitted.importance[4] == 0)
  }

  @Test func rowsThatDifferBelowAnyCutBecomeOneLeaf() throws {
    var features = Matrix(rows: 6, columns: 3, repeating: 2)
    let labels = Labels(names: ["a", "b"], codes: [0, 0, 0, 0, 1, 1])
    #expect(throws: LearningError.constantData) { try DecisionTree().fit(features, labels) }
    #expect(throws: LearningError.constantData) { try GradientBoosting(trees: 3).fit(features, labels) }
    features[0, 1] = 3
    let fitted = try DecisionTree(minLeaf: 2).fit(features, labels)
    #expect(fitted.nodeCount == 1)
    #expect(try fitted.probabilities(features)?[0, 0] == Float(4) / 6)
  }
}

func everyFifthOut(_ rows: Int) -> (train: [Int], test: [Int]) {
  ((0..<rows).filter { $0 % 5 != 0 }, (0..<rows).filter { $0 % 5 == 0 })
}

/// A tree whose every split is tried by counting all rows; cuts between the bins that the fast one has.
struct SlowTree {
  let criterion: SplitCriterion
  let maxDepth: Int
  let minLeaf: Int

  func shares(_ features: Matrix, _ labels: Labels) -> [[Double]] {
    var result = [[Double]](repeating: [], count: features.rows)
    grow(Array(0..<features.rows), features, labels, depth: 0) { rows in
      let shares = weights(rows, labels).map { $0 / Double(rows.count) }
      for row in rows { result[row] = shares }
    }
    return result
  }

  private func weights(_ rows: [Int], _ labels: Labels) -> [Double] {
    rows.reduce(into: [Double](repeating: 0, count: labels.names.count)) { $0[labels.codes[$1]] += 1 }
  }

  private func score(_ rows: [Int], _ labels: Labels) -> Double {
    let shares = weights(rows, labels).map { $0 / Double(rows.count) }
    let purity = shares.reduce(0) {
      $0 + (criterion == .gini ? $1 * $1 : $1 > 0 ? $1 * logarithm($1) / logarithm(2) : 0)
    }
    return purity * Double(rows.count)
  }

  private func grow(
    _ rows: [Int], _ features: Matrix, _ labels: Labels, depth: Int, _ leaf: ([Int]) -> Void
  ) {
    guard depth < maxDepth, Set(rows.map { labels.codes[$0] }).count > 1 else { return leaf(rows) }
    var best: (score: Double, left: [Int], right: [Int]) = (-.infinity, [], [])
    for column in 0..<features.columns {
      let values = Set(rows.map { features[$0, column] }).sorted()
      for value in values.dropFirst() {
        let left = rows.filter { features[$0, column] < value }
        let right = rows.filter { features[$0, column] >= value }
        guard min(left.count, right.count) >= minLeaf else { continue }
        let score = score(left, labels) + score(right, labels)
        if score > best.score + 1e-4 { best = (score, left, right) }
      }
    }
    guard !best.left.isEmpty else { return leaf(rows) }
    grow(best.left, features, labels, depth: depth + 1, leaf)
    grow(best.right, features, labels, depth: depth + 1, leaf)
  }
}
