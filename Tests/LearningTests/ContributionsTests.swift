import Foundation
import Numerics
import Testing

@testable import Learning

@Suite struct ContributionsTests {
  /// Rows of three classes in `columns` columns, with repeats of a column's splits, and holes where they are asked for.
  private func rows(_ count: Int, columns: Int, holes: Bool = false) -> (Matrix, Labels) {
    var generator = SeededGenerator(seed: 9)
    var matrix = Matrix(rows: count, columns: columns)
    let codes = (0..<count).map { $0 % 3 }
    for row in 0..<count {
      for column in 0..<columns {
        let centre: Float = column % 3 == codes[row] ? 1 : 0
        matrix[row, column] = centre + Float.random(in: -1...1, using: &generator)
        if holes, Float.random(in: 0..<1, using: &generator) < 0.2 { matrix[row, column] = .nan }
      }
    }
    return (matrix, Labels(names: ["a", "b", "c"], codes: codes))
  }

  /// What a tree gives where only the columns of `known` are: the others go both ways, as the training rows did.
  private func value(
    _ trees: ShapleyTrees, _ tree: Int, _ row: ArraySlice<Float>, known: Set<Int>, output: Int
  ) -> Double {
    func below(_ place: Int) -> Double {
      let node = trees.ensemble.nodes[place]
      if node.isLeaf {
        let first = trees.firstOutput(of: tree)
        guard (first..<first + trees.span).contains(output) else { return 0 }
        return Double(trees.values[Int(trees.leafStarts[place]) + output - first])
      }
      let child = Int(node.child)
      if known.contains(node.column) {
        // Missing numbers go as the split has learnt.
        let x = row[row.startIndex + node.column]
        return below(child + ((node.sendsMissingLeft ? x >= node.threshold : !(x < node.threshold)) ? 1 : 0))
      }
      let (left, right) = (Double(trees.covers[child]), Double(trees.covers[child + 1]))
      return (left * below(child) + right * below(child + 1)) / (left + right)
    }
    return trees.weight * below(trees.ensemble.range(of: tree).lowerBound)
  }

  /// The definition of Shapley values: over every subset of the other columns.
  private func bruteForce(_ trees: ShapleyTrees, _ row: ArraySlice<Float>, column: Int, columns: Int, output: Int)
    -> Double
  {
    let others = (0..<columns).filter { $0 != column }
    func factorial(_ n: Int) -> Double { (1...max(1, n)).reduce(1.0) { $0 * Double($1) } }
    return (0..<(1 << others.count)).reduce(0.0) { sum, bits in
      let subset = Set(others.indices.filter { bits >> $0 & 1 == 1 }.map { others[$0] })
      let weight = factorial(subset.count) * factorial(columns - subset.count - 1) / factorial(columns)
      let gain = (0..<trees.ensemble.treeCount).reduce(0.0) { sum, tree in
        sum + value(trees, tree, row, known: subset.union([column]), output: output)
          - value(trees, tree, row, known: subset, output: output)
      }
      return sum + weight * gain
    }
  }

  private func checkBruteForce(_ trees: ShapleyTrees, _ found: Contributions, _ features: Matrix, rows: Int) {
    for row in 0..<rows {
      for column in 0..<features.columns {
        for output in 0..<trees.outputs {
          let slow = bruteForce(
            trees, features.row(row), column: column, columns: features.columns, output: output)
          #expect(abs(Double(found[row, column, output]) - slow) < 1e-6, "row \(row), column \(column)")
        }
      }
    }
  }

  @Test(arguments: [false, true]) func boostedTreesEqualTheDefinition(holes: Bool) throws {
    let (features, labels) = rows(90, columns: 5, holes: holes)
    let fitted = try GradientBoosting(trees: 3, depth: 6, minChildWeight: 0).fit(features, labels)
    checkBruteForce(fitted.shapleyTrees, try fitted.contributions(features), features, rows: 6)
  }

  @Test func forestsEqualTheDefinition() throws {
    let (features, labels) = rows(90, columns: 5)
    let fitted = try RandomForest(trees: 4).fit(features, labels, weights: nil, seed: 2, context: .plain)
    checkBruteForce(fitted.shapleyTrees, try fitted.contributions(features), features, rows: 6)
  }

  @Test(arguments: ["wine", "cancer", "digits"]) func theyAddToTheMargin(name: String) throws {
    let (features, labels) = try Fixture.data(name)
    let fitted = try GradientBoosting(trees: 20).fit(features, labels, context: twoThreads)
    let some = features.gathering(Array(stride(from: 0, to: features.rows, by: 9)))
    let found = try fitted.contributions(some, context: twoThreads)
    let margins = try fitted.margins(some)
    #expect(found.outputs == margins.columns && found.columns == features.columns)
    for row in 0..<some.rows {
      for output in 0..<found.outputs {
        let sum = (0..<found.columns).reduce(found.expected[output]) { $0 + Double(found[row, $1, output]) }
        #expect(abs(sum - Double(margins[row, output])) < 1e-5)
      }
    }
  }

