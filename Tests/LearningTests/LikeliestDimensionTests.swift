import Foundation
import Numerics
import Testing

@testable import Learning

@Suite struct LikeliestDimensionTests {
  /// scikit-learn 1.9: `PCA("mle", svd_solver="full").fit(X).n_components_`, X in single precision as it is here.
  @Test(arguments: [("wine", 12), ("cancer", 29), ("digits", 61)])
  func equalsScikitLearn(_ reference: (name: String, count: Int)) throws {
    let features = try Fixture.data(reference.name).features
    #expect(try PrincipalComponents(.likeliest).fit(features).count == reference.count)
  }

  /// The evidence as Minka writes it down, every sum anew for every count.
  private func evidence(_ variances: [Double], _ count: Int, rows: Int) -> Double {
    let (d, n, k) = (Double(variances.count), Double(rows), Double(count))
    let noise = variances[count...].reduce(0, +) / (d - k)
    let levelled = variances.prefix(count) + [Double](repeating: noise, count: variances.count - count)
    var value = -k * log(2)
    for i in 1...count { value += lgamma((d - Double(i) + 1) / 2) - log(.pi) * (d - Double(i) + 1) / 2 }
    value -= n / 2 * variances.prefix(count).reduce(0) { $0 + log($1) } + n * (d - k) / 2 * log(noise)
    let freedom = d * k - k * (k + 1) / 2
    value += (freedom + k) / 2 * log(2 * .pi) - k / 2 * log(n)
    for i in 0..<count {
      for j in i + 1..<variances.count {
        value -= (log((variances[i] - variances[j]) * (1 / levelled[j] - 1 / levelled[i])) + log(n)) / 2
      }
    }
    return value
  }

  @Test(arguments: [1, 2, 3, 4])
  func equalsTheFormula(_ seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let variances = (0..<12).map { _ in pow(generator.uniform(), 4) + 0.01 }.sorted(by: >)
    for rows in [12, 40, 1000] {
      let values = (1..<12).map { evidence(variances, $0, rows: rows) }
      let best = values.indices.max { values[$0] < values[$1] }.map { $0 + 1 }
      #expect(LikeliestDimension.count(of: variances, rows: rows) == best)
    }
  }

  @Test func findsTheDirectionsThatDataWereMadeFrom() throws {
    var generator = SeededGenerator(seed: 5)
    let axes = (0..<3 * 10).map { _ in generator.uniform() - 0.5 }
    let numbers = (0..<400).flatMap { _ in
      let along = (0..<3).map { _ in 10 * (generator.uniform() - 0.5) }
      return (0..<10).map { column in
        Float((0..<3).reduce(0.1 * (generator.uniform() - 0.5)) { $0 + along[$1] * axes[$1 * 10 + column] })
      }
    }
    let features = Matrix(rows: 400, columns: 10, storage: numbers)
    #expect(try PrincipalComponents(.likeliest).fit(features).count == 3)
  }

  @Test func oneColumnHasOne() throws {
    let features = Matrix(rows: 3, columns: 1, storage: [1, 2, 4])
    #expect(try PrincipalComponents(.likeliest).fit(features).count == 1)
  }

  @Test func fewerRowsThanColumnsAreRefused() throws {
    let features = Matrix(rows: 2, columns: 3, storage: [1, 2, 4, 3, 5, 9])
    #expect(throws: LearningError.self) { try PrincipalComponents(.likeliest).fit(features) }
  }
}
