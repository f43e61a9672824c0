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

  /// A megabyte does not hold all values, but two and a half times as much what classes and pairs have.
  @Test func lookingPairsUpChangesNoAnswer() throws {
    let data = try Fixture.data("digits")
    let machine = try SupportVectorMachine(rowCacheBytes: 1 << 20)
    let looking = try machine.fit(data.features, data.labels, weights: nil, seed: 1, context: twoThreads)
    #expect(try machine.fit(data.features, data.labels, weights: nil, seed: 1, context: .plain) == looking)
    let shared = try SupportVectorMachine().fit(data.features, data.labels, weights: nil, seed: 1, context: .plain)
    for (own, other) in zip(looking.dualObjectives, shared.dualObjectives) { #expect(abs(own / other - 1) < 1e-4) }
    let answers = try looking.predict(data.features, context: .plain)
    #expect(zip(answers, try shared.predict(data.features, context: .plain)).count { $0 != $1 } <= 2)
  }

  @Test func aPairHasTheValuesOfItsRows() throws {
    let data = try Fixture.data("digits")
    let rows = data.labels.codes.indices.filter { data.labels.codes[$0] < 3 }.prefix(200)
    let features = data.features.gathering(Array(rows))
    let labels = Labels(names: data.labels.names, codes: rows.map { data.labels.codes[$0] })
    let machine = try SupportVectorMachine(cost: 2)
    let prepared = try machine.prepare(features, labels, weights: nil, context: .plain)
    let classRows = ClassRows(
      rows: (0..<10).map { code in labels.codes.indices.filter { labels.codes[$0] == code }.map(Int32.init) },
      bounds: [Double](repeating: 1, count: labels.count))
    let kernels = try #require(
      try ClassKernels(prepared.source, classRows, byteBudget: 1 << 20, context: twoThreads))
    #expect(try ClassKernels(prepared.source, classRows, byteBudget: 1 << 10, context: .plain) == nil)
    let all = try #require(prepared.source.shared)
    let pair = ClassPair(first: 0, second: 2)
    let order = classRows.order(of: pair)
    // The front half ascends, the rest does not.
    let rest: [Int32] = [5, 1, Int32(order.count - 1), 3]
    let places = (0..<order.count / 2).map { Int32(2 * $0) } + rest
    let coefficients = (0..<order.count).map { Double($0 % 7) - 3 }
    try kernels.withKernel(of: pair, context: .plain) { (kernel: PairKernel) -> Void in
      for place in [0, 3, order.count / 2, order.count - 1] {
        let own = written(places.count) {
          kernel.gather(Int32(place), places, sorted: order.count / 2, 0..<places.count, into: $0)
        }
        let chosen = places.map { order[Int($0)] }
        let other = written(places.count) { all.gather(order[place], chosen, 0..<places.count, into: $0) }
        for (a, b) in zip(own, other) { #expect(abs(a - b) < 1e-5) }
        let values = written(order.count) { all.gather(order[place], order, 0..<order.count, into: $0) }
        var expected = 0.0
        for (value, coefficient) in zip(values, coefficients) { expected += Double(value) * coefficient }
        let sums = try kernel.sums(of: [Int32(place)][...], coefficients: coefficients, context: .plain)
        #expect(abs(sums[0] - expected) < 1e-3)
      }
    }
  }

  /// A row of so many numbers, and what stands behind them up to the next multiple of 16.
  private func written(_ count: Int, _ write: (UnsafeMutablePointer<Float>) -> Void) -> [Float] {
    var values = [Float](repeating: -1, count: Lanes.padded(count))
    values.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { write(base) }
    }
    return values
  }

  @Test func whatIsPreparedServesOtherCosts() throws {
    let data = try Fixture.data("digits")
    let prepared = try SupportVectorMachine(cost: 1).prepare(
      data.features, data.labels, weights: nil, context: twoThreads)
    for cost in [0.1, 10] {
      let machine = try SupportVectorMachine(cost: cost)
      let alone = try machine.fit(data.features, data.labels, weights: nil, seed: 1, context: twoThreads)
      let shared = try machine.fit(
        data.features, data.labels, weights: nil, prepared: prepared, seed: 1, context: .plain)
      #expect(alone == shared)
    }
    #expect(prepared.byteCount > 4 * data.features.rows * data.features.rows)
  }
}
