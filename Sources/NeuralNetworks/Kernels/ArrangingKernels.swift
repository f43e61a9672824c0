/// What surrounds maps, and with what.
struct MapPadding: Sendable, Equatable {
  enum Filling: Sendable, Equatable {
    case constant(Float)
    /// The nearest pixel of the map.
    case edge
    /// The map mirrored at its outermost pixels, which are not repeated.
    case reflection
  }

  let top, left, bottom, right: Int
  let filling: Filling

  /// The place in the old line, or nil outside of it.
  func source(_ place: Int, before: Int, count: Int) -> Int? {
    let inside = place - before
    switch filling {
    case .constant: return (0..<count).contains(inside) ? inside : nil
    case .edge: return min(max(inside, 0), count - 1)
    case .reflection: return inside < 0 ? -inside : inside >= count ? 2 * (count - 1) - inside : inside
    }
  }

  func output(_ input: MapShape) -> MapShape? {
    let reach = filling == .reflection ? (input.height - 1, input.width - 1) : (1 << 20, 1 << 20)
    guard max(top, bottom) <= reach.0, max(left, right) <= reach.1 else { return nil }
    return MapShape(
      height: input.height + top + bottom, width: input.width + left + right, channels: input.channels)
  }
}

/// How maps become larger or smaller.
struct MapResizing: Sendable, Equatable {
  /// Where a new pixel lies among the old ones, as ONNX names it.
  enum Coordinates: String, Sendable {
    case halfPixel = "half_pixel"
    case pytorchHalfPixel = "pytorch_half_pixel"
    case alignCorners = "align_corners"
    case asymmetric
  }

  enum Rounding: String, Sendable {
    case preferFloor = "round_prefer_floor"
    case preferCeiling = "round_prefer_ceil"
    case floor
    case ceiling = "ceil"
  }

  /// New over old; nil where sizes are given.
  let scales: (height: Double, width: Double)?
  let sizes: (height: Int, width: Int)?
  /// nil takes a mean of the two nearest in each direction.
  let rounding: Rounding?
  let coordinates: Coordinates

  static func == (a: Self, b: Self) -> Bool {
    a.rounding == b.rounding && a.coordinates == b.coordinates && a.scales?.height == b.scales?.height
      && a.scales?.width == b.scales?.width && a.sizes?.height == b.sizes?.height && a.sizes?.width == b.sizes?.width
  }

  func output(_ input: MapShape) -> MapShape? {
    let height = sizes?.height ?? Int(Double(input.height) * min(max(scales?.height ?? 1, 0), 4096))
    let width = sizes?.width ?? Int(Double(input.width) * min(max(scales?.width ?? 1, 0), 4096))
    guard (1...65_536).contains(height), (1...65_536).contains(width) else { return nil }
    return MapShape(height: height, width: width, channels: input.channels)
  }

  /// For each new place of a line, the two old ones that it lies between and how much of the second.
  func places(from: Int, to: Int, scale: Double?) -> [(first: Int, second: Int, share: Float)] {
    let scale = scale ?? Double(to) / Double(from)
    return (0..<to).map { place in
      let x = Double(place)
      var position: Double
      switch coordinates {
      case .halfPixel: position = (x + 0.5) / scale - 0.5
      case .pytorchHalfPixel: position = to > 1 ? (x + 0.5) / scale - 0.5 : 0
      case .alignCorners: position = to > 1 ? x * Double(from - 1) / Double(to - 1) : 0
      case .asymmetric: position = x / scale
      }
      if let rounding {
        switch rounding {
        case .preferFloor: position = (position - 0.5).rounded(.up)
        case .preferCeiling: position = (position + 0.5).rounded(.down)
        case .floor: position = position.rounded(.down)
        case .ceiling: position = position.rounded(.up)
        }
      }
      position = min(max(position, 0), Double(from - 1))
      let first = Int(position)
      return (first, min(first + 1, from - 1), Float(position - Double(first)))
    }
  }
}

/// Surrounds maps with more pixels.
struct PaddingKernel: MapKernel {
  let padding: MapPadding
  let input: MapShape
  let output: MapShape

  func scratch(batch: Int) -> Int { 0 }

  func run(
    batch: Int, inputs: [UnsafePointer<Float>], output target: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    var filling: Float = 0
    if case .constant(let value) = padding.filling { filling = value }
    for row in 0..<batch * output.pixels {
      let (image, pixel) = row.quotientAndRemainder(dividingBy: output.pixels)
      let (y, x) = pixel.quotientAndRemainder(dividingBy: output.width)
      let result = target + row * output.stride
      result.update(repeating: 0, count: output.stride)
      if let sourceY = padding.source(y, before: padding.top, count: input.height),
        let sourceX = padding.source(x, before: padding.left, count: input.width)
      {
        let source = inputs[0] + image * input.size + (sourceY * input.width + sourceX) * input.stride
        result.update(from: source, count: input.channels)
      } else {
        result.update(repeating: filling, count: output.channels)
      }
    }
  }
}

/// Brings maps to another size.
struct ResizingKernel: MapKernel {
  let input: MapShape
  let output: MapShape
  private let rows: [(first: Int, second: Int, share: Float)]
  private let columns: [(first: Int, second: Int, share: Float)]

  init(_ resizing: MapResizing, input: MapShape, output: MapShape) {
    (self.input, self.output) = (input, output)
    rows = resizing.places(from: input.height, to: output.height, scale: resizing.scales?.height)
    columns = resizing.places(from: input.width, to: output.width, scale: resizing.scales?.width)
  }

  func scratch(batch: Int) -> Int { 0 }

  func run(
    batch: Int, inputs: [UnsafePointer<Float>], output target: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    for image in 0..<batch {
      let source = inputs[0] + image * input.size
      func old(_ y: Int, _ x: Int) -> UnsafePointer<Float> { source + (y * input.width + x) * input.stride }
      for (y, row) in rows.enumerated() {
        for (x, column) in columns.enumerated() {
          let result = target + image * output.size + (y * output.width + x) * output.stride
          result.update(repeating: 0, count: output.stride)
          let (a, b) = (old(row.first, column.first), old(row.first, column.second))
          let (c, d) = (old(row.second, column.first), old(row.second, column.second))
          for channel in 0..<output.channels {
            let upper = a[channel] + column.share * (b[channel] - a[channel])
            let lower = c[channel] + column.share * (d[channel] - c[channel])
            result[channel] = upper + row.share * (lower - upper)
          }
        }
      }
    }
  }
}

/// Some channels, in another order.
struct ChannelKernel: MapKernel {
  let channels: [Int]
  let input: MapShape
  let output: MapShape

  func scratch(batch: Int) -> Int { 0 }

  func run(
    batch: Int, inputs: [UnsafePointer<Float>], output target: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<batch * output.pixels {
      let (source, result) = (inputs[0] + row * input.stride, target + row * output.stride)
      for (place, channel) in channels.enumerated() { result[place] = source[channel] }
      for place in channels.count..<output.stride { result[place] = 0 }
    }
  }
}
