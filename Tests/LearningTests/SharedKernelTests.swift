import Glibc
import Numerics
import Testing

@testable import Learning

@Suite struct SharedKernelTests {
  /// Ten classes of 64 columns: pairs share the matrix where it fits, and compute rows of their own where it does not.
  @Test func sharingChangesNoAnswer() throws {
    let data = try Fixture.data("digits")
    let shared = try SupportVectorMachine().fit(data.features, data.labels, weights: nil, seed: 1, context: twoThreads)
    let alone = try SupportVectorMachine(rowCacheBytes: 1 << 18)
      .fit(data.features, data.labels, weights: nil, seed: 1, context: .plain)
    let answers = try shared.predict(data.features, context: .plain)
    #expect(zip(answers, try alone.predict(data.features, context: .plain)).count { $0 != $1 } <= 2)
  }

  @Test func valuesAreThoseOfTheKernel() throws {
    let features = try Fixture.data("digits").features.gathering(Array(0..<150))
    let function = try KernelFunction(.rbf, gamma: .scale, features: features)
    let origin = KernelSource.origin(for: function, features: features)
    let source = try KernelSource(function, features, origin: origin, context: .plain)
    let shared = try #require(try SharedKernel(source, classes: 3, byteBudget: 1 << 20, context: twoThreads))
    let order = (0..<150).reversed().map(Int32.init)
    var values = [Float](repeating: 0, count: 160)
    for row in [0, 77, 149] {
      values.withUnsafeMutableBufferPointer { buffer in
        buffer.baseAddress.map { shared.gather(Int32(row), order, 0..<150, into: $0) }
      }
      for (place, other) in order.enumerated() {
        let distance = zip(features.row(row), features.row(Int(other))).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        let expected = exp(-function.gamma * distance)
        #expect(abs(values[place] - expected) < 1e-5)
      }
    }
    #expect(try SharedKernel(source, classes: 2, byteBudget: 1 << 20, context: .plain) == nil)
    #expect(try SharedKernel(source, classes: 3, byteBudget: 1 << 10, context: .plain) == nil)
  }
}
