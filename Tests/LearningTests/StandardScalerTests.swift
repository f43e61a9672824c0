import Foundation
import Numerics
import Testing

@testable import Learning

@Suite struct StandardScalerTests {
  private struct Reference: Decodable {
    var means, scales, minima, row7, range7: [Double]
  }

  @Test(arguments: ["digits", "wine"])
  func equalsScikitLearn(_ name: String) throws {
    let reference = try #require(Fixture.decoded([String: Reference].self, "scaler")[name])
    let (features, _) = try Fixture.data(name)
    let fitted = try StandardScaler().fit(features, context: twoThreads)
    #expect(difference(fitted.centres, reference.means) < 1e-12)
    #expect(difference(fitted.scales, reference.scales) < 1e-12)
    let scaled = try fitted.transform(features, context: twoThreads)
    #expect(difference(scaled.row(7).map(Double.init), reference.row7) < 1e-6)
    let range = try StandardScaler(.range).fit(features)
    #expect(range.centres == reference.minima)
    #expect(difference(try range.transform(features).row(7).map(Double.init), reference.range7) < 1e-6)
  }

  @Test func symmetricIsTwiceTheRangeLessOne() throws {
    let (features, _) = try Fixture.data("wine")
    let range = try StandardScaler(.range).fit(features).transform(features)
    let symmetric = try StandardScaler(.symmetric).fit(features).transform(features)
    #expect(difference(symmetric.storage.map(Double.init), range.storage.map { Double($0) * 2 - 1 }) < 1e-6)
    #expect(symmetric.storage.min() == -1 && symmetric.storage.max() == 1)
  }

  @Test func constantColumnsBecomeZero() throws {
    let features = Matrix(rows: 3, columns: 2, storage: [0.1, 1, 0.1, 2, 0.1, 3])
    for method in StandardScaler.Method.allCases {
      let scaled = try StandardScaler(method).fit(features).transform(features)
      for row in 0..<3 { #expect(abs(scaled[row, 0]) < 1e-7) }
    }
  }

  /// A variance below what rounding alone may give is none: one number of a million that lies one step beside the others
  /// (scikit-learn's bound as well). Of fewer rows it is one.
  @Test(arguments: [(1_000_000, true), (1_000, false)])
  func whatIsConstantUpToRoundingIsNotScaledUp(rows: Int, isConstant: Bool) throws {
    var features = Matrix(rows: rows, columns: 1, repeating: 1)
    features[rows / 2, 0] = Float(1).nextDown
    let scale = try StandardScaler().fit(features).scales[0]
    #expect(isConstant ? scale == 1 : scale < 1e-8 && scale > 0)
  }

  @Test func refusesWhatItCannotScale() throws {
    let scaler = StandardScaler()
    #expect(throws: LearningError.noRows) { try scaler.fit(Matrix(rows: 0, columns: 2)) }
    #expect(throws: LearningError.noColumns) { try scaler.fit(Matrix(rows: 2, columns: 0)) }
    var features = Matrix(rows: 3, columns: 2, repeating: 1)
    let fitted = try scaler.fit(features)
    #expect(throws: LearningError.wrongWidth(expected: 2, found: 3)) {
      try fitted.transform(Matrix(rows: 1, columns: 3))
    }
    features[2, 1] = .nan
    #expect(throws: LearningError.nonFinite(row: 2, column: 1)) { try scaler.fit(features) }
    #expect(throws: LearningError.nonFinite(row: 2, column: 1)) { try fitted.transform(features) }
  }
}
