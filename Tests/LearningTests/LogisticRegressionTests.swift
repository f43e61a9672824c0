import Foundation
import Numerics
import Testing

@testable import Learning

@Suite struct LogisticRegressionTests {
  private struct Reference: Decodable {
    var data: String
    // swift-format-ignore: AlwaysUseLowerCamelCase
    var C, l1_ratio: Double
    var balanced: Bool
    var coefficients, intercepts: [Double]
    var objective: Double
    var predictions: [Int]
    var probabilities: [[Double]]
  }

  private func scaled(_ name: String) throws -> (features: Matrix, labels: Labels) {
    var (features, labels) = try Fixture.data(name)
    if name == "digits" {
      for i in features.storage.indices { features.storage[i] /= 16 }
      return (features, labels)
    }
    return (try StandardScaler().fit(features).transform(features), labels)
  }

  @Test(arguments: 0..<9)
  func equalsScikitLearn(_ index: Int) throws {
    let reference = try Fixture.decoded([Reference].self, "logistic")[index]
    let (features, labels) = try scaled(reference.data)
    let penalty: LogisticRegression.Penalty =
      reference.l1_ratio == 0 ? .l2 : reference.l1_ratio == 1 ? .l1 : .elasticNet(l1Ratio: reference.l1_ratio)
    let model = try LogisticRegression(
      c: reference.C, penalty: penalty, classWeights: reference.balanced ? .balanced : .none, tolerance: 1e-7)
    let fitted = try model.fit(features, labels, context: twoThreads)
    #expect(abs(fitted.objective / reference.objective - 1) < 1e-6)
    #expect(difference(fitted.coefficients.map(Double.init), reference.coefficients) < 1e-3)
    #expect(difference(fitted.intercepts, reference.intercepts) < 1e-3)
    #expect(try fitted.predict(features) == reference.predictions)
    let probabilities = try #require(try fitted.probabilities(features))
    for (row, expected) in reference.probabilities.enumerated() {
      #expect(difference(probabilities.row(row).map(Double.init), expected) < 1e-4)
    }
  }

  @Test func defaultToleranceConvergesOnRawColumns() throws {
    // Columns from 0.001 to 4,000: hard for a search that does not know their covariance.
    let (features, labels) = try Fixture.data("cancer")
    let fitted = try LogisticRegression().fit(features, labels)
    #expect(fitted.notes.isEmpty)
    #expect(fitted.iterations < 100)
    let predicted = try fitted.predict(features)
    #expect(zip(predicted, labels.codes).count { $0 == $1 } > 535)
  }

  @Test func sameBitsOnOneAndTwoThreads() throws {
    let (features, labels) = try scaled("digits")
    for penalty in [LogisticRegression.Penalty.l2, .l1] {
      let model = try LogisticRegression(penalty: penalty, maxIterations: 30)
      #expect(try model.fit(features, labels) == model.fit(features, labels, context: twoThreads))
    }
  }

  @Test func weightsCountAsRepeatedRows() throws {
    let (features, labels) = try scaled("wine")
    let model = try LogisticRegression(tolerance: 1e-7)
    let rows = Array(0..<features.rows)
    let repeated = rows + rows.filter { $0 % 3 == 0 }
    let weights = rows.map { $0 % 3 == 0 ? Float(2) : 1 }
    let one = try model.fit(features, labels, weights: weights)
    let other = try model.fit(features.gathering(repeated), labels.gathering(repeated))
    #expect(difference(one.coefficients.map(Double.init), other.coefficients.map(Double.init)) < 5e-4)
  }

  @Test func emptyClassesAreNeverPredicted() throws {
    let (features, labels) = try scaled("wine")
    let wider = Labels(names: ["none", "x", "nor", "y", "z"], codes: labels.codes.map { [1, 3, 4][$0] })
    let fitted = try LogisticRegression().fit(features, wider)
    #expect(Set(try fitted.predict(features)) == [1, 3, 4])
    let probabilities = try #require(try fitted.probabilities(features))
    #expect((0..<features.rows).allSatisfy { probabilities[$0, 0] == 0 && probabilities[$0, 2] == 0 })
    #expect((0..<features.rows).allSatisfy { abs(probabilities.row($0).reduce(0, +) - 1) < 1e-5 })
  }

  @Test func tellsThatIterationsRanOut() throws {
    let (features, labels) = try scaled("digits")
    let fitted = try LogisticRegression(maxIterations: 2).fit(features, labels)
    #expect(fitted.notes == ["logistic regression stopped after 2 iterations, before it had converged"])
  }

  @Test func refusesWhatItCannotLearn() throws {
    #expect(throws: LearningError.self) { try LogisticRegression(c: 0) }
    #expect(throws: LearningError.self) { try LogisticRegression(penalty: .elasticNet(l1Ratio: 1.5)) }
    let model = try LogisticRegression()
    let features = Matrix(rows: 3, columns: 2, repeating: 1)
    #expect(throws: LearningError.oneClass(name: "b")) {
      try model.fit(features, Labels(names: ["a", "b"], codes: [1, 1, 1]))
    }
    #expect(throws: LearningError.mismatchedCounts(what: "labels", expected: 3, found: 2)) {
      try model.fit(features, Labels(names: ["a", "b"], codes: [1, 0]))
    }
    let labels = Labels(names: ["a", "b"], codes: [0, 1, 1])
    #expect(throws: LearningError.negativeWeight(row: 1)) {
      try model.fit(features, labels, weights: [1, -1, 1])
    }
    #expect(throws: LearningError.constantData) { try model.fit(features, labels) }
    let fitted = try model.fit(Matrix(rows: 3, columns: 2, storage: [1, 2, 1, 3, 1, 4]), labels)
    #expect(abs(fitted.coefficients[0]) < 1e-6, "a constant column has no weight")
    #expect(throws: LearningError.wrongWidth(expected: 2, found: 1)) {
      try fitted.predict(Matrix(rows: 1, columns: 1))
    }
    #expect(throws: LearningError.overflow) {
      try model.fit(Matrix(rows: 3, columns: 1, storage: [1e38, -3e38, 1e30]), labels)
    }
  }

  @Test func exponentialIsRightToSinglePrecision() {
    for i in 0..<2000 {
      let x = -Float(i) * 0.043_7
      let found = VectorSoftmax.exponential(SIMD16(repeating: x))[3]
      #expect(abs(Double(found) - exp(Double(x))) <= 2e-7 * exp(Double(x)) + 2e-38)
    }
    #expect(VectorSoftmax.exponential(SIMD16(repeating: -1000))[0] == 0)
    #expect(VectorSoftmax.exponential(SIMD16(repeating: 0))[0] == 1)
  }
}
