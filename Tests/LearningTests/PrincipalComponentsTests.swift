import Foundation
import Numerics
import Testing

@testable import Learning

@Suite struct PrincipalComponentsTests {
  struct Reference: Decodable {
    var data: String
    var rows: Int
    var size: Double
    var whiten: Bool
    var variance, share: [Double]
    var components, scores: [[Double]]
  }

  @Test func equalsScikitLearn() throws {
    for reference in try Fixture.decoded([Reference].self, "pca") {
      let features = try Fixture.data(reference.data).features.gathering(Array(0..<reference.rows))
      let size: PrincipalComponents.Size =
        reference.size < 1 ? .share(reference.size) : .count(Int(reference.size))
      let fitted = try PrincipalComponents(size, whitening: reference.whiten).fit(features, context: twoThreads)
      #expect(fitted.count == reference.variance.count)
      #expect(difference(fitted.explainedVariance, reference.variance) < 1e-6)
      #expect(difference(fitted.explainedShare, reference.share) < 1e-6)
      for (i, component) in reference.components.enumerated() {
        #expect(difference(fitted.components.row(i).map(Double.init), component) < 2e-5)
      }
      let scores = try fitted.transform(features, context: twoThreads)
      for (i, expected) in reference.scores.enumerated() {
        // The last scores of a full decomposition lie in directions that hardly vary, or do not.
        let count = min(10, expected.count)
        #expect(difference(scores.row(i).prefix(count).map(Double.init), expected.prefix(count)) < 1e-4)
      }
    }
  }

  /// Rows whose deviations fall column by column, turned by nothing: wide or tall.
  private func falling(_ rows: Int, _ columns: Int) -> Matrix {
    var generator = SeededGenerator(seed: 3)
    return Matrix(
      rows: rows, columns: columns,
      storage: (0..<rows * columns).map { i in
        let sum = (0..<6).reduce(0.0) { sum, _ in sum + generator.uniform() - 0.5 }
        return Float(100 + 30 * sum / Double(1 + i % columns / 4))
      })
  }

  @Test(arguments: [(900, 600), (600, 900)])
  func iterationAgreesWithFullDecomposition(_ sizes: (Int, Int)) throws {
    let features = falling(sizes.0, sizes.1)
    let few = try PrincipalComponents(.count(20)).fit(features, context: twoThreads)
    let all = try PrincipalComponents(.count(599)).fit(features, context: twoThreads)
    #expect(try PrincipalComponents(.count(20)).fit(features) == few)
    #expect(abs(all.explainedShare.reduce(0, +) - 1) < 1e-3)
    for i in 0..<20 {
      #expect(abs(few.explainedVariance[i] / all.explainedVariance[i] - 1) < 1e-5)
      let cosine = zip(few.components.row(i), all.components.row(i)).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(cosine > 0.9999)
    }
  }

  @Test func componentsAreOrthonormalAndScoresUncorrelated() throws {
    let features = try Fixture.data("digits").features
    let fitted = try PrincipalComponents(.count(12), whitening: true).fit(features)
    let products = try fitted.components.multiplied(by: fitted.components, transposing: .right)
    let scores = try fitted.transform(features)
    let covariance = try scores.multiplied(by: scores, transposing: .left)
    for i in 0..<12 {
      for j in 0..<12 {
        #expect(abs(products[i, j] - (i == j ? 1 : 0)) < 1e-5)
        #expect(abs(covariance[i, j] / Float(features.rows - 1) - (i == j ? 1 : 0)) < 1e-3)
      }
    }
  }

  @Test func truncationTakesTheFirst() throws {
    let features = try Fixture.data("digits").features
    let many = try PrincipalComponents(.count(20)).fit(features)
    let few = try many.truncated(to: 5)
    #expect(few == (try PrincipalComponents(.count(5)).fit(features)))
    #expect(throws: LearningError.self) { try few.truncated(to: 6) }
    #expect(throws: LearningError.self) { try few.truncated(to: 0) }
  }

  @Test func moreColumnsThanRowsStillGivesUnitComponents() throws {
    let features = falling(10, 50)
    let fitted = try PrincipalComponents(.count(10), whitening: true).fit(features)
    for i in 0..<10 {
      #expect(abs(fitted.components.row(i).reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
    }
    #expect(try fitted.transform(features).firstNonFinite() == nil)
  }

  @Test func refusesWhatItCannotDo() throws {
    #expect(throws: LearningError.self) { try PrincipalComponents(.count(0)) }
    #expect(throws: LearningError.self) { try PrincipalComponents(.share(1)) }
    #expect(throws: LearningError.self) { try PrincipalComponents(.share(.nan)) }
    let two = try PrincipalComponents(.count(2))
    #expect(throws: LearningError.noRows) { try two.fit(Matrix(rows: 0, columns: 5)) }
    #expect(throws: LearningError.tooManyComponents(asked: 2, rows: 1, columns: 5)) {
      try two.fit(Matrix(rows: 1, columns: 5))
    }
    #expect(throws: LearningError.constantData) { try two.fit(Matrix(rows: 4, columns: 5, repeating: 0.3)) }
    var huge = Matrix(rows: 3, columns: 3, repeating: 1e30)
    huge[0, 0] = -1e30
    #expect(throws: LearningError.overflow) { try two.fit(huge) }
  }

  @Test func survivesCoding() throws {
    let features = try Fixture.data("wine").features
    let fitted = try PrincipalComponents(.count(3)).fit(features)
    let copy = try JSONDecoder().decode(FittedPrincipalComponents.self, from: JSONEncoder().encode(fitted))
    #expect(copy == fitted)
  }
}
