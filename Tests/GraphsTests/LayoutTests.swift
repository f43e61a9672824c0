import Graphs
import Numerics
import Testing

@Suite struct LayoutTests {
  private func overlaps(_ points: [Point], _ sizes: [BoxSize], gap: Double) -> Int {
    points.indices.reduce(0) { count, a in
      count
        + (a + 1..<max(points.count, a + 1)).count { b in
          abs(points[a].x - points[b].x) < (sizes[a].width + sizes[b].width) / 2 + gap - 1e-6
            && abs(points[a].y - points[b].y) < (sizes[a].height + sizes[b].height) / 2 + gap - 1e-6
        }
    }
  }

  @Test func forcesKeepBoxesApartAndLinkedOnesNear() throws {
    let graph = try #require(try GraphFixture.all()["karate"]).graph()
    let sizes = (0..<graph.count).map { BoxSize(width: 30 + Double($0), height: 12) }
    let layout = ForceDirectedLayout(rounds: 100)
    let points = try layout.positions(graph, sizes: sizes)
    #expect(overlaps(points, sizes, gap: 2) == 0)
    #expect(try layout.positions(graph, sizes: sizes, context: ExecutionContext(threads: 2)) == points)
    func mean(_ pairs: [(Int, Int)]) -> Double {
      pairs.reduce(0) { sum, pair in
        let (dx, dy) = (points[pair.0].x - points[pair.1].x, points[pair.0].y - points[pair.1].y)
        return sum + (dx * dx + dy * dy).squareRoot()
      } / Double(pairs.count)
    }
    let all = points.indices.flatMap { a in (0..<a).map { (a, $0) } }
    #expect(mean(graph.edges.map { ($0.a, $0.b) }) < 0.75 * mean(all))
  }

  @Test func boxesAtOnePlaceComeApart() throws {
    let sizes = [BoxSize](repeating: BoxSize(width: 10, height: 10), count: 12)
    let points = try OverlapRemoval(gap: 1).separated([Point](repeating: Point(x: 0, y: 0), count: 12), sizes: sizes)
    #expect(overlaps(points, sizes, gap: 1) == 0)
    #expect(throws: GraphError.differentLengths(of: "box sizes", found: 12, vertices: 1)) {
      try OverlapRemoval(gap: 1).separated([Point(x: 0, y: 0)], sizes: sizes)
    }
  }

  @Test func wordsArePackedAroundTheFirst() throws {
    let sizes = (0..<80).map { BoxSize(width: 200 / Double($0 + 2) + 20, height: 60 / Double($0 + 2) + 8) }
    let points = try WordPacking().positions(sizes)
    #expect(points[0] == Point(x: 0, y: 0))
    #expect(overlaps(points, sizes, gap: 2) == 0)
    #expect(try WordPacking().positions(sizes) == points)
    // The boxes fill a good part of the frame around them.
    let area = sizes.reduce(0) { $0 + $1.width * $1.height }
    let width = (points.map(\.x).max() ?? 0) - (points.map(\.x).min() ?? 0)
    let height = (points.map(\.y).max() ?? 0) - (points.map(\.y).min() ?? 0)
    #expect(area / (width * height) > 0.45)
    #expect(try WordPacking().positions([]).isEmpty)
  }

  @Test func layersPutCausesAboveEffects() throws {
    let arrows: [(from: Int, to: Int)] = [(0, 1), (0, 2), (1, 3), (2, 3), (0, 3), (4, 3)]
    let sizes = [BoxSize](repeating: BoxSize(width: 40, height: 20), count: 5)
    let drawing = try LayeredLayout().drawing(arrows: arrows, sizes: sizes)
    #expect(drawing.layers == [0, 1, 1, 2, 1])
    #expect(drawing.crossings == 0)
    for arrow in arrows { #expect(drawing.centres[arrow.from].y < drawing.centres[arrow.to].y) }
    #expect(overlaps(drawing.centres, sizes, gap: 20) == 0)
    #expect(drawing.routes.map(\.count) == [2, 2, 2, 2, 3, 2])
    #expect(drawing.routes[4].first == drawing.centres[0] && drawing.routes[4].last == drawing.centres[3])
    #expect(drawing.centres.allSatisfy { $0.x >= 20 - 1e-9 && $0.x <= drawing.width - 20 + 1e-9 })
  }

  /// Pairs of layers that cross as written, but need not.
  @Test func crossingsAreUndone() throws {
    let arrows: [(from: Int, to: Int)] = [(0, 7), (1, 6), (2, 5), (3, 4), (4, 11), (5, 10), (6, 9), (7, 8)]
    let sizes = [BoxSize](repeating: BoxSize(width: 10, height: 10), count: 12)
    #expect(try LayeredLayout(sweeps: 0).drawing(arrows: arrows, sizes: sizes).crossings == 12)
    #expect(try LayeredLayout().drawing(arrows: arrows, sizes: sizes).crossings == 0)
    #expect(throws: GraphError.cycle([0, 1])) {
      try LayeredLayout().drawing(arrows: [(0, 1), (1, 0)], sizes: Array(sizes.prefix(2)))
    }
    #expect(try LayeredLayout().drawing(arrows: [], sizes: []).centres.isEmpty)
  }
}
