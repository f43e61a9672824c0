import Foundation
import Numerics
import Testing

@testable import Learning

@Suite struct ModelParityTests {
  private struct Soft: Decodable {
    var predictions: [Int]
    var probabilities: [[Double]]
  }

  private struct Case: Decodable {
    var data: String
    var bayes, lda: Soft
    // swift-format-ignore: AlwaysUseLowerCamelCase
    var lda_half, lda_auto: Soft
    var knn: [Int]
    // swift-format-ignore: AlwaysUseLowerCamelCase
    var knn_distance: [Int]
    var sgd: [String: Double]
  }

  /// Even rows to learn from, odd ones to predict.
  private func forEachCase(_ body: (Case, Matrix, Labels, Matrix) throws -> Void) throws {
    for reference in try Fixture.decoded([Case].self, "models") {
      let (features, labels) = try Fixture.data(reference.data)
      let (even, odd) = (
        Array(stride(from: 0, to: labels.count, by: 2)), Array(stride(from: 1, to: labels.count, by: 2))
      )
      try body(reference, features.gathering(even), labels.gathering(even), features.gathering(odd))
    }
  }

  private func check(_ model: some FittedClassifier, on rows: Matrix, _ reference: Soft, _ what: String) throws {
    #expect(try model.predict(rows, context: twoThreads) == reference.predictions, "\(what)")
    let probabilities = try #require(try model.probabilities(rows, context: twoThreads))
    for (row, expected) in reference.probabilities.enumerated() {
      #expect(difference(probabilities.row(row).map(Double.init), expected) < 1e-5, "\(what) row \(row)")
    }
  }

  @Test func bayesEqualsThePeer() throws {
    try forEachCase { reference, features, labels, rows in
      let model = try GaussianBayes().fit(features, labels, context: twoThreads)
      try check(model, on: rows, reference.bayes, "bayes \(reference.data)")
    }
  }

  @Test func discriminantsEqualThePeers() throws {
    try forEachCase { reference, features, labels, rows in
      let cases: [(LinearDiscriminant.Shrinkage, Soft)] = [
        (.none, reference.lda), (.amount(0.5), reference.lda_half), (.automatic, reference.lda_auto),
      ]
      for (shrinkage, expected) in cases {
        let model = try LinearDiscriminant(shrinkage: shrinkage).fit(features, labels, context: twoThreads)
        try check(model, on: rows, expected, "lda \(shrinkage) \(reference.data)")
      }
    }
  }

  @Test func neighboursVoteAsThePeers() throws {
    try forEachCase { reference, features, labels, rows in
      let uniform = try NeighbourClassifier().fit(features, labels, context: twoThreads)
      let distance = try NeighbourClassifier(neighbours: 7, voting: .distance).fit(features, labels)
      // Digits are whole numbers: which of two rows at the same distance votes is the peer's own affair.
      let allowed = reference.data == "digits" ? 2 : 0
      let (first, second) = (try uniform.predict(rows, context: twoThreads), try distance.predict(rows))
      #expect(zip(first, reference.knn).count { $0 != $1 } <= allowed, "\(reference.data)")
      #expect(zip(second, reference.knn_distance).count { $0 != $1 } <= allowed, "\(reference.data)")
    }
  }

  /// One over a distance of nothing is no number, so rows that are the same vote alone.
  @Test func rowsThatAreTheSameVoteAlone() throws {
    let features = Matrix(rows: 5, columns: 1, storage: [0, 0.5, 0.6, 2, 2])
    let labels = Labels(names: ["a", "b"], codes: [0, 1, 1, 0, 1])
    let fitted = try NeighbourClassifier(neighbours: 3, voting: .distance).fit(features, labels)
    let shares = try #require(try fitted.probabilities(Matrix(rows: 2, columns: 1, storage: [0, 2])))
    #expect(shares.storage == [1, 0, 0.5, 0.5])
  }

  @Test func descentReachesThePeersLoss() throws {
    for reference in try Fixture.decoded([Case].self, "models") {
      let (raw, labels) = try Fixture.data(reference.data)
      let features = try StandardScaler().fit(raw, seed: 0, context: .plain).transform(raw, context: .plain)
      for loss in MarginLoss.allCases {
        let losses = try (0..<4).map { seed in
          let model = try StochasticGradientDescent(loss: loss, alpha: 1e-3)
            .fit(features, labels, seed: UInt64(seed), context: twoThreads)
          return meanLoss(of: loss, try model.decisions(features), labels)
        }
        let mean = losses.reduce(0, +) / 4
        let peer = try #require(reference.sgd[loss.rawValue])
        #expect(mean < 1.15 * peer + 0.002, "\(loss) \(reference.data): \(mean), the peer's \(peer)")
      }
    }
  }

