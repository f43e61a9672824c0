import Foundation
import Numerics
import Testing

@testable import Learning

/// A set in `Fixtures/svm`: rows that LIBSVM was trained on, and what it made of them.
struct LIBSVMReference: Decodable {
  var columns, classes: Int
  var gamma: Double
  var supportCounts: [Int]
  var intercepts, objectives: [Double]
  var decisions: [[Double]]
  var predictions: [Int]

  struct Rows {
    let features: Matrix
    let labels: Labels
  }

  /// - Parameter bytes: gives a file of the set's folder by its name.
  func rows(_ part: String, _ bytes: (String) throws -> Data) throws -> Rows {
    let storage = Fixture.floats(try bytes("\(part).f32"))
    let codes = try bytes("\(part).u8").map(Int.init)
    return Rows(
      features: Matrix(rows: codes.count, columns: columns, storage: storage),
      labels: Labels(names: (0..<classes).map { "class\($0)" }, codes: codes))
  }
}

@Suite struct SupportVectorMachineTests {
  private static let kernels: [String: Kernel] = [
    "linear": .linear, "rbf": .rbf, "poly": .polynomial(degree: 3, coef0: 1), "sigmoid": .sigmoid(coef0: 0),
  ]

  private func reference(_ set: String, _ kernel: String) throws -> LIBSVMReference {
    try Fixture.decoded(LIBSVMReference.self, "svm/\(set)/\(kernel)")
  }

  private func rows(_ part: String, of set: String, _ reference: LIBSVMReference) throws -> LIBSVMReference.Rows {
    try reference.rows(part) { try Fixture.bytes("svm/\(set)/\($0)") }
  }

