import Testing

@testable import Numerics

@Suite struct NearestNeighboursTests {
  private func distance(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Double {
    zip(a, b).reduce(0.0) { $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1)) }
  }

  private func direct(
    _ references: Matrix, _ query: ArraySlice<Float>, count: Int, excluding: Int?,
    among isReference: (Int) -> Bool = { _ in true }
  ) -> [Int] {
    let distances = (0..<references.rows).map { distance(references.row($0), query) }
    return Array(
      (0..<references.rows).filter { $0 != excluding && isReference($0) }
        .sorted { (distances[$0], $0) < (distances[$1], $1) }.prefix(count))
  }

  /// Rows spread along a few directions, with noise along all.
  private func spread(_ rows: Int, columns: Int, directions: Int, noise: Float, seed: UInt64) -> Matrix {
    var generator = SeededGenerator(seed: seed)
    func number() -> Float { Float(generator.uniform() - 0.5) }
    let axes = (0..<directions * columns).map { _ in number() }
    return Matrix(
      rows: rows, columns: columns,
      storage: (0..<rows).flatMap { _ -> [Float] in
        let along = (0..<directions).map { _ in number() }
        return (0..<columns).map { column in
          along.indices.reduce(noise * number()) { $0 + along[$1] * axes[$1 * columns + column] }
        }
      })
  }

  @Test(arguments: [(5, 2, 3), (300, 9, 5), (2500, 3, 1)])
  func equalsTheDirectComputation(_ sizes: (rows: Int, columns: Int, k: Int)) throws {
    // Whole numbers: many equal distances, so that ties are tried too. Far from zero: so is rounding.
    var references = wholeNumbers(sizes.rows, sizes.columns, seed: 12)
    for i in references.storage.indices { references.storage[i] += 1000 }
    let search = NearestNeighbours(references: references)
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

  @Test func neighboursAreLookedForAmongSomeRows() throws {
    let matrix = wholeNumbers(900, 6, seed: 3)
    let pool = (0..<900).filter { $0 % 3 != 1 }
    let asked = pool.filter { $0 % 5 == 0 }.reversed() as [Int]
    let search = NearestNeighbours(references: matrix, rows: pool)
    let among = try search.searchAmongReferences(rows: asked, count: 4)
    let outside = try search.search(matrix.gathering(asked), count: 4)
    for (place, row) in asked.enumerated() where place % 7 == 0 {
      let query = matrix.row(row)
      #expect(
        Array(among.neighbours(of: place)) == direct(matrix, query, count: 4, excluding: row) { pool.contains($0) })
      #expect(
        Array(outside.neighbours(of: place)) == direct(matrix, query, count: 4, excluding: nil) { pool.contains($0) })
    }
  }

  @Test func fewDirectionsFindTheSame() throws {
    // Rows that lie near a space of six directions, many of them several times.
    var rows = spread(4000, columns: 64, directions: 6, noise: 0.05, seed: 8)
    for row in 0..<1000 {
      for column in 0..<64 { rows[3000 + row, column] = rows[row / 4, column] }
    }
    let search = NearestNeighbours(references: rows)
    let choice = DirectionChoice(
      columns: 64, groups: [SearchedGroup(queries: 4000, references: 4000)], neighbours: 7)
    let zero = [Float](repeating: 0, count: 64)
    #expect(try choice.directions(rows, Array(0..<4000), means: zero, .plain) != nil)
    let among = try search.searchAmongReferences(count: 7)
    let outside = try search.search(rows, count: 7)
    for row in stride(from: 0, to: 4000, by: 161) {
      #expect(Array(among.neighbours(of: row)) == direct(rows, rows.row(row), count: 7, excluding: row))
      #expect(Array(outside.neighbours(of: row)) == direct(rows, rows.row(row), count: 7, excluding: nil))
    }
    #expect(try search.searchAmongReferences(count: 7, context: ExecutionContext(threads: 2)) == among)
  }

  @Test(arguments: [(columns: 6, rows: 900), (columns: 64, rows: 6000)])
  func groupsAreSearchedAsIfEachWereAlone(_ sizes: (columns: Int, rows: Int)) throws {
    let matrix = spread(sizes.rows, columns: sizes.columns, directions: 6, noise: 0.05, seed: 15)
    var groups = [[Int]](repeating: [], count: 3)
    for row in 0..<sizes.rows where row % 11 != 4 { groups[row % 7 == 0 ? 0 : row % 2 + 1].append(row) }
    let search = NearestNeighbours(references: matrix, groups: groups)
    let asked = Array(groups.flatMap { $0 }.filter { $0 % 5 < 3 }.reversed())
    let some = try search.searchAmongReferences(rows: asked, count: 4)
    let all = try search.searchAmongReferences(count: 4)
    #expect(try search.searchAmongReferences(rows: asked, count: 4, context: ExecutionContext(threads: 2)) == some)
    let group = Dictionary(
      groups.enumerated().flatMap { number, rows in rows.map { ($0, number) } }, uniquingKeysWith: { first, _ in first }
    )
    let step = sizes.rows / 25
    for (place, row) in asked.enumerated() where place % step == 0 {
      #expect(
        Array(some.neighbours(of: place))
          == direct(matrix, matrix.row(row), count: 4, excluding: row) { group[$0] == group[row] })
    }
    for (place, row) in groups.flatMap({ $0 }).enumerated() where place % step == 1 {
      #expect(
        Array(all.neighbours(of: place))
          == direct(matrix, matrix.row(row), count: 4, excluding: row) { group[$0] == group[row] })
    }
    let outside = try search.search(matrix.gathering([4, 5]), count: 2)
    #expect(
      Array(outside.neighbours(of: 0)) == direct(matrix, matrix.row(4), count: 2, excluding: nil) { $0 % 11 != 4 })
  }

  @Test func everyGroupThatAsksNeedsEnoughRows() throws {
    let search = NearestNeighbours(references: wholeNumbers(9, 2, seed: 1), groups: [[0, 1, 2, 3, 4], [5, 6], []])
    #expect(throws: NumericsError.tooFewReferences(needed: 2, found: 0)) {
      try NearestNeighbours(references: wholeNumbers(3, 2, seed: 1), groups: [[0, 1, 2], []])
        .searchAmongReferences(count: 2)
    }
    #expect(throws: NumericsError.tooFewReferences(needed: 2, found: 1)) {
      try search.searchAmongReferences(rows: [5], count: 2)
    }
    #expect(try search.searchAmongReferences(rows: [3, 0], count: 2).indices.count == 4)
  }

  @Test func withoutLeadingDirectionsWholeRowsServe() throws {
    let rows = spread(4000, columns: 64, directions: 0, noise: 1, seed: 9)
    let choice = DirectionChoice(
      columns: 64, groups: [SearchedGroup(queries: 4000, references: 4000)], neighbours: 7)
    let zero = [Float](repeating: 0, count: 64)
    #expect(try choice.directions(rows, Array(0..<4000), means: zero, .plain) == nil)
  }

  @Test(arguments: [0, 3, 20])
  func boundsAreNeverAboveTheDistance(_ directions: Int) throws {
    let rows = spread(150, columns: 40, directions: directions, noise: 1, seed: 10)
    let chosen = spread(5, columns: 40, directions: 0, noise: 1, seed: 11)
    var orthonormal = chosen.storage.map(Double.init)
    #expect(Orthonormal.orthonormalise(&orthonormal, rows: 5, length: 40) == 5)
    let bounds = DistanceBounds(
      means: [Float](repeating: 0.5, count: 40),
      directions: Matrix(rows: 5, columns: 40, storage: orthonormal.map(Float.init)))
    let points = try bounds.points(rows, Array(0..<150), .plain)
    #expect(points.bounding.columns == 6)
    let slack = bounds.slack(of: points, among: points)
    for first in 0..<150 {
      for second in 0..<150 {
        let bound = distance(points.bounding.row(first), points.bounding.row(second))
        let exact = distance(rows.row(first), rows.row(second))
        #expect(bound <= exact + Double(slack[first] + points.norms[first]))
      }
    }
  }

  @Test func whatMemoryHeldBeforeDoesNotMatter() throws {
    // The second block is narrower than a vector. What was in memory beyond it must not be taken for a bound.
    let matrix = wholeNumbers(21, 5, seed: 14)
    let bounds = DistanceBounds(means: [Float](repeating: 0, count: 5), directions: nil)
    let points = try bounds.points(matrix, Array(0..<21), .plain)
    let table = try NearestLists.table(count: 3, slack: bounds.slack(of: points, among: points)) { lists in
      let tile = ProductTile(points, points, isAmongReferences: true)
      defer { tile.deallocate() }
      tile.values.initialize(repeating: -.infinity, count: TileSearch.block * TileSearch.block)
      tile.fill(0..<16, 16..<21)
      tile.scanColumns(0..<16, 16..<21, lists)
    }
    for row in 16..<21 {
      #expect(
        Array(table.neighbours(of: row)) == direct(matrix, matrix.row(row), count: 3, excluding: row) { $0 < 16 })
    }
  }

  @Test func numbersBeyondSinglePrecisionAreRefused() throws {
    let rows = Matrix(rows: 3, columns: 2, storage: [0, 0, 1e30, 1, -1e30, 1])
    #expect(throws: NumericsError.overflow) {
      try NearestNeighbours(references: rows).searchAmongReferences(count: 1)
    }
  }

  @Test func tooFewRows() throws {
    let search = NearestNeighbours(references: Matrix(rows: 3, columns: 2))
    #expect(throws: NumericsError.tooFewReferences(needed: 3, found: 2)) {
      try search.searchAmongReferences(count: 3)
    }
  }
}