  private func meanLoss(of loss: MarginLoss, _ scores: Matrix, _ labels: Labels) -> Double {
    var sum = 0.0
    for row in 0..<scores.rows {
      for output in 0..<scores.columns {
        let isOwn = labels.codes[row] == (scores.columns == 1 ? 1 : output)
        sum += loss.value(Double(scores[row, output]), isOwn ? 1 : -1)
      }
    }
    return sum / Double(scores.rows)
  }
}

@Suite struct SmallModelTests {
  private func predictions<Model: Classifier>(
    _ model: Model, _ features: Matrix, _ labels: Labels, weights: [Float]? = nil, context: ExecutionContext
  ) throws -> (codes: [Int], probabilities: Matrix?) {
    let fitted = try model.fit(features, labels, weights: weights, seed: 7, context: context)
    // Through a file and back.
    let saved = try JSONDecoder().decode(Model.Fitted.self, from: JSONEncoder().encode(fitted))
    return (
      try saved.predict(features, context: context), try saved.probabilities(features, context: context)
    )
  }

  private var models: [any Classifier] {
    get throws {
      [
        try NeighbourClassifier(neighbours: 3), try NeighbourClassifier(neighbours: 3, voting: .distance),
        try GaussianBayes(), try LinearDiscriminant(), try LinearDiscriminant(shrinkage: .automatic),
        try LinearDiscriminant(shrinkage: .amount(0.2)), try StochasticGradientDescent(loss: .hinge),
        try StochasticGradientDescent(loss: .log, penalty: .l1),
        try StochasticGradientDescent(loss: .modifiedHuber, penalty: .elasticNet(l1Ratio: 0.3)),
      ]
    }
  }

