/// The random numbers of a stage: xoshiro256++ (Blackman & Vigna 2019), seeded through SplitMix64.
///
/// The stream is a function of the seed alone, on every machine and for ever: results must be repeatable.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  public init(seed: UInt64) {
    var mixer = seed
    func next() -> UInt64 {
      mixer &+= 0x9E37_79B9_7F4A_7C15
      return Self.mixed(mixer)
    }
    state = (next(), next(), next(), next())
  }

  /// A generator for a part of the work, named by numbers (fold, tree, class, …): independent of the others and of
  /// the order in which the parts run.
  public static func derived(from seed: UInt64, _ path: Int...) -> SeededGenerator {
    SeededGenerator(
      seed: path.reduce(seed) { mixed($0 ^ mixed(UInt64(bitPattern: Int64($1)) &+ 0x632B_E59B_D9B4_E019)) })
  }

  public mutating func next() -> UInt64 {
    let result = Self.rotated(state.0 &+ state.3, 23) &+ state.0
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = Self.rotated(state.3, 45)
    return result
  }

  /// Uniform in [0, 1), with 53 random bits.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// Uniform in 0..<bound, without bias (Lemire 2019).
  public mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0)
    let bound = UInt64(bound)
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return Int(product.high)
  }

  /// In random order (Fisher–Yates); stable across Swift versions, which `shuffled(using:)` does not promise.
  public mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var elements = elements
    for i in elements.indices.dropFirst().reversed() {
      elements.swapAt(i, below(i + 1))
    }
    return elements
  }

  private static func rotated(_ x: UInt64, _ by: UInt64) -> UInt64 {
    (x << by) | (x >> (64 - by))
  }

  private static func mixed(_ x: UInt64) -> UInt64 {
    var x = x
    x = (x ^ (x >> 30)) &* 0xBF58_476D_1CE4_E5B9
    x = (x ^ (x >> 27)) &* 0x94D0_49BB_1331_11EB
    return x ^ (x >> 31)
  }
}
