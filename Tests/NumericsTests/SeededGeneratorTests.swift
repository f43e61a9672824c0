import Testing

@testable import Numerics

/// Numbers of Python's integers, by the published reference in C (Blackman & Vigna), written out anew:
/// `state = four of splitmix64(seed)`, `rotl(s0 + s3, 23) + s0`.
@Suite struct SeededGeneratorTests {
  @Test(
    arguments: [
      (0, [5_987_356_902_031_041_503, 7_051_070_477_665_621_255, 6_633_766_593_972_829_180, 211_316_841_551_650_330]),
      (
        42,
        [15_021_278_609_987_233_951, 5_881_210_131_331_364_753, 18_149_643_915_985_481_100, 12_933_668_939_759_105_464]
      ),
    ] as [(UInt64, [UInt64])])
  func theStreamIsThatOfTheReference(_ seed: UInt64, _ expected: [UInt64]) {
    var generator = SeededGenerator(seed: seed)
    #expect((0..<4).map { _ in generator.next() } == expected)
  }

  /// Of 2⁶⁴ numbers every eighth is drawn again for this bound, so that none of the others comes more often.
  @Test func boundsAreWithoutBias() {
    var generator = SeededGenerator(seed: 1)
    #expect(
      (0..<8).map { _ in generator.below(3 << 61) } == [
        5_168_118_560_712_029_236, 5_161_976_863_407_276_176, 1_277_519_383_417_661_917, 4_084_654_825_343_290_681,
        6_826_730_085_628_479_458, 3_620_751_350_209_805_004, 928_981_135_525_845_128, 6_366_759_041_830_352_475,
      ])
  }

  @Test func shufflingKeepsEveryElement() {
    var generator = SeededGenerator(seed: 7)
    let shuffled = generator.shuffled(Array(0..<50))
    #expect(shuffled.sorted() == Array(0..<50) && shuffled != Array(0..<50))
    #expect(generator.shuffled([Int]()) == [])
  }

  @Test func partsOfTheWorkHaveStreamsOfTheirOwn() {
    let paths = [[0], [1], [0, 0], [0, 1], [1, 0]]
    let starts = paths.map { path in
      var generator =
        path.count == 1
        ? SeededGenerator.derived(from: 5, path[0]) : SeededGenerator.derived(from: 5, path[0], path[1])
      return generator.next()
    }
    #expect(Set(starts).count == paths.count)
  }
}
