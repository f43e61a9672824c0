/// Where in an image a network sees what speaks for a class.
///
/// Grad-CAM (Selvaraju and others 2017) of a score that is linear in the means of the last maps, as the classifier of
/// ResNet18 or any linear model on its features is: the gradient of the score in a map is its weight over the number of
/// pixels at every pixel, so that no network has to be run backwards (this is then CAM, Zhou and others 2016).
public struct ClassActivation: Sendable, Equatable {
  public let height: Int
  public let width: Int
  /// Row by row, from 0 to 1, where 1 is the pixel that speaks most for the class; all 0 where none does.
  public let values: [Float]

  /// - Parameters:
  ///   - maps: one image's row of features that were prepared with `isPooled: false`, channel by channel.
  ///   - weights: what each channel's mean adds to the class's score.
  /// - Throws: `NetworkError.mismatchedCounts` where there are not as many weights as maps.
  public init(maps: ArraySlice<Float>, height: Int, width: Int, weights: [Float]) throws {
    let pixels = height * width
    guard pixels > 0, maps.count == pixels * weights.count else {
      throw NetworkError.mismatchedCounts(
        what: "weights", expected: pixels > 0 ? maps.count / pixels : 0, found: weights.count)
    }
    var sums = [Double](repeating: 0, count: pixels)
    for (channel, weight) in weights.enumerated() {
      let start = maps.startIndex + channel * pixels
      for pixel in 0..<pixels { sums[pixel] += Double(weight) * Double(maps[start + pixel]) }
    }
    let largest = sums.max() ?? 0
    self.height = height
    self.width = width
    values = sums.map { largest > 0 ? Float(max(0, $0) / largest) : 0 }
  }
}
