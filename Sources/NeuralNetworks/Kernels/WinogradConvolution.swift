import Numerics

/// A 3×3 convolution of stride 1 by Winograd's algorithm: tiles of the input are transformed, multiplied with transformed
/// filters, one product of matrices for each point of the tile, and transformed back.
///
/// Not generic itself: its code is reached through `MapKernel`, and only a call with a concrete type is compiled for it.
final class WinogradConvolution: MapKernel {
  private let transform: any WinogradTransform.Type
  private let tiles: WinogradTiles
  private let points: Int
  let input: MapShape
  let output: MapShape
  /// One for each point.
  let filters: [PackedFilters]
  private let bias: [Float]
  private let bounds: (lower: Float, upper: Float)
  /// Tiles that go through all three steps together, so that what is between them stays in the cache.
  private let block: Int

  /// - Precondition: a 3×3 bank of one group, stride and dilation 1, and an input whose channels are filled up.
  convenience init(_ bank: FilterBank, _ transform: any WinogradTransform.Type, input: MapShape, output: MapShape) {
    self.init(
      transform, padding: (bank.geometry.padding.top, bank.geometry.padding.left), input: input, output: output,
      filters: Self.transformed(bank, transform, channels: input.stride), bias: bank.paddedBias,
      bounds: (bank.lower, bank.upper))
  }

  /// - Parameter filters: one for each point of a tile, as `transformed` gives them.
  init(
    _ transform: any WinogradTransform.Type, padding: (top: Int, left: Int), input: MapShape, output: MapShape,
    filters: [PackedFilters], bias: [Float], bounds: (lower: Float, upper: Float) = (-.infinity, .infinity)
  ) {
    self.transform = transform
    tiles = WinogradTiles(transform, padding: padding, input: input, output: output)
    points = transform.points * transform.points
    self.input = input
    self.output = output
    self.filters = filters
    self.bias = bias
    self.bounds = bounds
    // As many as keep both sides of the products in the second cache, but enough to make use of the filters; a multiple of 6.
    let fitting = 180_000 / (points * (input.stride + output.stride))
    let least = max(24, min(96, input.stride * output.stride / 1365 / 6 * 6))
    block = min(96, max(fitting / 6 * 6, least))
  }

