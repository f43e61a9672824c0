/// How a map is cut into the tiles of Winograd's algorithm, and how a tile goes into its points.
struct WinogradTiles: Sendable {
  private let outputs: Int
  private let padding: (top: Int, left: Int)
  private let input: MapShape
  private let output: MapShape
  private let across: Int
  private let zeros: ZeroRow
  /// Tiles of an image.
  let each: Int

  init(
    _ transform: any WinogradTransform.Type, padding: (top: Int, left: Int), input: MapShape, output: MapShape
  ) {
    outputs = transform.outputs
    self.padding = padding
    self.input = input
    self.output = output
    across = (output.width + outputs - 1) / outputs
    each = across * ((output.height + outputs - 1) / outputs)
    zeros = ZeroRow(max(input.stride, output.stride))
  }

  /// What is left of the map's height and width where tiles have filled it.
  var left: (down: Int, across: Int) { (output.height % outputs, output.width % outputs) }

  /// Whether a tile lies wholly on the map, down and across.
  func isWhole(_ tile: Int) -> (down: Bool, across: Bool) {
    let (_, y, x) = place(tile)
    return (y + outputs <= output.height, x + outputs <= output.width)
  }

  /// Results of a tile, down and across.
  func sides(of tile: Int) -> (down: Int, across: Int) {
    let (_, y, x) = place(tile)
    return (min(outputs, output.height - y), min(outputs, output.width - x))
  }

  /// Image, row and column of a tile's first output.
  @inline(__always)
  func place(_ tile: Int) -> (image: Int, y: Int, x: Int) {
    let (image, inside) = tile.quotientAndRemainder(dividingBy: each)
    let (down, across) = inside.quotientAndRemainder(dividingBy: across)
    return (image, down * outputs, across * outputs)
  }

  /// Transforms a tile of the input; the points come to lie `step` apart.
  @inline(__always)
  func take<Transform: WinogradTransform>(
    _: Transform.Type, _ tile: Int, _ source: UnsafePointer<Float>, _ temporary: UnsafeMutablePointer<SIMD16<Float>>,
    _ target: UnsafeMutablePointer<Float>, step: Int
  ) {
    take(
      Transform.self, Transform.self, tile, source, temporary, target, step: step, points: Transform.points)
  }

  /// The same for a tile whose sides differ. - Parameter points: those of a side of a whole tile.
  func take<Down: WinogradSide, Across: WinogradSide>(
    _: Down.Type, _: Across.Type, _ tile: Int, _ source: UnsafePointer<Float>,
    _ temporary: UnsafeMutablePointer<SIMD16<Float>>, _ target: UnsafeMutablePointer<Float>, step: Int, points: Int
  ) {
    let (down, across) = (Down.points, Across.points)
    let (image, y, x) = place(tile)
    let corner = (y: y - padding.top, x: x - padding.left)
    withPixels(source + image * input.size, input, corner, (down, across)) { pixels in
      for channel in stride(from: 0, to: input.stride, by: 16) {
        for column in 0..<across {
          Down.input(
            { SIMD16(from: pixels[$0 * across + column] + channel) }, { temporary[$0 * across + column] = $1 })
        }
        for row in 0..<down {
          let first = target + Down.place(row) * points * step + channel
          Across.input({ temporary[row * across + $0] }, { $1.write(to: first + Across.place($0) * step) })
        }
      }
    }
  }

  /// Transforms a tile of the gradient in the output, as the gradient in the weights takes it.
  func spread<Transform: WinogradTransform>(
    _: Transform.Type, _ tile: Int, _ source: UnsafePointer<Float>, _ temporary: UnsafeMutablePointer<SIMD16<Float>>,
    _ target: UnsafeMutablePointer<Float>, step: Int
  ) {
    let (side, points) = (Transform.outputs, Transform.points)
    let (image, y, x) = place(tile)
    withPixels(source + image * output.size, output, (y, x), (side, side)) { pixels in
      for channel in stride(from: 0, to: output.stride, by: 16) {
        for column in 0..<side {
          Transform.spread(
            { SIMD16(from: pixels[$0 * side + column] + channel) }, { temporary[$0 * side + column] = $1 })
        }
        for row in 0..<points {
          let first = target + row * points * step + channel
          Transform.spread({ temporary[row * side + $0] }, { $1.write(to: first + $0 * step) })
        }
      }
    }
  }

  /// Where the pixels of a square lie; zeros outside of the map.
  @inline(__always)
  private func withPixels(
    _ base: UnsafePointer<Float>, _ map: MapShape, _ corner: (y: Int, x: Int),
    _ side: (down: Int, across: Int),
    _ body: (UnsafePointer<UnsafePointer<Float>>) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: 36) { pixels in
      for row in 0..<side.down {
        for column in 0..<side.across {
          let (py, px) = (corner.y + row, corner.x + column)
          let isInside = py >= 0 && py < map.height && px >= 0 && px < map.width
          pixels[row * side.across + column] = isInside ? base + (py * map.width + px) * map.stride : zeros.base
        }
      }
      guard let pixels = UnsafePointer(pixels.baseAddress) else { return }
      body(pixels)
    }
  }
}
