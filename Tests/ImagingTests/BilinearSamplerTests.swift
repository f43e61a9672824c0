import Testing

@testable import Imaging

@Suite struct BilinearSamplerTests {
  /// Two rows of two pixels of two channels.
  private static let image = Image(width: 2, height: 2, channels: 2, pixels: [0, 200, 100, 100, 40, 0, 80, 255])

  private func value(_ x: Double, _ y: Double) -> [Float] {
    Self.image.withSampler { sampler in (0..<2).map { sampler.value($0, at: sampler.place(x: x, y: y)) } }
  }

  @Test func numbersLieBetweenTheFourNearestPixels() {
    #expect(value(0, 0) == [0, 200])
    #expect(value(0.5, 0) == [50, 150])
    #expect(value(1, 0.25) == [95, 138.75])
    // A quarter of the way across and half-way down: (25 + 50) / 2, (175 + 63.75) / 2.
    #expect(value(0.25, 0.5) == [37.5, 119.375])
  }

  @Test func beyondTheEdgesTheEdgeGoesOn() {
    #expect(value(-3, -1e12) == [0, 200])
    #expect(value(9, 0.25) == value(1, 0.25))
    #expect(value(1e300, 1e300) == [80, 255])
  }
}
