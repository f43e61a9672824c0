import Numerics
import Testing

@testable import Learning

/// Models whose outcome is drawn, beside the peers' on glass and vowel: the same rows, several seeds of each, and means
/// that differ by no more than chance allows; see `SeedScores` and `Fixtures/make_common.py`.
@Suite struct CommonSeedTests {
  private struct Descent: Decodable {
    var loss: MarginLoss
    var penalty: String
    var losses, accuracies: [Double]
  }

  private struct Models: Decodable {
    var data: String
    var platt: [Double]
    // swift-format-ignore: AlwaysUseLowerCamelCase
    var platt_even: [Double]
    var descents: [Descent]
  }

  private struct Scores: Decodable {
    var accuracy, brier: SeedScores
  }

  private struct Shallow: Decodable {
    var train: [[Double]]
    var predictions: [String]
  }

  private struct Trees: Decodable {
    var data: String
    var forest, extra: Scores
    var tree, xgboost: SplitScores
    // swift-format-ignore: AlwaysUseLowerCamelCase
    var forest_entropy, xgboost_drawn: Scores
    var margins: [[Double]]
    var shallow: Shallow
  }

  private func models(_ name: String) throws -> Models {
    try #require(try Fixture.decoded([Models].self, "common_models").first { $0.data == name })
  }

  private func trees(_ name: String) throws -> Trees {
    try #require(try Fixture.decoded([Trees].self, "common_trees").first { $0.data == name })
  }

  // MARK: Gradient descent

