import Testing

@testable import Numerics

@Suite struct CountScatterTests {
  /// Rows of counts of which about half are zero; the columns before `border` count to 40, the others to 12.
  private func made(_ count: Int = 700, columns: Int = 300, border: Int = 300, most: Int = 40) -> CompactRows {
    var generator = SeededGenerator(seed: 51)
    let values = (1...most).map { Float($0) / Float(most) } + (1...12).map { Float($0) / 12 }
    var stretch = CompactRows.Stretch()
    for _ in 0..<count {
      let chosen = (0..<columns).filter { _ in generator.uniform() < 0.5 }
      let codes = chosen.map { column in
        let share = generator.uniform() / (1 + Double(column % 150) / 10)
        return UInt8(column < border ? Int(share * Double(most)) : most + Int(share * 12))
      }
      chosen.map(UInt16.init).withUnsafeBufferPointer { indices in
        codes.withUnsafeBufferPointer { stretch.append(indices: indices, codes: $0) }
      }
    }
    return CompactRows(columns: columns, values: values, stretches: [stretch])
  }

  /// The leading eigenpairs with every step in double precision.
  private func exact(_ rows: CompactRows) throws -> Eigenpairs {
    let (means, width) = (try rows.columnMeans(), rows.columns)
    let centred = try rows.expanded().storage.enumerated().map { Double($1) - means[$0 % width] }
    var products = [Double](repeating: 0, count: width * width)
    BLAS.multiply(
      centred, stride: width, transposed: true, by: centred, stride: width, transposed: false, into: &products,
      stride: width, rows: width, columns: width, inner: rows.rows)
    return try SymmetricMatrix(order: width, storage: products).eigenpairs()
  }

  // 2,100 rows are more than are packed at a time, and no multiple of four of them or of anything else.
  @Test(arguments: [(701, 300), (2103, 300), (701, 170)])
  func eigenpairsAreThoseOfTheScatterMatrix(_ count: Int, _ border: Int) throws {
    let rows = made(count, border: border)
    let counts = try #require(CountedRows(rows))
    func leading(_ threads: Int) throws -> Eigenpairs {
      let context = ExecutionContext(threads: threads)
      return try #require(
        try CountScatter(counts, context: context).leading(
          12, from: KrylovBasis(order: 300, blockSize: 8, seed: 1), limit: 150, context: context))
    }
    let (found, expected) = (try leading(1), try exact(rows))
    #expect(try leading(2) == found)
    for i in 0..<12 {
      #expect(abs(found.values[i] / expected.values[i] - 1) < 1e-6)
      var rest = Array(found.vectors[i * 300..<(i + 1) * 300])
      for j in 0..<12 {
        let share = (0..<300).reduce(0.0) { $0 + expected.vectors[j * 300 + $1] * rest[$1] }
        for c in 0..<300 { rest[c] -= share * expected.vectors[j * 300 + c] }
      }
      #expect(rest.reduce(0) { $0 + $1 * $1 }.squareRoot() < 1e-5)
    }
  }

  @Test func whatIsNoCountIsRefused() {
    func isRead(_ values: [Float], _ rows: [[(column: UInt16, code: UInt8)]] = [[(0, 0)]]) -> Bool {
      CountedRows(
        CompactRows(
          columns: 2, values: values, rowCounts: rows.map(\.count), indices: rows.flatMap { $0.map(\.column) },
          codes: rows.flatMap { $0.map(\.code) }) ?? CompactRows(columns: 2, values: [-1], stretches: [])) != nil
    }
    #expect(isRead([0.25, 0.5, 0.75, 1]))
    #expect(!isRead([0.25, 0.5, 1]), "shares are missing")
    #expect(!isRead([0.25, 0.5, 0.75, 1, 3]))
    #expect(!isRead([-0.5, 0.5]))
    #expect(!isRead((1...128).map { Float($0) / 128 }), "no byte with a sign holds 128")
    #expect(isRead((1...127).map { Float($0) / 127 }))
    let two: [Float] = [0.5, 1, 1 / 3, 2 / 3, 1]
    #expect(isRead(two, [[(0, 0), (1, 2)], [(0, 1), (1, 4)]]))
    #expect(!isRead(two, [[(0, 0)], [(0, 2)]]), "halves and thirds in one column have no common unit here")
  }
}
