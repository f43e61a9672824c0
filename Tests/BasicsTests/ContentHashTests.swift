import Basics
import Testing

@Suite struct ContentHashTests {
  private func hash(_ bytes: [UInt8], seed: UInt64 = 0) -> Digest {
    var hash = ContentHash(seed: seed)
    bytes.withUnsafeBytes { hash.combine($0) }
    return hash.value
  }

  /// 20,000 byte strings that differ in one place or in length: none shares a hash with another.
  @Test func nearBytesAreTold() {
    var seen: Set<Digest> = []
    for length in 0..<64 { seen.insert(hash([UInt8](repeating: 0, count: length))) }
    for place in 0..<64 {
      for value in UInt8(1)...255 {
        var bytes = [UInt8](repeating: 0, count: 64)
        bytes[place] = value
        seen.insert(hash(bytes))
      }
    }
    #expect(seen.count == 64 + 64 * 255)
    #expect(hash([1, 2, 3]) != hash([1, 2, 3], seed: 1))
  }

  /// A sum is of its key too, so that a file under another's name is told.
  @Test func aChecksumIsOfBytesAndKey() {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0) }
    func sum(_ bytes: [UInt8], _ key: String) -> Digest { bytes.withUnsafeBytes { Checksum.of($0, key: Digest(key)) } }
    var altered = bytes
    altered[999] ^= 1
    #expect(sum(bytes, "a") == sum(bytes, "a"))
    #expect(Set([sum(bytes, "a"), sum(bytes, "b"), sum(altered, "a"), sum(bytes.dropLast(), "a")]).count == 4)
  }
}
