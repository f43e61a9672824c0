/// The numbers that words of comparisons get under a method, as codes and as bins of a histogram.
struct PatternNumbering: Sendable {
  let method: LocalBinaryPatterns.Method
  let points: Int

  /// The code of a word, for all methods but `variance`.
  func code(of word: UInt32) -> UInt32 {
    switch method {
    case .default, .variance: word
    case .ror: leastRotation(of: word)
    case .uniform: isUniform(word) ? UInt32(word.nonzeroBitCount) : UInt32(points + 1)
    case .nriUniform: isUniform(word) ? uniformCode(of: word) : UInt32(points * (points - 1) + 2)
    }
  }

  /// The word with its lowest bit moved to the top.
  private func rotated(_ word: UInt32) -> UInt32 {
    (word >> 1) | ((word & 1) << UInt32(points - 1))
  }

  private func leastRotation(of word: UInt32) -> UInt32 {
    var (least, turned) = (word, word)
    for _ in 1..<max(points, 2) {
      turned = rotated(turned)
      least = min(least, turned)
    }
    return least
  }

  /// At most two changes between 0 and 1 around the circle.
  private func isUniform(_ word: UInt32) -> Bool {
    (word ^ rotated(word)).nonzeroBitCount <= 2
  }

  private func uniformCode(of word: UInt32) -> UInt32 {
    let ones = word.nonzeroBitCount
    if ones == 0 { return 0 }
    if ones == points { return UInt32(points * (points - 1) + 1) }
    let rotation = word & 1 == 1 ? ones - (~word).trailingZeroBitCount : points - word.trailingZeroBitCount
    return UInt32(1 + (ones - 1) * points + rotation)
  }

  /// How many codes `ror` has: necklaces of two colours, by Burnside's lemma.
  static func rotationInvariantCount(points: Int) -> Int {
    (1...points).reduce(0) { $0 + (1 << greatestCommonDivisor($1, points)) } / points
  }

  private static func greatestCommonDivisor(_ first: Int, _ second: Int) -> Int {
    second == 0 ? first : greatestCommonDivisor(second, first % second)
  }

  /// The bin of each word, from 0, for as many points as a table is kept for.
  ///
  /// Codes of `ror` are numbered in ascending order without gaps; other codes are their own bins.
  func binTable() -> [UInt32] {
    let codes = (0..<UInt32(1) << UInt32(points)).map(code)
    guard method == .ror else { return codes }
    var bin: [UInt32] = []
    bin.reserveCapacity(codes.count)
    var next: UInt32 = 0
    for (word, code) in codes.enumerated() {
      if word == code {
        bin.append(next)
        next += 1
      } else {
        bin.append(bin[Int(code)])
      }
    }
    return bin
  }
}
