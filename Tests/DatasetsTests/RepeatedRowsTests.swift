import Basics
import Numerics
import Testing

@testable import Datasets

struct RepeatedRowsTests {
  @Test func eachRowIsLaidToTheFirstOfItsContent() {
    let (a, b, c) = (Digest("a"), Digest("b"), Digest("c"))
    #expect(RepeatedRows([a, b, a, c, b, a]).first == [0, 1, 0, 3, 1, 0])
    #expect(RepeatedRows([]).first.isEmpty)
  }

  /// Hashes that begin at the same place of the table, its last, and would run over its end.
  @Test func hashesThatShareAPlaceAreToldApart() {
    let hashes = (0..<40).map { Digest(high: UInt64($0 % 20), low: .max) }
    #expect(RepeatedRows(hashes).first == (0..<40).map { Int32($0 % 20) })
  }

  @Test func asADictionaryFindsThem() {
    var generator = SeededGenerator(seed: 5)
    let hashes = (0..<5000).map { _ in Digest(String(generator.below(2000))) }
    var first: [Digest: Int32] = [:]
    let expected = hashes.enumerated().map { row, hash in
      first[hash] = first[hash] ?? Int32(row)
      return first[hash] ?? -1
    }
    #expect(RepeatedRows(hashes).first == expected)
  }
}
