import Testing

@testable import Numerics

@Suite struct RequestOrderTests {
  @Test func rowsAreSortedWithinWhatAsksAndWhatDoesNot() throws {
    var order = RequestOrder([[0, 2, 4, 6, 8], [1, 3, 5]], asked: [0, 4, 8, 3], of: 9)
    #expect(order.rows == [0, 4, 8, 3, 2, 6, 1, 5])
    // Negative, zero and infinite positions of the rows in that order.
    try order.sort(by: [2, -3, 0, 7, 5, -.infinity, 1, -1], .plain)
    #expect(order.rows == [4, 8, 0, 3, 6, 2, 5, 1])
    #expect(order.groups.map(\.asking) == [0..<3, 3..<4] && order.groups.map(\.others) == [4..<6, 6..<8])
  }

  @Test func equalPositionsKeepTheirOrder() throws {
    var order = RequestOrder([Array(0..<100)], asked: nil, of: 100)
    try order.sort(by: [Float](repeating: -0.5, count: 100), ExecutionContext(threads: 2))
    #expect(order.rows == Array(0..<100))
  }
}
