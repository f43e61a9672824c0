/// Sorts single-precision numbers by their bits, in linear time.
struct FloatSort {
  private static let digitBits = 11
  private static let buckets = 1 << digitBits
  private var keys: [UInt32]
  private var spare: [UInt32]

  /// Room for at most `capacity` numbers.
  init(capacity: Int) {
    keys = [UInt32](repeating: 0, count: capacity)
    spare = keys
  }

  /// Puts `numbers` in ascending order, −0 before 0; none may be NaN. Cost: three passes.
  mutating func sort(_ numbers: UnsafeMutableBufferPointer<Float>) {
    guard numbers.count > 256 else {
      var few = numbers
      return few.sort()
    }
    for i in numbers.indices { keys[i] = Self.ordered(numbers[i].bitPattern) }
    let counts = Self.digitCounts(keys, count: numbers.count)
    for digit in 0..<3 {
      let counted = counts[digit * Self.buckets..<(digit + 1) * Self.buckets]
      // A digit that all numbers share moves nothing.
      guard !counted.contains(numbers.count) else { continue }
      scatter(count: numbers.count, shift: digit * Self.digitBits, counted)
      swap(&keys, &spare)
    }
    for i in numbers.indices { numbers[i] = Float(bitPattern: Self.restored(keys[i])) }
  }

  private static func digitCounts(_ keys: [UInt32], count: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: 3 * buckets)
    counts.withUnsafeMutableBufferPointer { counts in
      for i in 0..<count {
        let key = Int(keys[i])
        counts[key & (buckets - 1)] += 1
        counts[buckets + (key >> digitBits) & (buckets - 1)] += 1
        counts[2 * buckets + key >> (2 * digitBits)] += 1
      }
    }
    return counts
  }

  private mutating func scatter(count: Int, shift: Int, _ counted: ArraySlice<Int>) {
    var places: [Int] = []
    places.reserveCapacity(Self.buckets)
    var next = 0
    for count in counted {
      places.append(next)
      next += count
    }
    keys.withUnsafeBufferPointer { from in
      spare.withUnsafeMutableBufferPointer { to in
        places.withUnsafeMutableBufferPointer { places in
          for i in 0..<count {
            let key = from[i]
            let digit = Int(key >> UInt32(shift)) & (Self.buckets - 1)
            to[places[digit]] = key
            places[digit] += 1
          }
        }
      }
    }
  }

  /// Bits whose order as whole numbers is the order of the floating-point numbers.
  private static func ordered(_ bits: UInt32) -> UInt32 {
    bits >> 31 == 0 ? bits | 0x8000_0000 : ~bits
  }

  private static func restored(_ key: UInt32) -> UInt32 {
    key >> 31 == 0 ? ~key : key & 0x7FFF_FFFF
  }
}
