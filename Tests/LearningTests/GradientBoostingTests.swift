import Numerics
import Testing

@testable import Learning

@Suite struct GradientBoostingTests {
  @Test func equalsSlowDirectBoosting() throws {
    let (features, labels) = try Fixture.data("wine")
    let options = try GradientBoosting(trees: 4, rate: 0.5, depth: 3, lambda: 2, alpha: 0.1, gamma: 0.2)
    let fitted = try options.fit(features, labels, context: twoThreads)
    let slow = SlowBoosting(options).margins(features, labels)
    #expect(difference(try fitted.margins(features).storage.map(Double.init), slow.flatMap(\.self)) < 1e-4)
  }

  @Test func equalsSlowDirectBoostingWithMissingNumbers() throws {
    let (features, labels) = holed(rows: 300, columns: 18, classes: 2)
    let options = try GradientBoosting(trees: 3, depth: 4)
    let fitted = try options.fit(features, labels)
    let slow = SlowBoosting(options).margins(features, labels)
    #expect(difference(try fitted.margins(features).storage.map(Double.init), slow.flatMap(\.self)) < 1e-4)
  }

  /// From 4,096 rows on, classes share their first histogram, and large nodes' histograms are subtracted.
  @Test func equalsSlowDirectBoostingOnManyRows() throws {
    let (features, labels) = holed(rows: 4200, columns: 3, classes: 3)
    let options = try GradientBoosting(trees: 2, depth: 2)
    let fitted = try options.fit(features, labels, context: twoThreads)
    let slow = SlowBoosting(options).margins(features, labels)
    #expect(difference(try fitted.margins(features).storage.map(Double.init), slow.flatMap(\.self)) < 1e-4)
  }

  @Test func sameBitsOnOneAndTwoThreads() throws {
    for (rows, classes) in [(5000, 4), (700, 2), (900, 10)] {
      let (features, labels) = holed(rows: rows, columns: 20, classes: classes)
      let options = try GradientBoosting(trees: 5, rowShare: 0.8, columnShare: 0.7, earlyStopping: .init(rounds: 3))
      let one = try options.fit(features, labels, seed: 3)
      let two = try options.fit(features, labels, seed: 3, context: twoThreads)
      #expect(one == two)
      #expect(try one.margins(features) == two.margins(features, context: twoThreads))
    }
  }

  @Test func orderKeepingTransformsChangeNothing() throws {
    let (features, labels) = try Fixture.data("wine")
    var warped = features
    for row in 0..<features.rows { warped[row, 3] = features[row, 3] * features[row, 3] * features[row, 3] - 7 }
    let options = try GradientBoosting(trees: 10)
    let plain = try options.fit(features, labels).margins(features)
    #expect(try options.fit(warped, labels).margins(warped) == plain)
  }

  @Test func directionOfMissingNumbersIsLearned() throws {
    var features = Matrix(rows: 200, columns: 1)
    for row in 0..<200 { features[row, 0] = row < 100 ? Float(row) : row < 150 ? .nan : Float(row) }
    for missingClass in [0, 1] {
      let codes = (0..<200).map { $0 < 100 ? 0 : $0 < 150 ? missingClass : 1 }
      let labels = Labels(names: ["low", "high"], codes: codes)
      let fitted = try GradientBoosting(trees: 5, depth: 1).fit(features, labels)
      #expect(try fitted.predict(features) == codes)
    }
  }

  @Test func rowWeightsActAsRepeatedRows() throws {
    let (features, labels) = try Fixture.data("wine")
    let weights = (0..<features.rows).map { Float($0 % 3) }
    let repeated = (0..<features.rows).flatMap { [Int](repeating: $0, count: $0 % 3) }
    let options = try GradientBoosting(trees: 3, depth: 2, minChildWeight: 0)
    let weighted = try options.fit(features, labels, weights: weights).margins(features.gathering(repeated))
    let direct = try options.fit(features.gathering(repeated), labels.gathering(repeated)).margins(
      features.gathering(repeated))
    #expect(difference(weighted.storage.map(Double.init), direct.storage.map(Double.init)) < 1e-4)
  }

  @Test func balancedIsTheSameAsWeighingByHand() throws {
    let (features, labels) = try Fixture.data("cancer")
    let counts = labels.counts
    let weights = labels.codes.map { Float(Double(labels.count) / Double(2 * counts[$0])) }
    let balanced = try GradientBoosting(trees: 5, classWeights: .balanced).fit(features, labels)
    let byHand = try GradientBoosting(trees: 5).fit(features, labels, weights: weights)
    #expect(balanced == byHand)
  }

