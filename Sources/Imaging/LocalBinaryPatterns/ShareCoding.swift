import Numerics

/// The shares that a histogram's bins can hold, numbered: count n of a cell of a pixels is n/a.
struct ShareCoding: Sendable {
  /// What each number stands for.
  let values: [Float]
  /// For each number of pixels, the number of the share of one pixel in a cell of so many; 0 where no cell has so many.
  private let firstCodes: [Int]

  /// nil where the cells of these images, cut into `grid` parts along each side, have more different shares than
  /// `CompactRows` tells apart.
  init?(_ shapes: [ImageStack.Shape], grid: Int) {
    var sides: Set<[Int]> = []
    var areas: Set<Int> = []
    for shape in shapes where sides.insert([shape.width, shape.height]).inserted {
      for height in Set(PatternHistograms.split(shape.height, into: grid)) {
        for width in Set(PatternHistograms.split(shape.width, into: grid)) { areas.insert(width * height) }
      }
      guard areas.reduce(0, +) <= CompactRows.mostValues else { return nil }
    }
    var firstCodes = [Int](repeating: 0, count: (areas.max() ?? 0) + 1)
    var values: [Float] = []
    for area in areas.sorted() {
      firstCodes[area] = values.count
      values += (0..<area).map { Float($0 + 1) / Float(area) }
    }
    (self.values, self.firstCodes) = (values, firstCodes)
  }

  /// The number of the share of one pixel in a cell of so many; those of more pixels follow.
  func firstCode(area: Int) -> Int { firstCodes[area] }
}
