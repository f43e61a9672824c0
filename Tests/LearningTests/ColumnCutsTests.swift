import Numerics
import Testing

@testable import Learning

@Suite struct ColumnCutsTests {
  private func cuts(_ numbers: [Float], most: Int = 255) -> ColumnCuts {
    numbers.sorted().withUnsafeBufferPointer { ColumnCuts(sorted: $0, most: most) }
  }

  private func bins(_ numbers: [Float], _ cuts: ColumnCuts) -> [UInt8] {
    var result = [UInt8](repeating: 0, count: numbers.count)
    result.withUnsafeMutableBufferPointer { bins in
      guard let base = bins.baseAddress else { return }
      cuts.assign(numbers, count: numbers.count, missing: 255, to: base, stride: 1)
    }
    return result
  }

  private func random(_ count: Int) -> [Float] {
    var generator = SeededGenerator(seed: 8)
    return (0..<count).map { _ in Float(generator.uniform() * 2 - 1) * (generator.below(3) == 0 ? 1e30 : 1e-3) }
  }

  @Test(arguments: [0, 1, 2, 256, 257, 5000])
  func sortsAsTheLibraryDoes(_ count: Int) {
    var numbers = random(count) + [0, -0.0, .infinity, -.infinity, .greatestFiniteMagnitude].prefix(count)
    let expected = numbers.sorted()
    var sort = FloatSort(capacity: numbers.count)
    numbers.withUnsafeMutableBufferPointer { sort.sort($0) }
    #expect(numbers == expected)
  }

  @Test func fewDistinctNumbersGetABinEach() {
    let numbers: [Float] = [3, 1, 2, 2, 3, 1, 1, 9]
    let cuts = cuts(numbers)
    // A number right in the middle falls below, as in scikit-learn.
    #expect(cuts.cuts == [1.5 as Float, 2.5, 6].map(\.nextUp))
    #expect(bins([1.5, 2.5, 6], cuts) == [0, 1, 2])
    #expect(cuts.centres == [1, 2, 3, 9])
    #expect(bins(numbers, cuts) == [2, 0, 1, 1, 2, 0, 0, 3])
  }

  @Test func manyNumbersGetBinsOfLikeSize() {
    let numbers = random(25_500)
    let cuts = cuts(numbers)
    #expect(cuts.bins == 255)
    var sizes = [Int](repeating: 0, count: 255)
    for bin in bins(numbers, cuts) { sizes[Int(bin)] += 1 }
    #expect(sizes.allSatisfy { (99...102).contains($0) })
  }

  @Test func aFrequentNumberHasItsOwnBin() {
    let numbers = [Float](repeating: 0, count: 5000) + (1...5000).map(Float.init)
    let cuts = cuts(numbers)
    let assigned = bins(numbers, cuts)
    #expect(cuts.bins <= 255)
    #expect(assigned[..<5000].allSatisfy { $0 == 0 })
    #expect(assigned[5000] == 1)
  }

  @Test func binsKeepTheOrderAndAgreeWithTheCuts() {
    let numbers = random(3000).sorted()
    let cuts = cuts(numbers, most: 37)
    let assigned = bins(numbers, cuts)
    #expect(cuts.bins == 37)
    #expect(zip(assigned, assigned.dropFirst()).allSatisfy(<=))
    for (number, bin) in zip(numbers, assigned) {
      #expect(Int(bin) == cuts.cuts.count { $0 <= number })
    }
  }

  @Test func neighbouringAndExtremeNumbersAreToldApart() {
    let numbers: [Float] = [1, Float(1).nextUp, -.greatestFiniteMagnitude, .greatestFiniteMagnitude]
    #expect(bins(numbers, cuts(numbers)) == [1, 2, 0, 3])
  }

  @Test func missingNumbersAreApart() throws {
    let features = Matrix(rows: 3, columns: 2, storage: [1, .nan, 2, .nan, .nan, .nan])
    let binned = try BinnedColumns(features, width: 16, context: .plain)
    #expect(binned.hasMissing == [true, true])
    #expect(binned.blockBins == [2])
    #expect((0..<3).map { binned.column(0)[$0 * 16] } == [0, 1, 2])
    #expect((0..<3).map { binned.column(1)[$0 * 16] } == [2, 2, 2])
  }
}
