import Testing

@testable import Numerics

@Suite struct NearestNeighboursTests {
  private func direct(_ references: Matrix, _ query: ArraySlice<Float>, count: Int, excluding: Int?) -> [Int] {
    let distances = (0..<references.rows).map { row in
      zip(references.row(row), query).reduce(0.0) {
        $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1))
      }
    }
    return Array(
      (0..<references.rows).filter { $0 != excluding }
        .sorted { (distances[$0], $0) < (distances[$1], $1) }.prefix(count))
  }

  @Test(arguments: [(5, 2, 3), (300, 9, 5), (2500, 3, 1)])
  func equalsTheDirectComputation(_ sizes: (rows: Int, columns: Int, k: Int)) throws {
    // Whole numbers: many equal distances, so that ties are tried too. Far from zero: so is rounding.
    var references = wholeNumbers(sizes.rows, sizes.columns, seed: 12)
    for i in references.storage.indices { references.storage[i] += 1000 }
    let search = try NearestNeighbours(references: references)
    let among = try search.searchAmongReferences(count: sizes.k)
    let all = try search.search(references, count: sizes.k)
    for row in stride(from: 0, to: sizes.rows, by: max(1, sizes.rows / 40)) {
      let query = references.row(row)
      #expect(Array(among.neighbours(of: row)) == direct(references, query, count: sizes.k, excluding: row))
      #expect(Array(all.neighbours(of: row)) == direct(references, query, count: sizes.k, excluding: nil))
    }
    #expect(try search.searchAmongReferences(count: sizes.k, context: ExecutionContext(threads: 2)) == among)
  }

  @Test func distancesAreExact() throws {
    let references = Matrix(rows: 2, columns: 1, storage: [0, 3])
    let table = try NearestNeighbours(references: references).search(
      Matrix(rows: 1, columns: 1, storage: [1]), count: 2)
    #expect(table.indices == [0, 1])
    #expect(table.squaredDistances == [1, 4])
  }

  @Test func equalRowsOnly() throws {
    let same = Matrix(rows: 3000, columns: 4, repeating: 7)
    let table = try NearestNeighbours(references: same).searchAmongReferences(count: 2)
    #expect(Array(table.neighbours(of: 0)) == [1, 2])
    #expect(Array(table.neighbours(of: 2999)) == [0, 1])
  }

  @Test func tooFewRows() throws {
    let search = try NearestNeighbours(references: Matrix(rows: 3, columns: 2))
    #expect(throws: NumericsError.tooFewReferences(needed: 3, found: 2)) {
      try search.searchAmongReferences(count: 3)
    }
  }
}
