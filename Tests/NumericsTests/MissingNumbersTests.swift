import Testing

@testable import Numerics

@Suite struct MissingNumbersTests {
  @Test(arguments: [1, 2]) func everyMissingNumberIsCounted(threads: Int) throws {
    var matrix = Matrix(rows: 100_000, columns: 3)
    matrix[4, 1] = .nan
    matrix[4, 2] = .nan
    matrix[99_999, 1] = .nan
    let found = try matrix.missingNumbers(context: ExecutionContext(threads: threads))
    #expect(found == MissingNumbers(perColumn: [0, 2, 1], rows: 2, totalRows: 100_000))
    #expect(found?.count == 3 && found?.columns == [1, 2])
  }

  @Test func nothingMissingIsNil() throws {
    #expect(try Matrix(rows: 3, columns: 2).missingNumbers() == nil)
    #expect(try Matrix(rows: 0, columns: 2).missingNumbers() == nil)
    #expect(
      try Matrix(rows: 1, columns: 2, storage: [.infinity, 1]).missingNumbers() == nil, "infinity is not missing")
  }
}
