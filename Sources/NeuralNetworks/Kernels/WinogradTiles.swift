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

  /// Image, row and column of a tile's first output.
  @inline(__always)
  func place(_ tile: Int) -> (image: Int, y: Int, x: Int) {
    let (image, inside) = tile.quotientAndRemainder(dividingBy: each)
    let (down, across) = inside.quotientAndRemainder(dividingBy: across)
    return (image, down * outputs, across * outputs)
  }

  /// Transforms a tile of the input; the points come to lie `step` apart.
  func take<Transform: WinogradTransform>(
    _: Transform.Type, _ tile: Int, _ source: UnsafePointer<Float>, _ temporary: UnsafeMutablePointer<SIMD16<Float>>,
    _ target: UnsafeMutablePointer<Float>, step: Int
  ) {
    let side = Transform.points
    let (image, y, x) = place(tile)
    let corner = (y: y - padding.top, x: x - padding.left)
    withPixels(source + image * input.size, input, corner, side) { pixels in
      for channel in stride(from: 0, to: input.stride, by: 16) {
        for column in 0..<side {
          Transform.input(
            { SIMD16(from: pixels[$0 * side + column] + channel) }, { temporary[$0 * side + column] = $1 })
        }
        for row in 0..<side {
          let first = target + row * side * step + channel
          Transform.input({ temporary[row * side + $0] }, { $1.write(to: first + $0 * step) })
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
    withPixels(source + image * output.size, output, (y, x), side) { pixels in
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
    _ base: UnsafePointer<Float>, _ map: MapShape, _ corner: (y: Int, x: Int), _ side: Int,
    _ body: (UnsafePointer<UnsafePointer<Float>>) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: 36) { pixels in
      for row in 0..<side {
        for column in 0..<side {
          let (py, px) = (corner.y + row, corner.x + column)
          let isInside = py >= 0 && py < map.height && px >= 0 && px < map.width
          pixels[row * side + column] = isInside ? base + (py * map.width + px) * map.stride : zeros.base
        }
      }
      guard let pixels = UnsafePointer(pixels.baseAddress) else { return }
      body(pixels)
    }
  }
}
