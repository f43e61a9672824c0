import Foundation
import Numerics
import Testing

@testable import Learning

@Suite struct ImputerTests {
  private struct Reference: Decodable {
    var columns: Int
    var train, test: [Float?]
    var filled: [String: [Float]]
    var width: [String: Int]

    func matrix(_ numbers: [Float?]) -> Matrix {
      Matrix(rows: numbers.count / columns, columns: columns, storage: numbers.map { $0 ?? .nan })
    }
  }

  @Test(arguments: [
    ("mean", Imputer.Strategy.mean), ("median", .median), ("most_frequent", .mostFrequent),
  ])
  func equalsScikitLearn(_ name: String, _ strategy: Imputer.Strategy) throws {
    let reference = try Fixture.decoded(Reference.self, "imputation")
    let (train, test) = (reference.matrix(reference.train), reference.matrix(reference.test))
    for (suffix, adds) in [("", false), ("+", true)] {
      let fitted = try Imputer(strategy, addingIndicators: adds).fit(train, context: twoThreads)
      let filled = try fitted.transform(test, context: twoThreads)
      let expected = try #require(reference.filled[name + suffix])
      #expect(filled.columns == reference.width[name + suffix] && filled.storage.count == expected.count)
      #expect(zip(filled.storage, expected).allSatisfy { abs($0 - $1) <= 1e-6 * max(1, abs($1)) }, "\(name + suffix)")
    }
  }

  @Test func knownNumbersStayAndTheCommonestIsTheLeastOfSeveral() throws {
    let nan = Float.nan
    let features = Matrix(rows: 5, columns: 2, storage: [1, 3, 1, 3, nan, -2, 2, -2, 9, nan])
    let fitted = try Imputer(.mostFrequent).fit(features)
    #expect(fitted.fills == [1, -2])
    #expect(try fitted.transform(features).storage == [1, 3, 1, 3, 1, -2, 2, -2, 9, -2])
    #expect(try Imputer(.median).fit(features).fills == [1.5, 0.5])
  }

  @Test func fullRowsComeOutAsTheyWere() throws {
    let (features, _) = try Fixture.data("wine")
    for strategy in Imputer.Strategy.allCases {
      let fitted = try Imputer(strategy, addingIndicators: true).fit(features, context: twoThreads)
      #expect(try fitted.transform(features) == features)
    }
  }

  @Test func whatIsLearntDoesNotDependOnThreads() throws {
    var (features, _) = try Fixture.data("digits")
    for place in stride(from: 0, to: features.storage.count, by: 7) { features.storage[place] = .nan }
    for strategy in Imputer.Strategy.allCases {
      let one = try Imputer(strategy).fit(features, context: ExecutionContext(threads: 1))
      #expect(try Imputer(strategy).fit(features, context: twoThreads) == one)
    }
  }

  @Test func badRowsAndDamagedModelsAreRefused() throws {
    let nan = Float.nan
    let empty = Matrix(rows: 2, columns: 1, storage: [nan, nan])
    #expect(throws: ImputationError.nothingKnown(rows: 2, columns: 1)) { try Imputer().fit(empty) }
    #expect(throws: LearningError.noRows) { try Imputer().fit(Matrix(rows: 0, columns: 2)) }
    #expect(throws: LearningError.noColumns) { try Imputer().fit(Matrix(rows: 2, columns: 0)) }
    let endless = Matrix(rows: 2, columns: 2, storage: [nan, 1, 2, .infinity])
    #expect(throws: LearningError.nonFinite(row: 1, column: 1)) { try Imputer().fit(endless) }
    let fitted = try Imputer().fit(Matrix(rows: 2, columns: 2, storage: [nan, 1, 2, 3]))
    #expect(throws: LearningError.wrongWidth(expected: 2, found: 3)) {
      try fitted.transform(Matrix(rows: 1, columns: 3))
    }
    for damaged in [
      FittedImputer(width: 2, columns: [0, 2], fills: [1, 1], indicators: []),
      FittedImputer(width: 2, columns: [0, 1], fills: [1], indicators: []),
      FittedImputer(width: 2, columns: [0, 1], fills: [1, .nan], indicators: []),
      FittedImputer(width: 2, columns: [0, 1], fills: [1, 1], indicators: [-1]),
      FittedImputer(width: 2, columns: [], fills: [], indicators: []),
    ] {
      #expect(throws: LearningError.damagedModel) { try damaged.transform(Matrix(rows: 1, columns: 2)) }
    }
  }
}