  /// G w Gᵀ for each pair of channels, in double precision, a matrix of filters for each point.
  private static func transformed(
    _ bank: FilterBank, _ transform: any WinogradTransform.Type, channels: Int
  ) -> [PackedFilters] {
    let side = transform.points
    let g = transform.filter
    let pairs = bank.outputs * bank.inputs
    let all = OwnedBuffer<Float>(uninitialized: pairs * side * side)
    bank.weights.withUnsafeBufferPointer { weights in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: 3 * side) { rows in
        for pair in 0..<pairs {
          for y in 0..<side {
            for x in 0..<3 {
              rows[y * 3 + x] =
                g[y * 3] * Double(weights[pair * 9 + x]) + g[y * 3 + 1] * Double(weights[pair * 9 + 3 + x])
                + g[y * 3 + 2] * Double(weights[pair * 9 + 6 + x])
            }
            for x in 0..<side {
              let sum = g[x * 3] * rows[y * 3] + g[x * 3 + 1] * rows[y * 3 + 1] + g[x * 3 + 2] * rows[y * 3 + 2]
              all[(y * side + x) * pairs + pair] = Float(sum)
            }
          }
        }
      }
    }
    return (0..<side * side).map { point in
      PackedFilters(inner: channels, columns: bank.outputs) { row, column in
        row < bank.inputs ? all[point * pairs + column * bank.inputs + row] : 0
      }
    }
  }

  // The sixteen more keep the points of a tile from falling on the same lines of the cache.
  private var inputStep: Int { block * input.stride + 16 }
  private var outputStep: Int { block * output.stride + 16 }

  func scratch(batch: Int) -> Int { points * (inputStep + outputStep) }

  func run(
    batch: Int, inputs: [UnsafePointer<Float>], output target: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    if transform == WinogradFour.self {
      run(WinogradFour.self, batch, inputs, target, scratch)
    } else {
      run(WinogradTwo.self, batch, inputs, target, scratch)
    }
  }

  private func run<Transform: WinogradTransform>(
    _: Transform.Type, _ batch: Int, _ inputs: [UnsafePointer<Float>], _ target: UnsafeMutablePointer<Float>,
    _ scratch: UnsafeMutablePointer<Float>
  ) {
    let count = batch * tiles.each
    let transformed = scratch
    let products = scratch + points * inputStep
    let residual = inputs.count > 1 ? inputs[1] : nil
    withUnsafeTemporaryAllocation(of: SIMD16<Float>.self, capacity: 36) { memory in
      guard let temporary = memory.baseAddress else { return }
      for start in stride(from: 0, to: count, by: block) {
        let range = start..<min(start + block, count)
        if Transform.outputs == 4, tiles.left != (0, 0) {
          runEdges(range, inputs[0], transformed, products, temporary, target, residual)
          continue
        }
        for tile in range {
          tiles.take(
            Transform.self, tile, inputs[0], temporary, transformed + (tile - start) * input.stride, step: inputStep)
        }
        for point in 0..<points {
          FilterProduct.multiply(
            transformed + point * inputStep, stride: input.stride, rows: range.count, by: filters[point],
            into: products + point * outputStep)
        }
        for tile in range {
          give(
            Transform.self, Transform.self, tile, products + (tile - start) * output.stride, temporary, target, residual
          )
        }
      }
    }
  }

  /// A block of tiles some of which are at the end of the map and have fewer points.
  private func runEdges(
    _ range: Range<Int>, _ source: UnsafePointer<Float>, _ transformed: UnsafeMutablePointer<Float>,
    _ products: UnsafeMutablePointer<Float>, _ temporary: UnsafeMutablePointer<SIMD16<Float>>,
    _ target: UnsafeMutablePointer<Float>, _ residual: UnsafePointer<Float>?
  ) {
    let order = WinogradOrder(range, isWhole: tiles.isWhole)
    for (slot, tile) in order.tiles.enumerated() {
      Taking(
        tiles: tiles, tile: tile, source: source, temporary: temporary, target: transformed + slot * input.stride,
        step: inputStep
      ).run(tiles.sides(of: tile))
    }
    for point in 0..<points {
      let (down, across) = point.quotientAndRemainder(dividingBy: WinogradFour.points)
      let slots = order.having(
        onlyWholeDown: isOnlyWhole(down, tiles.left.down), onlyWholeAcross: isOnlyWhole(across, tiles.left.across))
      FilterProduct.multiply(
        transformed + point * inputStep + slots.lowerBound * input.stride, stride: input.stride, rows: slots.count,
        by: filters[point], into: products + point * outputStep + slots.lowerBound * output.stride)
    }
    for (slot, tile) in order.tiles.enumerated() {
      Giving(
        kernel: self, tile: tile, products: products + slot * output.stride, temporary: temporary, target: target,
        residual: residual
      ).run(tiles.sides(of: tile))
    }
  }

  private struct Taking: TileWork {
    let tiles: WinogradTiles
    let tile: Int
    let source: UnsafePointer<Float>
    let temporary: UnsafeMutablePointer<SIMD16<Float>>
    let target: UnsafeMutablePointer<Float>
    let step: Int

    @inline(__always)
    func run<Down: WinogradSide, Across: WinogradSide>(_: Down.Type, _: Across.Type) {
      tiles.take(
        Down.self, Across.self, tile, source, temporary, target, step: step, points: WinogradFour.points)
    }
  }

  private struct Giving: TileWork {
    let kernel: WinogradConvolution
    let tile: Int
    let products: UnsafePointer<Float>
    let temporary: UnsafeMutablePointer<SIMD16<Float>>
    let target: UnsafeMutablePointer<Float>
    let residual: UnsafePointer<Float>?

    @inline(__always)
    func run<Down: WinogradSide, Across: WinogradSide>(_: Down.Type, _: Across.Type) {
      kernel.give(Down.self, Across.self, tile, products, temporary, target, residual)
    }
  }

  /// Whether only a whole tile has a point along a side.
  private func isOnlyWhole(_ point: Int, _ left: Int) -> Bool {
    left == 3 ? point == 4 : left > 0 && (point == 3 || point == 4)
  }

  /// Transforms products back into outputs, finished.
  private func give<Down: WinogradSide, Across: WinogradSide>(
    _: Down.Type, _: Across.Type, _ tile: Int, _ products: UnsafePointer<Float>,
    _ temporary: UnsafeMutablePointer<SIMD16<Float>>, _ target: UnsafeMutablePointer<Float>,
    _ residual: UnsafePointer<Float>?
  ) {
    let across = Across.points
    let (step, side) = (outputStep, transform.points)
    let (image, y, x) = tiles.place(tile)
    let rows = min(Down.outputs, output.height - y)
    let columns = min(Across.outputs, output.width - x)
    let corner = image * output.size + (y * output.width + x) * output.stride
    for channel in stride(from: 0, to: output.stride, by: 16) {
      for column in 0..<across {
        let first = products + Across.place(column) * step + channel
        Down.output(
          { SIMD16(from: first + Down.place($0) * side * step) }, { temporary[$0 * across + column] = $1 })
      }
      let added = bias.withUnsafeBufferPointer { SIMD16(from: $0.baseAddress.unsafelyUnwrapped + channel) }
      for row in 0..<rows {
        let line = corner + row * output.width * output.stride + channel
        Across.output({ temporary[row * across + $0] }) { column, sum in
          guard column < columns else { return }
          let place = line + column * output.stride
          var values = sum + added
          if let residual { values += SIMD16(from: residual + place) }
          values.limited(bounds.lower, bounds.upper).write(to: target + place)
        }
      }
    }
  }
}

/// Zeros in place of a pixel outside a map.
final class ZeroRow: @unchecked Sendable {
  private let memory: OwnedBuffer<Float>
  var base: UnsafePointer<Float> { UnsafePointer(memory.base) }

  init(_ count: Int) { memory = OwnedBuffer(repeating: 0, count: count) }
}
