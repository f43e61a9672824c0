/// Where one column is cut into bins: bin b holds the numbers x with `cuts[b − 1] ≤ x < cuts[b]`.
///
/// A column with at most as many distinct numbers as bins gets one bin for each number; otherwise bins hold about
/// equally many rows, and a number that fills more than its share has a bin of its own.
struct ColumnCuts: Sendable, Equatable {
  /// Ascending; one fewer than there are bins.
  private(set) var cuts: [Float] = []
  /// The middle of the numbers in each bin.
  private(set) var centres: [Float] = []

  var bins: Int { centres.count }

  /// - Parameters:
  ///   - sorted: the column's numbers in ascending order, none of them NaN.
  ///   - most: bins at most.
  init(sorted: UnsafeBufferPointer<Float>, most: Int) {
    guard let first = sorted.first else {
      centres = [0]
      return
    }
    let fits = Self.distinct(sorted, atMost: most)
    var (rest, binsLeft, inBin, start, lowest) = (sorted.count, most, 0, 0, first)
    while start < sorted.count {
      let value = sorted[start]
      var end = start + 1
      while end < sorted.count && sorted[end] == value { end += 1 }
      inBin += end - start
      let isLast = end == sorted.count
      if isLast || (binsLeft > 1 && (fits || inBin * binsLeft >= rest)) {
        centres.append(Self.middle(lowest, value))
        rest -= inBin
        binsLeft -= 1
        inBin = 0
        if !isLast {
          lowest = sorted[end]
          cuts.append(Self.cut(between: value, and: lowest))
        }
      }
      start = end
    }
  }

  /// The bin of each of `count` numbers, written `stride` apart; NaN gets `missing`.
  func assign(
    _ numbers: UnsafePointer<Float>, count: Int, missing: UInt8, to bins: UnsafeMutablePointer<UInt8>, stride: Int
  ) {
    var padded = cuts
    padded.append(contentsOf: repeatElement(.infinity, count: 255 - cuts.count))
    padded.withUnsafeBufferPointer { cuts in
      guard let cuts = cuts.baseAddress else { return }
      for i in 0..<count {
        let x = numbers[i]
        var bin = 0
        // Without branches: half of what is left is passed over, or not.
        bin += cuts[127] <= x ? 128 : 0
        bin += cuts[bin + 63] <= x ? 64 : 0
        bin += cuts[bin + 31] <= x ? 32 : 0
        bin += cuts[bin + 15] <= x ? 16 : 0
        bin += cuts[bin + 7] <= x ? 8 : 0
        bin += cuts[bin + 3] <= x ? 4 : 0
        bin += cuts[bin + 1] <= x ? 2 : 0
        bin += cuts[bin] <= x ? 1 : 0
        bins[i * stride] = x.isNaN ? missing : UInt8(truncatingIfNeeded: bin)
      }
    }
  }

  /// The greatest bin of `bins` but the last whose numbers lie below the middle of the outermost two.
  func middleBin(of bins: ClosedRange<Int>) -> Int {
    lastBin(of: bins, below: Self.middle(centres[bins.lowerBound], centres[bins.upperBound]))
  }

  /// The greatest bin of `bins` but the last whose centre is at most `value`; the first where none is.
  func lastBin(of bins: ClosedRange<Int>, below value: Float) -> Int {
    var bin = bins.lowerBound
    while bin + 1 < bins.upperBound && centres[bin + 1] <= value { bin += 1 }
    return bin
  }

  private static func distinct(_ sorted: UnsafeBufferPointer<Float>, atMost most: Int) -> Bool {
    var count = 1
    for i in 1..<max(1, sorted.count) where sorted[i] != sorted[i - 1] {
      count += 1
      if count > most { return false }
    }
    return true
  }

  /// Halves first: the sum of two large numbers may not be finite.
  private static func middle(_ low: Float, _ high: Float) -> Float {
    low / 2 + high / 2
  }

  /// The least number above the middle, so that a number right in the middle falls below, as in scikit-learn.
  private static func cut(between low: Float, and high: Float) -> Float {
    // Between neighbouring numbers there is no third.
    min(max(low, middle(low, high)).nextUp, high)
  }
}
