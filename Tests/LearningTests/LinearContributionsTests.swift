import Foundation
import Numerics
import Testing

@testable import Learning

@Suite struct LinearContributionsTests {
  private let features: Matrix = {
    var numbers: [Float] = []
    for place in 0..<240 {
      let wave = Float((place * 37) % 19) * 0.1
      let step = place % 4 == 0 ? Float(place / 4 % 3) : 0
      numbers.append(wave + step)
    }
    return Matrix(rows: 60, columns: 4, storage: numbers)
  }()

  private func fitted(_ classes: Int) throws -> FittedLogisticRegression {
    try LogisticRegression().fit(
      features, Labels(names: ["a", "b", "c"], codes: (0..<60).map { $0 % classes }), weights: nil, seed: 1,
      context: .plain)
  }

  /// Contributions and what is expected add to what the model says of a row, to the last digit that a Float holds.
  @Test(arguments: [2, 3])
  func contributionsSumToTheModel(classes: Int) throws {
    let model = try fitted(classes)
    let means = try features.columnMeans()
    let found = try model.contributions(features, around: means, context: .plain)
    let probabilities = try #require(try model.probabilities(features))
    #expect(found.outputs == (classes == 2 ? 1 : 3) && model.outputNames.count == found.outputs)
    for row in 0..<features.rows {
      let sums = (0..<found.outputs).map { output in
        (0..<4).reduce(found.expected[output]) { $0 + Double(found[row, $1, output]) }
      }
      let shares = Self.shares(sums)
      for (code, share) in shares.enumerated() { #expect(abs(share - Double(probabilities[row, code])) < 1e-5) }
    }
  }

  /// shap's `LinearExplainer` of independent columns gives coefficient × (number − mean).
  @Test func theAverageRowIsTakenApartIntoNothing() throws {
    let model = try fitted(3)
    let means = try features.columnMeans()
    let average = Matrix(rows: 1, columns: 4, storage: means.map(Float.init))
    let found = try model.contributions(average, around: means, context: .plain)
    #expect(found.values.storage.allSatisfy { abs($0) < 1e-5 })
    #expect(throws: LearningError.self) { try model.contributions(average, around: [0], context: .plain) }
  }

  /// The softmax; of one output, that of the second of two classes.
  private static func shares(_ sums: [Double]) -> [Double] {
    if sums.count == 1 {
      let second: Double = 1 / (1 + exp(-sums[0]))
      return [1 - second, second]
    }
    let greatest: Double = sums.max() ?? 0
    let parts: [Double] = sums.map { exp($0 - greatest) }
    let whole: Double = parts.reduce(0, +)
    return parts.map { $0 / whole }
  }
}
