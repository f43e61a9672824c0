extension SIMD8<Double> {
  /// Eight numbers in memory, in double precision.
  ///
  /// Lane by lane from memory, because only that compiles to a single conversion: the generic initialiser, given a vector,
  /// converts it in pieces that it then has to put together, for ten times the instructions.
  @inlinable @inline(__always)
  public init(wideningAt numbers: UnsafePointer<Float>) {
    self.init(
      Double(numbers[0]), Double(numbers[1]), Double(numbers[2]), Double(numbers[3]), Double(numbers[4]),
      Double(numbers[5]), Double(numbers[6]), Double(numbers[7]))
  }
}
