/// Joins windows that lie about the same: what is there is seen in many of them, what only looks like it in few.
///
/// As `groupRectangles` of OpenCV, whose tolerance (a fifth of the sides) and rounding are kept, so that boxes are the
/// same.
enum DetectionGrouping {
  private static let tolerance = 0.2

  /// - Parameters:
  ///   - neighbours: how many windows beside the first must agree.
  ///   - check: asked now and then; throws to stop.
  /// - Cost: quadratic in the windows at worst, linear where they are few kinds.
  static func grouped(
    _ windows: [PixelBox], neighbours: Int, check: () throws -> Void
  ) throws -> [Detection] {
    let classes = try self.classes(of: windows, check)
    let means = classes.map(mean).filter { $0.windows > neighbours }
    return means.indices.filter { index in
      !means.indices.contains { $0 != index && isInside(means[index], means[$0]) }
    }.map { means[$0] }
  }

  /// Windows of one class are alike in pairs, or by way of others.
  private static func classes(of windows: [PixelBox], _ check: () throws -> Void) throws -> [[PixelBox]] {
    var parents = Array(windows.indices)
    func root(of index: Int) -> Int {
      var index = index
      while parents[index] != index {
        parents[index] = parents[parents[index]]
        index = parents[index]
      }
      return index
    }
    for index in windows.indices {
      if index % 256 == 255 { try check() }
      for other in 0..<index where areAlike(windows[index], windows[other]) {
        let (first, second) = (root(of: index), root(of: other))
        if first != second { parents[max(first, second)] = min(first, second) }
      }
    }
    return Dictionary(grouping: windows.indices, by: root).sorted { $0.key < $1.key }.map {
      $0.value.map { windows[$0] }
    }
  }

  private static func areAlike(_ first: PixelBox, _ second: PixelBox) -> Bool {
    let reach =
      tolerance * Double(min(first.width, second.width) + min(first.height, second.height)) * 0.5
    return Double(abs(first.x - second.x)) <= reach && Double(abs(first.y - second.y)) <= reach
      && Double(abs(first.right - second.right)) <= reach && Double(abs(first.bottom - second.bottom)) <= reach
  }

  private static func mean(_ windows: [PixelBox]) -> Detection {
    let share = 1 / Float(windows.count)
    func mean(_ side: (PixelBox) -> Int) -> Int {
      Int((Float(windows.reduce(0) { $0 + side($1) }) * share).rounded(.toNearestOrEven))
    }
    return Detection(
      box: PixelBox(x: mean(\.x), y: mean(\.y), width: mean(\.width), height: mean(\.height)), windows: windows.count)
  }

  /// Whether a box lies inside another on which clearly more windows agree.
  private static func isInside(_ inner: Detection, _ outer: Detection) -> Bool {
    guard outer.windows > max(3, inner.windows) || inner.windows < 3 else { return false }
    let across = Int((Double(outer.box.width) * tolerance).rounded(.toNearestOrEven))
    let down = Int((Double(outer.box.height) * tolerance).rounded(.toNearestOrEven))
    return inner.box.x >= outer.box.x - across && inner.box.y >= outer.box.y - down
      && inner.box.right <= outer.box.right + across && inner.box.bottom <= outer.box.bottom + down
  }
}
