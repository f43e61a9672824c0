import Testing

import Basics

@Suite struct DigestTests {
  @Test func equalContentHasAnEqualDigest() {
    #expect(Digest("stage", "pca") == Digest("stage", "pca"))
    #expect(Digest("stage", "pca") != Digest("stage", "pcb"))
  }

  @Test func whereOnePartEndsMatters() {
    #expect(Digest("ab", "c") != Digest("a", "bc"))
    #expect(Digest("", "a") != Digest("a", ""))
    #expect(Digest() != Digest(""))
  }

  @Test func listsDifferByOrderLengthAndContent() {
    func digest(_ numbers: [Int]) -> Digest {
      var digest = Digest()
      digest.combine(numbers)
      return digest
    }
    let all = [[], [0], [0, 0], [1, 2], [2, 1], [1, 2, 0]].map(digest)
    #expect(Set(all).count == all.count)
  }

  /// Keys are written to files some day, so they may not change from run to run or machine to machine.
  @Test func aDigestIsTheSameToday() {
    #expect(Digest("mien", "1").hexadecimal.count == 32)
    #expect(Digest("mien", "1").hexadecimal == "3467c0aae4859e31adf152bec8048e7b")
  }

  /// 100,000 texts that differ little: none shares a digest, nor a seed, with another.
  @Test func nearTextsAreTold() {
    let digests = (0..<100_000).map { Digest("row \($0)") }
    #expect(Set(digests).count == digests.count)
    #expect(Set(digests.map(\.seed)).count == digests.count)
  }
}
