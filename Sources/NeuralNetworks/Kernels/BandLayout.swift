/// How the maps that a window goes over are cut into bands of rows, and how a band lies in memory.
///
/// Sixteen channels make a block. A block holds its rows with what is added at their ends, so that no window has to look
/// where the map ends; a row that is no longer needed gives its place to the next. Where maps are small, whole images, and
/// some at a time, are a band, and the blocks of one panel of filters are all that is in memory.
struct BandLayout: Sendable {
  let maps: MapShape
  let windows: MapShape
  let geometry: ConvolutionGeometry
  let isWhole: Bool
  /// Images of a band: one, where it is not whole.
  let images: Int
  /// Rows of results of a band.
  let rows: Int
  /// Places for rows of the maps, of each image.
  let slots: Int
  /// Pixels from one row to the next.
  let pitch: Int
  let blocks: Int

  /// Numbers that fit into the second cache beside weights.
  static var usualBudget: Int { 160_000 }

  /// - Parameters:
  ///   - isSingle: whether a band may not hold several images.
  ///   - budget: numbers that a band may take, unless a single row takes more.
  init(_ geometry: ConvolutionGeometry, maps: MapShape, windows: MapShape, isSingle: Bool, budget: Int) {
    (self.geometry, self.maps, self.windows) = (geometry, maps, windows)
    let (kernel, step) = (geometry.kernel, geometry.stride)
    let pitch = max(
      maps.width + geometry.padding.left + geometry.padding.right, (windows.width - 1) * step.x + kernel.width)
    self.pitch = pitch
    let height = (windows.height - 1) * step.y + kernel.height
    let panel = PackedFilters.panelWidth(maps.stride)
    let each = height * pitch * panel + windows.size
    isWhole = each <= budget
    if isWhole {
      (images, rows, slots, blocks) = (isSingle ? 1 : min(8, budget / each), windows.height, height, panel / 16)
      return
    }
    let fitting = (1...windows.height).last { rows in
      ((rows - 1) * step.y + kernel.height) * pitch * maps.stride + rows * windows.width * windows.stride <= budget
    }
    // Products take six pixels at a time: of three rows of even width nothing is left over.
    let most = fitting ?? 1
    rows = most >= 3 ? most / 3 * 3 : most
    (images, slots, blocks) = (1, (rows - 1) * step.y + kernel.height, maps.stride / 16)
  }

  /// Numbers of a block: its rows, and a pixel for what is not wanted.
  var blockSize: Int { images * slots * pitch * 16 + 16 }

  /// Where what is not wanted goes.
  var waste: Int { images * slots * pitch * 16 }

  var size: Int { blocks * blockSize }

  /// Rows of the maps, counted from the first that is added above them, that windows in these rows of results take.
  func needed(_ rows: Range<Int>) -> Range<Int> {
    rows.lowerBound * geometry.stride.y..<(rows.upperBound - 1) * geometry.stride.y + geometry.kernel.height
  }

  /// Where a row begins, with what is added before it.
  @inline(__always)
  func start(_ row: Int, image: Int) -> Int { (image * slots + row % slots) * pitch * 16 }

  /// Which of these rows are on the map, as its own rows.
  func inside(_ rows: Range<Int>) -> Range<Int> {
    (rows.lowerBound - geometry.padding.top..<rows.upperBound - geometry.padding.top).clamped(to: 0..<maps.height)
  }

  /// Writes what lies around the maps at the ends of all rows, which nothing is written over afterwards, and above and below
  /// them where a band is whole.
  func surround(_ base: UnsafeMutablePointer<Float>, with filling: Float) {
    let (before, after) = (geometry.padding.left * 16, (pitch - geometry.padding.left - maps.width) * 16)
    for block in 0..<blocks {
      for slot in 0..<images * slots {
        let line = base + block * blockSize + slot * pitch * 16
        line.update(repeating: filling, count: before)
        (line + pitch * 16 - after).update(repeating: filling, count: after)
      }
    }
    guard isWhole else { return }
    for image in 0..<images { fill(base, blocks: blocks, rows: 0..<slots, image: image, with: filling) }
  }

  /// Fills those of some rows that are not on the map.
  func fill(
    _ base: UnsafeMutablePointer<Float>, blocks: Int, rows: Range<Int>, image: Int, with filling: Float
  ) {
    let inside = inside(rows)
    for row in rows where !inside.contains(row - geometry.padding.top) {
      for block in 0..<blocks {
        (base + block * blockSize + start(row, image: image)).update(repeating: filling, count: pitch * 16)
      }
    }
  }
}
