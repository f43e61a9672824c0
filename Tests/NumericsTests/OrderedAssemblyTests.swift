import Testing

@testable import Numerics

@Suite struct OrderedAssemblyTests {
  @Test func piecesStandInTheirOrderWhoeverCameFirst() throws {
    let assembly = OrderedAssembly([Int]()) { $0 += $1 }
    try assembly.add([3, 4], at: 1)
    #expect(assembly.whole.isEmpty)
    try assembly.add([1, 2], at: 0)
    try assembly.add([], at: 2)
    try assembly.add([5], at: 3)
    #expect(assembly.whole == [1, 2, 3, 4, 5])
    let large = OrderedAssembly([Int]()) { (whole: inout [Int], piece: [Int]) in
      try whole.setRoomAside(for: whole.count + piece.count, rows: whole.count + piece.count, of: 10_000)
      whole += piece
    }
    try ExecutionContext(threads: 2).forEachPiece(of: 10_000, size: 7) {
      try large.add(Array($0), at: $0.lowerBound / 7)
    }
    #expect(large.whole == Array(0..<10_000))
  }

  @Test func roomIsForWhatIsExpectedAndBoundedByWhatIsThere() throws {
    var numbers: [UInt8] = []
    try numbers.setRoomAside(for: 3200, rows: 16, of: 64)
    #expect(numbers.capacity >= 4 * 3200)
    let room = numbers.capacity
    try numbers.setRoomAside(for: 4 * 3200, rows: 64, of: 64)
    #expect(numbers.capacity == room, "no second look where there is room")
    // One large image before a million small ones.
    var bytes: [UInt8] = []
    try bytes.setRoomAside(for: 1 << 20, rows: 1, of: 1_000_000)
    #expect(bytes.capacity <= 9 << 20)
  }
}