  /// The loss that it ends with on its own rows, and its right answers on others.
  @Test(arguments: CommonSet.names)
  func descentEndsAsThePeers(_ name: String) throws {
    let (train, test) = try CommonSet(name).scaledHalves
    for expected in try models(name).descents {
      let penalties: [String: StochasticGradientDescent.Penalty] = [
        "l2": .l2, "l1": .l1, "elasticnet": .elasticNet(l1Ratio: 0.15),
      ]
      let model = try StochasticGradientDescent(
        loss: expected.loss, penalty: #require(penalties[expected.penalty]), alpha: 1e-3)
      let fits = try expected.losses.indices.map { seed in
        try model.fit(train.features, train.labels, seed: UInt64(seed), context: twoThreads)
      }
      let losses = SeedScores([
        try fits.map { meanLoss(of: model.loss, try $0.decisions(train.features), train.labels) }
      ])
      let accuracies = SeedScores([try fits.map { accuracy(try $0.predict(test.features), test.labels) }])
      let what = "\(expected.loss) \(expected.penalty)"
      #expect(losses.agrees(with: SeedScores([expected.losses])), "\(what)")
      #expect(accuracies.agrees(with: SeedScores([expected.accuracies])), "\(what)")
    }
  }

  private func meanLoss(of loss: MarginLoss, _ scores: Matrix, _ labels: Labels) -> Double {
    var sum = 0.0
    for (row, truth) in labels.codes.enumerated() {
      for (code, score) in scores.row(row).enumerated() { sum += loss.value(Double(score), code == truth ? 1 : -1) }
    }
    return sum / Double(labels.count)
  }

  private func accuracy(_ predictions: [Int], _ labels: Labels) -> Double {
    Double(zip(predictions, labels.codes).count { $0 == $1 }) / Double(labels.count)
  }

  // MARK: Platt scaling

  /// The folds that the sigmoids are fitted on are drawn. Ours hold their share of both classes, and so do those that
  /// the fixture's script makes from scikit-learn's machines. LIBSVM's own do not, which tells on glass, where classes
  /// have four to eight rows to learn from: there its probabilities are worse, and ours need only not be.
  @Test(arguments: CommonSet.names)
  func machinesKnowTheirProbabilitiesAsThePeers(_ name: String) throws {
    let (train, test) = try CommonSet(name).scaledHalves
    let reference = try models(name)
    let (even, own) = (SeedScores([reference.platt_even]), SeedScores([reference.platt]))
    let machine = try SupportVectorMachine(probability: true)
    let scores = SeedScores([
      try reference.platt.indices.map { seed in
        let fitted = try machine.fit(
          train.features, train.labels, weights: nil, seed: UInt64(seed), context: twoThreads)
        let probabilities = try #require(try fitted.probabilities(test.features, context: twoThreads))
        return CommonReference.squaredError(probabilities, test.labels)
      }
    ])
    #expect(scores.agrees(with: even), "\(scores.distance(from: even))")
    #expect(scores.mean < own.mean || scores.agrees(with: own), "\(scores.distance(from: own))")
  }

  // MARK: Trees

  private func scores(
    _ model: some Classifier, _ set: CommonSet, seeds: Int
  ) throws -> (accuracy: SeedScores, brier: SeedScores) {
    var (accuracies, briers) = ([[Double]](), [[Double]]())
    for number in 0..<5 {
      let (train, test) = set.fold(number)
      let fits = try (0..<seeds).map { seed in
        try model.fit(train.features, train.labels, weights: nil, seed: UInt64(seed), context: twoThreads)
      }
      accuracies.append(
        try fits.map { accuracy(try $0.predict(test.features, context: twoThreads), test.labels) })
      briers.append(
        try fits.map {
          CommonReference.squaredError(
            try #require(try $0.probabilities(test.features, context: twoThreads)), test.labels)
        })
    }
    return (SeedScores(accuracies), SeedScores(briers))
  }

  private func check(_ model: some Classifier, _ name: String, _ expected: Scores, _ what: String) throws {
    let found = try scores(model, try CommonSet(name), seeds: expected.accuracy.parts[0].count)
    #expect(found.accuracy.agrees(with: expected.accuracy), "\(what)")
    #expect(found.brier.agrees(with: expected.brier), "\(what)")
  }

  @Test(arguments: CommonSet.names)
  func forestsScoreAsThePeers(_ name: String) throws {
    let expected = try trees(name)
    try check(RandomForest(), name, expected.forest, "forest")
    try check(RandomForest(trees: 50, criterion: .entropy, minLeaf: 3), name, expected.forest_entropy, "entropy forest")
    try check(RandomForest(extra: true), name, expected.extra, "extra trees")
  }

  private func overSplits(_ model: some Classifier, _ set: CommonSet, count: Int) throws -> SplitScores {
    var scores = SplitScores(accuracy: [], brier: [])
    for number in 0..<count {
      let (train, test) = set.split(number)
      let fitted = try model.fit(
        train.features, train.labels, weights: nil, seed: UInt64(number), context: twoThreads)
      scores.accuracy.append(accuracy(try fitted.predict(test.features, context: twoThreads), test.labels))
      let probabilities = try #require(try fitted.probabilities(test.features, context: twoThreads))
      scores.brier.append(CommonReference.squaredError(probabilities, test.labels))
    }
    return scores
  }

  private func checkOverSplits(_ model: some Classifier, _ name: String, _ expected: SplitScores) throws {
    let found = try overSplits(model, try CommonSet(name), count: expected.accuracy.count)
    #expect(abs(SplitScores.distance(found.accuracy, expected.accuracy)) < 4)
    #expect(abs(SplitScores.distance(found.brier, expected.brier)) < 4)
  }

  @Test(arguments: CommonSet.names)
  func treesScoreAsThePeers(_ name: String) throws {
    try checkOverSplits(DecisionTree(), name, try trees(name).tree)
  }

  /// Of equally good splits one is drawn, so that several trees are right.
  @Test(arguments: CommonSet.names)
  func aShallowTreeIsOneOfThePeers(_ name: String) throws {
    let expected = try trees(name).shallow
    let set = try CommonSet(name)
    let tree = try DecisionTree(criterion: .entropy, maxDepth: 3).fit(set.quarter.features, set.quarter.labels)
    let shares = try #require(try tree.probabilities(set.quarter.features))
    #expect(CommonReference.difference(shares, expected.train) < 1e-6)
    let predictions = try tree.predict(set.halves.test.features)
    #expect(expected.predictions.map(CommonReference.codes).contains(predictions))
  }

  @Test(arguments: CommonSet.names)
  func boostingScoresAsThePeer(_ name: String) throws {
    let expected = try trees(name)
    try checkOverSplits(GradientBoosting(), name, expected.xgboost)
    try check(GradientBoosting(rowShare: 0.6), name, expected.xgboost_drawn, "rows drawn")
  }

  /// Twenty rounds where the cuts fall between the same numbers: the same trees on the rows that they grew from.
  @Test(arguments: CommonSet.names)
  func boostingGrowsThePeersTrees(_ name: String) throws {
    let set = try CommonSet(name).quarter
    let fitted = try GradientBoosting(trees: 20, depth: 3).fit(set.features, set.labels)
    let apart = CommonReference.difference(try fitted.margins(set.features), try trees(name).margins)
    #expect(apart < 1e-4)
  }
}
