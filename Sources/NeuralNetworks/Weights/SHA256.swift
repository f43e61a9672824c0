import Files

/// SHA-256 (FIPS 180-4), to compare a file of weights with what its source says of it.
public enum SHA256 {
  /// The digest in hexadecimal digits. Cost: about 5 ms a megabyte.
  public static func hexadecimal(_ bytes: UnsafeRawBufferPointer) -> String {
    var state = initial
    let whole = bytes.count / 64 * 64
    for start in stride(from: 0, to: whole, by: 64) {
      update(&state, UnsafeRawBufferPointer(rebasing: bytes[start..<start + 64]))
    }
    var tail = Array(bytes[whole...]) + [0x80]
    tail += [UInt8](repeating: 0, count: (120 - tail.count % 64) % 64)
    tail += withUnsafeBytes(of: UInt64(bytes.count * 8).bigEndian) { Array($0) }
    tail.withUnsafeBytes { tail in
      for start in stride(from: 0, to: tail.count, by: 64) {
        update(&state, UnsafeRawBufferPointer(rebasing: tail[start..<start + 64]))
      }
    }
    return state.map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  /// The digest of a file, by which everything made from it is known; torchvision's files carry its first eight digits in
  /// their names, such as `resnet18-f37072fd.pth`.
  /// - Throws: `NetworkError.unreadable`.
  public static func hexadecimal(ofFile path: String) throws -> String {
    let file = try FileBytes(mapping: path) { path, number in
      NetworkError.unreadable(path: path, reason: systemMessage(number))
    }
    return withExtendedLifetime(file) { hexadecimal(file.bytes) }
  }

  private static func update(_ state: inout [UInt32], _ block: UnsafeRawBufferPointer) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { words in
      for t in 0..<16 { words[t] = UInt32(bigEndian: block.loadUnaligned(fromByteOffset: 4 * t, as: UInt32.self)) }
      for t in 16..<64 {
        let (x, y) = (words[t - 15], words[t - 2])
        let first = rotated(x, 7) ^ rotated(x, 18) ^ (x >> 3)
        let second = rotated(y, 17) ^ rotated(y, 19) ^ (y >> 10)
        words[t] = words[t - 16] &+ first &+ words[t - 7] &+ second
      }
      var (a, b, c, d) = (state[0], state[1], state[2], state[3])
      var (e, f, g, h) = (state[4], state[5], state[6], state[7])
      for t in 0..<64 {
        let sum = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
        let first = h &+ sum &+ ((e & f) ^ (~e & g)) &+ constants[t] &+ words[t]
        let second = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) &+ ((a & b) ^ (a & c) ^ (b & c))
        (h, g, f, e) = (g, f, e, d &+ first)
        (d, c, b, a) = (c, b, a, first &+ second)
      }
      for (index, word) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= word }
    }
  }

  private static func rotated(_ x: UInt32, _ by: UInt32) -> UInt32 { (x >> by) | (x << (32 - by)) }

  private static let primes: [UInt64] = {
    var primes: [UInt64] = []
    var candidate: UInt64 = 2
    while primes.count < 64 {
      if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
      candidate += 1
    }
    return primes
  }()

  /// The first 32 bits of the fractions of square roots of the first eight primes.
  private static let initial = primes.prefix(8).map { fraction($0, power: 2) }
  /// The same of cube roots of the first 64.
  private static let constants = primes.map { fraction($0, power: 3) }

  /// The first 32 binary digits behind the point of a root, by whole numbers: the largest r with r^power ≤ n · 2^(32·power).
  private static func fraction(_ number: UInt64, power: Int) -> UInt32 {
    var root: UInt64 = 0
    for bit in (0..<37).reversed() {
      let candidate = root | 1 << UInt64(bit)
      if isAtMost(candidate, power, number) { root = candidate }
    }
    return UInt32(truncatingIfNeeded: root)
  }

  private static func isAtMost(_ root: UInt64, _ power: Int, _ number: UInt64) -> Bool {
    let square = UInt128(root) * UInt128(root)
    return power == 2 ? square <= UInt128(number) << 64 : square * UInt128(root) <= UInt128(number) << 96
  }
}
