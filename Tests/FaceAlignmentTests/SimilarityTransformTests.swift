import Testing

@testable import FaceAlignment

@Suite struct SimilarityTransformTests {
  private let points = [(0.0, 0.0), (4.0, 1.0), (2.0, 5.0), (-3.0, 2.0)].map { LandmarkPoint(x: $0.0, y: $0.1) }

  @Test func whatWasDoneIsFound() throws {
    let done = SimilarityTransform(cosine: 1.5, sine: -0.5, right: 3, down: -7)
    let found = SimilarityTransform(from: points, to: points.map { done($0) })
    for (one, other) in [
      (found.cosine, 1.5), (found.sine, -0.5), (found.right, 3), (found.down, -7), (found.scale, 2.5.squareRoot()),
    ] { #expect(abs(one - other) < 1e-12) }
    let back = try #require(found.inverse)
    for point in points {
      let returned = back(found(point))
      #expect(abs(returned.x - point.x) < 1e-12 && abs(returned.y - point.y) < 1e-12)
    }
  }

  /// No small change of any of its numbers brings the points nearer.
  @Test func itIsTheNearest() {
    let others = [(1.0, 0.5), (5.0, 0.0), (4.0, 4.0), (-2.0, 3.0)].map { LandmarkPoint(x: $0.0, y: $0.1) }
    func distance(_ transform: SimilarityTransform) -> Double {
      zip(points, others).reduce(0) { sum, pair in
        let place = transform(pair.0)
        return sum + (place.x - pair.1.x) * (place.x - pair.1.x) + (place.y - pair.1.y) * (place.y - pair.1.y)
      }
    }
    let found = SimilarityTransform(from: points, to: others)
    for number in [\SimilarityTransform.cosine, \.sine, \.right, \.down] {
      for step in [-1e-3, 1e-3] {
        var other = found
        other[keyPath: number] += step
        #expect(distance(other) > distance(found))
      }
    }
  }

  @Test func onePointIsShifted() {
    let found = SimilarityTransform(from: [LandmarkPoint(x: 1, y: 2)], to: [LandmarkPoint(x: 4, y: 4)])
    #expect(found == SimilarityTransform(right: 3, down: 2))
    #expect(SimilarityTransform(from: points, to: points.map { _ in LandmarkPoint(x: 1, y: 1) }).inverse == nil)
  }
}