  @Test(arguments: [
    ("cancer", "linear"), ("cancer", "rbf"), ("cancer", "poly"), ("digits", "linear"), ("digits", "rbf"),
    ("digits", "poly"), ("wine", "linear"), ("wine", "rbf"), ("wine", "poly"), ("wine_raw", "rbf"),
  ])
  func theOptimumIsThatOfLIBSVM(_ set: String, _ kernel: String) throws {
    let reference = try reference(set, kernel)
    let train = try rows("train", of: set, reference)
    let test = try rows("test", of: set, reference)
    let fitted = try SupportVectorMachine(kernel: #require(Self.kernels[kernel]))
      .fit(train.features, train.labels, weights: nil, seed: 1, context: twoThreads)
    #expect(fitted.unconvergedPairs == 0)
    if kernel != "linear" { #expect(abs(Double(fitted.gamma) / reference.gamma - 1) < 1e-5) }
    for (ours, theirs) in zip(fitted.dualObjectives, reference.objectives) {
      #expect(abs(ours / theirs - 1) < 1e-4)
    }
    let predictions = try fitted.predict(test.features, context: twoThreads)
    let same = zip(predictions, reference.predictions).count { $0 == $1 }
    #expect(Double(same) >= 0.995 * Double(predictions.count), "\(same) of \(predictions.count)")
  }

  /// The sigmoid is no inner product: the dual has several optima, and ours need only predict as well.
  @Test(arguments: ["cancer", "digits", "wine"])
  func theSigmoidPredictsAsWell(_ set: String) throws {
    let reference = try reference(set, "sigmoid")
    let train = try rows("train", of: set, reference)
    let test = try rows("test", of: set, reference)
    let fitted = try SupportVectorMachine(kernel: .sigmoid())
      .fit(train.features, train.labels, weights: nil, seed: 1, context: twoThreads)
    let predictions = try fitted.predict(test.features, context: twoThreads)
    func right(_ codes: [Int]) -> Int { zip(codes, test.labels.codes).count { $0 == $1 } }
    #expect(right(predictions) + predictions.count / 50 + 1 >= right(reference.predictions))
  }

  /// Karush, Kuhn and Tucker: outside the margin where α = 0, on it where 0 < α < C, inside where α = C.
  @Test func everyRowMeetsTheOptimalityConditions() throws {
    let (features, labels) = try Fixture.data("cancer")
    let scaled = try StandardScaler().fit(features, context: .plain).transform(features, context: .plain)
    let cost = 0.5
    let fitted = try SupportVectorMachine(cost: cost)
      .fit(scaled, labels, weights: nil, seed: 1, context: .plain)
    let decisions = try fitted.decisionFunction(scaled, context: .plain)
    var alpha = [Double](repeating: 0, count: labels.count)
    for (place, row) in fitted.supportRows.enumerated() { alpha[row] = abs(Double(fitted.coefficients[place])) }
    var kinds = (zero: 0, free: 0, bound: 0)
    for row in 0..<labels.count {
      let margin = (labels.codes[row] == 0 ? 1.0 : -1.0) * Double(decisions[row, 0])
      if alpha[row] == 0 {
        kinds.zero += 1
        #expect(margin > 1 - 2e-3)
      } else if alpha[row] < cost * (1 - 1e-6) {
        kinds.free += 1
        #expect(abs(margin - 1) < 2e-3)
      } else {
        kinds.bound += 1
        #expect(margin < 1 + 2e-3)
      }
    }
    #expect(kinds.zero > 100 && kinds.free > 5 && kinds.bound > 5)
  }

  @Test func aRowOfWeightTwoCountsAsTwoRows() throws {
    let (features, labels) = try Fixture.data("wine")
    let scaled = try StandardScaler().fit(features, context: .plain).transform(features, context: .plain)
    let doubled = (0..<labels.count).filter { $0 % 3 == 0 }
    let weights = (0..<labels.count).map { $0 % 3 == 0 ? Float(2) : 1 }
    let all = Array(0..<labels.count) + doubled
    let machine = try SupportVectorMachine(gamma: .value(0.1), tolerance: 1e-5)
    let weighted = try machine.fit(scaled, labels, weights: weights, seed: 1, context: .plain)
    let repeated = try machine.fit(
      scaled.gathering(all), labels.gathering(all), weights: nil, seed: 1, context: .plain)
    for (a, b) in zip(weighted.dualObjectives, repeated.dualObjectives) { #expect(abs(a / b - 1) < 1e-5) }
  }

  @Test func balancedWeightsAreThoseOfTheRows() throws {
    let reference = try reference("wine", "rbf")
    let train = try rows("train", of: "wine", reference)
    let counts = train.labels.counts
    let average = Double(train.labels.count) / Double(counts.count)
    let weights = train.labels.codes.map { Float(average / Double(counts[$0])) }
    let balanced = try SupportVectorMachine(classWeights: .balanced)
      .fit(train.features, train.labels, weights: nil, seed: 1, context: .plain)
    let byRow = try SupportVectorMachine().fit(
      train.features, train.labels, weights: weights, seed: 1, context: .plain)
    for (a, b) in zip(balanced.dualObjectives, byRow.dualObjectives) { #expect(abs(a / b - 1) < 1e-5) }
  }

  @Test func threadsChangeNothing() throws {
    let reference = try reference("digits", "rbf")
    let train = try rows("train", of: "digits", reference)
    let machine = try SupportVectorMachine(probability: true)
    let one = try machine.fit(train.features, train.labels, weights: nil, seed: 4, context: .plain)
    let two = try machine.fit(train.features, train.labels, weights: nil, seed: 4, context: twoThreads)
    #expect(one == two)
    let copy = try JSONDecoder().decode(FittedSupportVectorMachine.self, from: JSONEncoder().encode(one))
    #expect(copy == one)
  }

  /// Shrinking and a cache too small for the rows only change the way, not the end.
  @Test func aSmallCacheGivesTheSameOptimum() throws {
    let reference = try reference("digits", "rbf")
    let train = try rows("train", of: "digits", reference)
    let small = try SupportVectorMachine(rowCacheBytes: 1 << 12)
      .fit(train.features, train.labels, weights: nil, seed: 1, context: twoThreads)
    for (a, b) in zip(small.dualObjectives, reference.objectives) { #expect(abs(a / b - 1) < 1e-4) }
  }

  @Test func probabilitiesAddUpAndFollowTheClasses() throws {
    let reference = try reference("wine", "rbf")
    let train = try rows("train", of: "wine", reference)
    let test = try rows("test", of: "wine", reference)
    let fitted = try SupportVectorMachine(probability: true)
      .fit(train.features, train.labels, weights: nil, seed: 2, context: twoThreads)
    let shares = try #require(try fitted.probabilities(test.features, context: twoThreads))
    var right = 0
    for row in 0..<shares.rows {
      #expect(abs(shares.row(row).reduce(0, +) - 1) < 1e-5)
      #expect(shares.row(row).allSatisfy { $0 >= 0 })
      let likeliest = (0..<shares.columns).max { shares[row, $0] < shares[row, $1] }
      if likeliest == test.labels.codes[row] { right += 1 }
    }
    #expect(right >= shares.rows - 2)
    let plain = try SupportVectorMachine().fit(train.features, train.labels, weights: nil, seed: 2, context: .plain)
    #expect(try plain.probabilities(test.features, context: .plain) == nil)
  }

  @Test func badRowsAndOptionsAreRefused() throws {
    let rows = Matrix(rows: 4, columns: 2, storage: [0, 1, 2, 3, 4, 5, 6, 7])
    let labels = Labels(names: ["a", "b"], codes: [0, 1, 0, 1])
    let machine = try SupportVectorMachine()
    func fit(_ rows: Matrix, _ labels: Labels, _ weights: [Float]? = nil) throws {
      _ = try machine.fit(rows, labels, weights: weights, seed: 1, context: .plain)
    }
    #expect(throws: LearningError.oneClass(name: "a")) {
      try fit(rows, Labels(names: ["a", "b"], codes: [0, 0, 0, 0]))
    }
    #expect(throws: LearningError.noRows) { try fit(Matrix(rows: 0, columns: 2), Labels(names: ["a"], codes: [])) }
    #expect(throws: LearningError.noColumns) { try fit(Matrix(rows: 4, columns: 0), labels) }
    var infinite = rows
    infinite[2, 1] = .infinity
    #expect(throws: LearningError.nonFinite(row: 2, column: 1)) { try fit(infinite, labels) }
    #expect(throws: LearningError.negativeWeight(row: 1)) { try fit(rows, labels, [1, -1, 1, 1]) }
    #expect(throws: SupportVectorError.noWeight) { try fit(rows, labels, [1, 0, 1, 0]) }
    #expect(throws: LearningError.self) { try SupportVectorMachine(cost: 0) }
    #expect(throws: LearningError.self) { try SupportVectorMachine(gamma: .value(-1)) }
    #expect(throws: LearningError.self) { try SupportVectorMachine(kernel: .polynomial(degree: 0)) }
    let interrupted = ExecutionContext(threads: 2, isInterrupted: { true })
    #expect(throws: Interrupted.self) {
      try machine.fit(rows, labels, weights: nil, seed: 1, context: interrupted)
    }
  }

  @Test func rowsThatAreAllTheSameAreRefused() throws {
    let labels = Labels(names: ["a", "b"], codes: [0, 0, 1, 0])
    let rows = Matrix(rows: 4, columns: 3, repeating: 2)
    #expect(throws: LearningError.constantData) {
      try SupportVectorMachine().fit(rows, labels, weights: nil, seed: 1, context: .plain)
    }
  }
}
