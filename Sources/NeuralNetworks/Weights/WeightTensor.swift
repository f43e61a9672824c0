/// Numbers with a shape, row-major, as a file of weights holds them under a name.
public struct WeightTensor: Sendable, Equatable {
  /// Empty for a single number.
  public let shape: [Int]
  public let values: [Float]

  /// - Precondition: as many values as the product of the shape.
  public init(shape: [Int], values: [Float]) {
    precondition(values.count == shape.reduce(1, *), "a tensor needs as many numbers as its shape says")
    self.shape = shape
    self.values = values
  }
}

extension [Int] {
  /// The number of elements of a tensor of this shape, or nil where a size is negative or the product absurd.
  var elementCount: Int? {
    guard allSatisfy({ $0 >= 0 }) else { return nil }
    if contains(0) { return 0 }
    var count = 1
    for size in self {
      let (product, overflows) = count.multipliedReportingOverflow(by: size)
      guard !overflows, product < 1 << 40 else { return nil }
      count = product
    }
    return count
  }
}