  @Test func doNotDependOnThreadsAndSurviveSaving() throws {
    let (features, labels) = ResamplingData.overlapping([120, 60, 20], columns: 20)
    for model in try models {
      let one = try predictions(model, features, labels, context: .plain)
      let two = try predictions(model, features, labels, context: twoThreads)
      #expect(one.codes == two.codes && one.probabilities == two.probabilities)
      guard let probabilities = one.probabilities else { continue }
      for row in 0..<200 { #expect(abs(probabilities.row(row).reduce(0, +) - 1) < 1e-5) }
    }
  }

  @Test func weightsCountAsRepeatedRows() throws {
    let (features, labels) = ResamplingData.overlapping([30, 20])
    let weights = (0..<50).map { Float($0 % 3) }
    let repeated = (0..<50).flatMap { [Int](repeating: $0, count: $0 % 3) }
    for model: any Classifier in [try GaussianBayes(), try LinearDiscriminant(), MajorityClassifier()] {
      let weighted = try predictions(model, features, labels, weights: weights, context: .plain)
      func fit<Model: Classifier>(_ model: Model) throws -> Matrix? {
        try model.fit(
          features.gathering(repeated), labels.gathering(repeated), weights: nil, seed: 7, context: .plain
        ).probabilities(features, context: .plain)
      }
      let expected = try #require(try fit(model)).storage.map(Double.init)
      #expect(difference(try #require(weighted.probabilities).storage.map(Double.init), expected) < 1e-4, "\(model)")
    }
  }

  @Test func balancedWeightsRaiseTheRecallOfASmallClass() throws {
    let (features, labels) = ResamplingData.overlapping([400, 40])
    let pairs: [(any Classifier, any Classifier)] = [
      (try GaussianBayes(), try GaussianBayes(classWeights: .balanced)),
      (try LinearDiscriminant(), try LinearDiscriminant(classWeights: .balanced)),
      (try NeighbourClassifier(neighbours: 9), try NeighbourClassifier(neighbours: 9, classWeights: .balanced)),
      (
        // With so few rows a smaller alpha would still be taking long steps at the end.
        try StochasticGradientDescent(loss: .log, alpha: 0.01),
        try StochasticGradientDescent(loss: .log, alpha: 0.01, classWeights: .balanced)
      ),
    ]
    for (plain, balanced) in pairs {
      func found(_ model: any Classifier) throws -> Int {
        try predictions(model, features, labels, context: .plain).codes.suffix(40).count { $0 == 1 }
      }
      #expect(try found(balanced) > found(plain), "\(plain)")
    }
  }

  @Test func refuseBadRows() throws {
    let (features, labels) = ResamplingData.overlapping([12, 9])
    var broken = features
    broken[4, 0] = .nan
    let one = Labels(names: ["a", "b"], codes: [Int](repeating: 1, count: 21))
    for model in try models {
      func fit(_ features: Matrix, _ labels: Labels) throws {
        _ = try model.fit(features, labels, weights: nil, seed: 1, context: .plain)
      }
      #expect(throws: LearningError.nonFinite(row: 4, column: 0)) { try fit(broken, labels) }
      #expect(throws: LearningError.oneClass(name: "b")) { try fit(features, one) }
      #expect(throws: LearningError.noRows) {
        try fit(Matrix(rows: 0, columns: 2), Labels(names: ["a", "b"], codes: []))
      }
      #expect(throws: LearningError.noColumns) {
        try fit(Matrix(rows: 2, columns: 0), Labels(names: ["a", "b"], codes: [0, 1]))
      }
      let fitted = try model.fit(features, labels, weights: nil, seed: 1, context: .plain)
      #expect(throws: LearningError.wrongWidth(expected: 3, found: 2)) {
        try fitted.predict(Matrix(rows: 1, columns: 2), context: .plain)
      }
    }
    #expect(
      throws: LearningError.invalidOption(name: "k", value: "22", allowed: "at most the number of training rows, 21")
    ) { try NeighbourClassifier(neighbours: 22).fit(features, labels) }
  }

  @Test func constantColumns() throws {
    let labels = Labels(names: ["a", "b"], codes: (0..<20).map { $0 % 2 })
    let same = Matrix(rows: 20, columns: 2, repeating: 3)
    #expect(throws: LearningError.constantData) { try GaussianBayes().fit(same, labels) }
    #expect(throws: LearningError.constantData) { try LinearDiscriminant().fit(same, labels) }
    #expect(throws: LearningError.constantData) { try NeighbourClassifier().fit(same, labels) }
    // Classes that differ, without any spread within them; 0.1 is no number that sums without rounding.
    let apart = Matrix(rows: 20, columns: 2, storage: (0..<40).map { ($0 / 2) % 2 == 0 ? 0.1 : 0.7 })
    #expect(throws: DiscriminantError.noSpread(method: "lda")) { try LinearDiscriminant().fit(apart, labels) }
    // Shrinkage that is chosen may be none, on rows whose columns depend on each other.
    var dependent = Matrix(rows: 20, columns: 3, repeating: 1)
    for row in 0..<20 { (dependent[row, 0], dependent[row, 1]) = (Float(row), Float(row)) }
    let fitted = try LinearDiscriminant(shrinkage: .automatic).fit(dependent, labels)
    #expect(fitted.coefficients.allSatisfy { $0.isFinite })
    #expect(throws: DiscriminantError.tooFewRows(rows: 2, classes: 2, method: "lda")) {
      try LinearDiscriminant().fit(
        Matrix(rows: 2, columns: 1, storage: [0, 1]), Labels(names: ["a", "b"], codes: [0, 1]))
    }
    // One column constant, one that tells the classes apart.
    var half = Matrix(rows: 20, columns: 2, repeating: 5)
    for row in 0..<20 { half[row, 1] = Float(row % 2) * 10 + Float(row) * 0.1 }
    for model in try models {
      #expect(try predictions(model, half, labels, context: .plain).codes == labels.codes, "\(model)")
    }
  }

  @Test func discriminantsBearMoreColumnsThanRowsAndDependentOnes() throws {
    let (features, labels) = ResamplingData.overlapping([12, 12], columns: 60)
    let doubled = Matrix(
      rows: 24, columns: 120, storage: (0..<24).flatMap { Array(features.row($0)) + Array(features.row($0)) })
    let plain = try predictions(LinearDiscriminant(), features, labels, context: .plain)
    let twice = try predictions(LinearDiscriminant(), doubled, labels, context: .plain)
    // Saying everything twice changes nothing.
    #expect(plain.codes == twice.codes)
    let (a, b) = (try #require(plain.probabilities), try #require(twice.probabilities))
    #expect(difference(a.storage.map(Double.init), b.storage.map(Double.init)) < 1e-4)
  }

  @Test func majorityIsTheCommonestClass() throws {
    let features = Matrix(rows: 5, columns: 1)
    let labels = Labels(names: ["a", "b", "c"], codes: [2, 1, 2, 1, 0])
    let fitted = try MajorityClassifier().fit(features, labels)
    #expect(try fitted.predict(features) == [1, 1, 1, 1, 1])
    #expect(try fitted.probabilities(features)?.row(3).map { $0 } == [0.2, 0.4, 0.4])
  }

  @Test func l1MakesWeightsZero() throws {
    let (features, labels) = ResamplingData.overlapping([100, 100], columns: 30)
    func zeros(_ penalty: StochasticGradientDescent.Penalty) throws -> Int {
      try StochasticGradientDescent(loss: .log, penalty: penalty, alpha: 0.02).fit(features, labels, seed: 1)
        .coefficients.count { $0 == 0 }
    }
    #expect(try zeros(.l1) > 15)
    #expect(try zeros(.l2) == 0)
  }
}
