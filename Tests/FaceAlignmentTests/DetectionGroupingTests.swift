import Numerics
import Testing

@testable import FaceAlignment

/// As `cv2.groupRectangles(windows, 3, 0.2)`.
@Suite struct DetectionGroupingTests {
  private func box(_ x: Int, _ y: Int, _ side: Int) -> PixelBox { PixelBox(x: x, y: y, width: side, height: side) }

  private func grouped(_ windows: [PixelBox], neighbours: Int = 3) throws -> [Detection] {
    try DetectionGrouping.grouped(windows, neighbours: neighbours, check: {})
  }

  @Test func whatAgreesBecomesItsMeanAndFewAreDropped() throws {
    let windows = [box(10, 10, 20), box(11, 10, 20), box(10, 12, 21), box(12, 11, 21), box(50, 50, 20)]
    #expect(try grouped(windows) == [.init(box: box(11, 11, 20), windows: 4)], "10.75, 10.75, 20.5 rounded to even")
    #expect(try grouped(windows, neighbours: 4).isEmpty)
    #expect(try grouped([]).isEmpty)
  }

  /// Alike by way of others: the first and the last are four pixels apart, more than a fifth of ten.
  @Test func likenessGoesOnFromOneToTheNext() throws {
    let windows = (0..<5).map { box(10 + 2 * $0, 0, 10) }
    #expect(try grouped(windows) == [.init(box: box(14, 0, 10), windows: 5)])
  }

  @Test func whatLiesInsideSomethingSurerIsDropped() throws {
    let outer = [PixelBox](repeating: box(0, 0, 100), count: 9)
    #expect(try grouped(outer + [PixelBox](repeating: box(30, 30, 20), count: 5)).map(\.windows) == [9])
    #expect(try grouped(outer + [PixelBox](repeating: box(30, 30, 20), count: 9)).count == 2, "it is as sure")
    #expect(try grouped(outer + [PixelBox](repeating: box(110, 30, 20), count: 5)).count == 2, "it lies outside")
  }

  @Test func theOrderOfWindowsDoesNotMatter() throws {
    let windows = (0..<40).map { box(($0 * 7) % 13, ($0 * 5) % 11, 20 + $0 % 3) }
    #expect(Set(try grouped(windows)) == Set(try grouped(windows.reversed())))
  }
}
