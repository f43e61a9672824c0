/// A small generator (Steele, Lea and Flood's SplitMix64): a variant depends on its number alone, so each can be made again.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<max(1, limit), using: &self) }
}

/// Variants of whole files.
struct Mutations {
  let seeds: [[UInt8]]

  /// Numbers at which arithmetic on sizes goes wrong.
  private static let extremes: [UInt8] = [0, 1, 0x7F, 0x80, 0xFE, 0xFF, 0x22, 0x0A, 0x2C]

  /// The variant of this number: one of the seeds with up to eight changes, half of them where headers are, and in half of
  /// the variants with checksums that fit what was changed, as otherwise most would be refused before they are read.
  func variant(_ number: UInt64) -> [UInt8] {
    var random = SplitMix(state: number)
    var bytes = seeds[random.below(seeds.count)]
    for _ in 0...random.below(8) where bytes.count > 4 { change(&bytes, &random) }
    if random.below(2) == 0 { repairChecksums(&bytes) }
    return bytes
  }

  private func change(_ bytes: inout [UInt8], _ random: inout SplitMix) {
    let reach = random.below(2) == 0 ? min(bytes.count, 96) : bytes.count
    // Archives and TIFF have their headers at the end as well.
    let place = random.below(4) == 0 ? bytes.count - 1 - random.below(reach) : random.below(reach)
    switch random.below(9) {
    case 0, 1: bytes[place] = UInt8(random.below(256))
    case 2: bytes[place] ^= 1 << UInt8(random.below(8))
    case 3: bytes[place] = Self.extremes[random.below(Self.extremes.count)]
    case 4:
      let value = Self.extremes[random.below(Self.extremes.count)]
      for offset in 0..<(random.below(2) == 0 ? 2 : 4) where place + offset < bytes.count {
        bytes[place + offset] = value
      }
    case 5: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(20)))
    case 6: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 1 + random.below(40))], at: place)
    case 7:
      let other = seeds[random.below(seeds.count)]
      let start = random.below(other.count)
      let piece = other[start..<min(other.count, start + 1 + random.below(64))]
      bytes.replaceSubrange(place..<min(bytes.count, place + piece.count), with: piece)
    default:
      // Cut off, which most readers notice at once: now and then only.
      if random.below(4) == 0 { bytes.removeSubrange(place...) }
    }
  }

  private func repairChecksums(_ bytes: inout [UInt8]) {
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) { repairPNG(&bytes) }
    if bytes.starts(with: [0x50, 0x4B, 3, 4]) { repairZip(&bytes) }
  }

  private func repairPNG(_ bytes: inout [UInt8]) {
    var place = 8
    while place + 12 <= bytes.count {
      let length = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
      guard place + 12 + length <= bytes.count else { return }
      let sum = CRC32.of(bytes[place + 4..<place + 8 + length])
      for index in 0..<4 {
        bytes[place + 8 + length + index] = UInt8(truncatingIfNeeded: sum >> UInt32(24 - 8 * index))
      }
      place += 12 + length
    }
  }

  /// Stored files alone: what is packed would have to be unpacked first.
  private func repairZip(_ bytes: inout [UInt8]) {
    func number(_ place: Int, _ count: Int) -> Int {
      guard place + count <= bytes.count else { return 0 }
      return (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }
    for record in stride(from: 0, to: max(0, bytes.count - 46), by: 1)
    where number(record, 4) == 0x0201_4B50 && number(record + 10, 2) == 0 {
      let header = number(record + 42, 4)
      let start = header + 30 + number(header + 26, 2) + number(header + 28, 2)
      let end = start + number(record + 20, 4)
      guard header < bytes.count, start < end, end <= bytes.count else { continue }
      let sum = CRC32.of(bytes[start..<end])
      for index in 0..<4 {
        let byte = UInt8(truncatingIfNeeded: sum >> UInt32(8 * index))
        bytes[record + 16 + index] = byte
        if header + 18 <= bytes.count { bytes[header + 14 + index] = byte }
      }
    }
  }
}

enum CRC32 {
  private static let table: [UInt32] = (0..<256).map { entry in
    (0..<8).reduce(UInt32(entry)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
  }

  static func of(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    ~bytes.reduce(~0) { $0 >> 8 ^ table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
  }
}