  @Test func earlyStoppingKeepsTheBestRounds() throws {
    let (features, labels) = holed(rows: 400, columns: 6, classes: 3)
    let stopping = try GradientBoosting.EarlyStopping(rounds: 5, share: 0.25)
    let fitted = try GradientBoosting(trees: 200, earlyStopping: stopping).fit(features, labels, seed: 1)
    #expect(fitted.rounds < 195)
    let parts = BoostingParts(features, classes: labels.codes, weights: nil, heldOutShare: 0.25, seed: 1)
    let heldOut = try #require(parts.heldOut)
    #expect(heldOut.features.rows == 100)
    let shares = try #require(try fitted.probabilities(heldOut.features))
    let losses = heldOut.classes.enumerated().map { -logarithm(Double(shares[$0, Int($1)])) }
    let loss = losses.reduce(0, +) / Double(losses.count)
    #expect(abs(loss - (fitted.heldOutLoss ?? 0)) < 1e-4)
  }

  @Test func focalFactorIsTheDerivative() {
    for gamma in [0, 0.5, 2, 5.0] {
      for margin in [-3, -0.4, 0, 1.2, 4.0] {
        func loss(_ z: Double) -> Double {
          let p = 1 / (1 + exponential(-z))
          return -power(1 - p, gamma) * logarithm(p)
        }
        let p = 1 / (1 + exponential(-margin))
        let slope = (loss(margin + 1e-5) - loss(margin - 1e-5)) / 2e-5
        #expect(abs(LossGradients.focalFactor(p, gamma: gamma) * (p - 1) - slope) < 1e-7)
      }
    }
  }

  @Test func focalLossWithoutFocusIsLogLoss() throws {
    let (features, labels) = try Fixture.data("wine")
    let focal = try GradientBoosting(trees: 5, loss: .focal(gamma: 0)).fit(features, labels).margins(features)
    let plain = try GradientBoosting(trees: 5).fit(features, labels).margins(features)
    #expect(difference(focal.storage.map(Double.init), plain.storage.map(Double.init)) < 1e-4)
    let focused = try GradientBoosting(loss: .focal(gamma: 2)).fit(features, labels)
    #expect(try zip(focused.predict(features), labels.codes).allSatisfy(==))
  }

  @Test func absentClassesAreNeverPredicted() throws {
    let (features, labels) = try Fixture.data("wine")
    let wider = Labels(names: ["nobody"] + labels.names, codes: labels.codes.map { $0 + 1 })
    let fitted = try GradientBoosting(trees: 5).fit(features, wider)
    let shares = try #require(try fitted.probabilities(features))
    for row in 0..<features.rows {
      #expect(shares[row, 0] == 0)
      #expect(abs(shares.row(row).reduce(0, +) - 1) < 1e-5)
    }
  }

  @Test func importanceCountsSplits() throws {
    var (features, labels) = try Fixture.data("cancer")
    for row in 0..<features.rows { features[row, 2] = 5 }
    let fitted = try GradientBoosting(trees: 10).fit(features, labels)
    let splits = fitted.ensemble.nodes.count { !$0.isLeaf }
    #expect(fitted.importance(.weight).reduce(0, +) == Double(splits))
    for kind in FittedGradientBoosting.Importance.allCases {
      #expect(fitted.importance(kind)[2] == 0)
      #expect(fitted.importance(kind).allSatisfy { $0 >= 0 && $0.isFinite })
    }
  }
}

/// Rows with missing numbers, few distinct ones in some columns, and classes that depend on some of them.
func holed(rows: Int, columns: Int, classes: Int) -> (features: Matrix, labels: Labels) {
  var generator = SeededGenerator(seed: 5)
  var features = Matrix(rows: rows, columns: columns)
  var codes: [Int] = []
  for row in 0..<rows {
    for column in 0..<columns {
      let x = Float(generator.uniform())
      features[row, column] = column % 3 == 1 ? (x * 7).rounded() : x
    }
    let noise = Float(generator.uniform()) * 0.6
    codes.append(min(classes - 1, Int((features[row, 0] + features[row, 1] / 7 + noise) / 2.6 * Float(classes))))
    if row % 4 == 1 { features[row, 0] = .nan }
  }
  return (features, Labels(names: (0..<classes).map { "class\($0)" }, codes: codes))
}
