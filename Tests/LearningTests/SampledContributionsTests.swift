import Numerics
import Testing

@testable import Learning

@Suite struct SampledContributionsTests {
  private static func matrix(_ rows: [[Float]]) -> Matrix {
    Matrix(rows: rows.count, columns: rows[0].count, storage: rows.flatMap { $0 })
  }

  private let rows = SampledContributionsTests.matrix([[1, 2, 3], [0, -1, 2]])
  private let background = SampledContributionsTests.matrix([[0, 0, 0], [1, 1, 1]])

  /// Of a sum every order gives the same: coefficient × distance from the mean of the background.
  @Test func aSumIsTakenApartExactly() throws {
    let found = try SampledContributions(
      rows, background: background, blocks: [0..<1, 1..<2, 2..<3], pairs: 2, seed: 7, context: .plain
    ) { rows in
      Self.matrix((0..<rows.rows).map { [2 * rows[$0, 0] - rows[$0, 1] + 3 * rows[$0, 2]] })
    }
    #expect(Array(found.contributions.values.row(0)) == [1, -1.5, 7.5])
    #expect(Array(found.contributions.values.row(1)) == [-1, 1.5, 4.5])
    #expect(found.contributions.expected == [2])
  }

  /// A product of two columns is shared evenly between them (by the symmetry of Shapley values), beside zeros.
  @Test func aProductIsShared() throws {
    let found = try SampledContributions(
      rows, background: Self.matrix([[0, 0, 0]]), blocks: [0..<1, 1..<2, 2..<3], pairs: 4, seed: 7, context: .plain
    ) { rows in Self.matrix((0..<rows.rows).map { [rows[$0, 0] * rows[$0, 1]] }) }
    #expect(Array(found.contributions.values.row(0)) == [1, 1, 0])
    #expect(found.errors[0] == 0)
  }

  @Test func valuesAddUpWhateverTheOrders() throws {
    let answers: (Matrix) -> Matrix = { rows in
      Self.matrix((0..<rows.rows).map { [max(rows[$0, 0], rows[$0, 1] * rows[$0, 2]), rows[$0, 2]] })
    }
    for pairs in [1, 3, 8] {
      let found = try SampledContributions(
        rows, background: background, blocks: [0..<1, 1..<3], pairs: pairs, seed: 3, context: .plain, answers: answers)
      #expect(found.contributions.greatestResidual(beside: answers(rows)) < 1e-6)
      #expect(found.contributions.columns == 2 && found.contributions.outputs == 2)
    }
  }

  @Test func nothingIsTakenApartBesideNothing() {
    #expect(throws: LearningError.noRows) {
      try SampledContributions(
        rows, background: Matrix(rows: 0, columns: 3), blocks: [0..<3], pairs: 2, seed: 1, context: .plain
      ) { $0 }
    }
  }
}