  @Test(arguments: ["wine", "cancer", "digits"]) func theyAddToTheProbability(name: String) throws {
    let (features, labels) = try Fixture.data(name)
    let fitted = try RandomForest(trees: 10).fit(features, labels, weights: nil, seed: 1, context: twoThreads)
    let some = features.gathering(Array(stride(from: 0, to: features.rows, by: 17)))
    let found = try fitted.contributions(some, context: twoThreads)
    let probabilities = try #require(try fitted.probabilities(some))
    for row in 0..<some.rows {
      for output in 0..<found.outputs {
        let sum = (0..<found.columns).reduce(found.expected[output]) { $0 + Double(found[row, $1, output]) }
        #expect(abs(sum - Double(probabilities[row, output])) < 1e-5)
      }
    }
  }

  /// A mean over the training rows weighs every path by its rows, so it is what was expected before any column was known.
  @Test func whatIsExpectedIsTheMeanOverTrainingRows() throws {
    let (features, labels) = try Fixture.data("wine")
    let tree = try DecisionTree().fit(features, labels, weights: nil, seed: 1, context: .plain)
    let probabilities = try #require(try tree.probabilities(features))
    let expected = try tree.contributions(features).expected
    for (output, code) in tree.classCodes.enumerated() {
      let mean = (0..<features.rows).reduce(0.0) { $0 + Double(probabilities[$1, code]) } / Double(features.rows)
      #expect(abs(expected[output] - mean) < 1e-6)
    }
  }

  @Test func columnsThatNoSplitLooksAtAddNothing() throws {
    let (features, labels) = try Fixture.data("cancer")
    let fitted = try GradientBoosting(trees: 2, depth: 2).fit(features, labels)
    let means = try fitted.contributions(features).meanAbsolute()
    for (column, weight) in fitted.importance(.weight).enumerated() {
      #expect((means[0][column] > 0) == (weight > 0))
    }
    #expect(fitted.outputNames == [labels.names[1]])
  }

  @Test func theyDoNotDependOnThreads() throws {
    let (features, labels) = try Fixture.data("wine")
    let fitted = try GradientBoosting(trees: 10).fit(features, labels)
    let one = try fitted.contributions(features, context: ExecutionContext(threads: 1))
    #expect(try fitted.contributions(features, context: twoThreads) == one)
  }

  @Test func theyEndWhereAskedTo() throws {
    let (features, labels) = try Fixture.data("wine")
    let fitted = try GradientBoosting(trees: 10).fit(features, labels)
    let context = ExecutionContext(threads: 1, isInterrupted: { true })
    #expect(throws: Interrupted.self) { try fitted.contributions(features, context: context) }
  }

  @Test func badRowsAreRefused() throws {
    let (features, labels) = try Fixture.data("wine")
    let fitted = try GradientBoosting(trees: 2).fit(features, labels)
    #expect(throws: LearningError.wrongWidth(expected: 13, found: 2)) {
      try fitted.contributions(Matrix(rows: 1, columns: 2))
    }
    #expect(try fitted.contributions(Matrix(rows: 0, columns: 13)).meanAbsolute()[0].allSatisfy { $0 == 0 })
  }

  /// No training row went to the right of the root: below it both sides are as likely, and a row may still go there.
  @Test func aRowGoesWhereNoTrainingRowWent() throws {
    var ensemble = TreeEnsemble()
    ensemble.append([
      .split(column: 0, threshold: 0, child: 1, missingLeft: true), .leaf(value: 1),
      .split(column: 1, threshold: 0, child: 3, missingLeft: true), .leaf(value: 2), .leaf(value: 5),
    ])
    let trees = ShapleyTrees(
      ensemble: ensemble, covers: [10, 10, 0, 0, 0], outputs: 1, leafStarts: [0, 0, 0, 1, 2], values: [1, 2, 5],
      span: 1, weight: 1)
    var features = Matrix(rows: 1, columns: 2)
    features[0, 0] = 1
    features[0, 1] = 1
    let found = try trees.contributions(features, base: [0], context: .plain)
    // 1 without the first column, 3.5 with it alone, 5 with both.
    #expect(found.expected == [1])
    #expect(abs(found[0, 0, 0] - 3.25) < 1e-6 && abs(found[0, 1, 0] - 0.75) < 1e-6, "\(found.values)")
  }
}
