import Numerics

/// Resizes pictures to one size, keeping weights and memory between pictures of the same shape. One per thread.
final class Resizer {
  private let width: Int
  private let height: Int
  private let filter: ResizeFilter
  private var shape = ImageStack.Shape(width: 0, height: 0, channels: 0)
  private var across = ResizeWeights(from: 1, to: 1)
  private var down = ResizeWeights(from: 1, to: 1)
  /// The picture after the first pass.
  private var between: [UInt8] = []
  private var sums: [Int32] = []

  private let context: ExecutionContext

  init(width: Int, height: Int, filter: ResizeFilter, context: ExecutionContext) {
    self.context = context
    self.width = width
    self.height = height
    self.filter = filter
  }

  /// Writes `width` × `height` pixels of as many channels as the image has.
  ///
  /// - Precondition: neither is empty.
  /// - Throws: `Interrupted`, in the middle of large images.
  func write(
    _ image: UnsafeBufferPointer<UInt8>, shape: ImageStack.Shape, to target: UnsafeMutableBufferPointer<UInt8>
  ) throws {
    guard let source = image.baseAddress, let target = target.baseAddress else { return }
    if filter == .nearest {
      writeNearest(source, shape: shape, to: target)
      return
    }
    prepare(for: shape)
    try between.withUnsafeMutableBufferPointer { between in
      guard let between = between.baseAddress else { return }
      if isVerticalFirst {
        try resizeRows(of: source, length: shape.width * shape.channels, to: between)
        try resizeColumns(of: between, rows: height, to: target)
      } else {
        try resizeColumns(of: source, rows: shape.height, to: between)
        try resizeRows(of: between, length: width * shape.channels, to: target)
      }
    }
  }

  /// The order of the passes shows in rounding, so it is Pillow's (version 13, found by experiment): rows first where
  /// they become fewer by more than twice as much as the columns do.
  private var isVerticalFirst: Bool {
    height < shape.height && shape.height - height > 2 * (shape.width - width)
  }

  private func prepare(for shape: ImageStack.Shape) {
    guard shape != self.shape else { return }
    self.shape = shape
    across = ResizeWeights(from: shape.width, to: width)
    down = ResizeWeights(from: shape.height, to: height)
    let pixels = isVerticalFirst ? shape.width * height : width * shape.height
    between = [UInt8](repeating: 0, count: pixels * shape.channels)
    sums = [Int32](repeating: 0, count: max(shape.width, width) * shape.channels)
  }

  private func resizeColumns(of source: UnsafePointer<UInt8>, rows: Int, to target: UnsafeMutablePointer<UInt8>) throws
  {
    let channels = shape.channels
    try across.starts.withUnsafeBufferPointer { starts in
      try across.weights.withUnsafeBufferPointer { weights in
        guard let starts = starts.baseAddress, let weights = weights.baseAddress else { return }
        for row in 0..<rows {
          if row % 256 == 255 { try context.checkInterruption() }
          let (line, out) = (source + row * shape.width * channels, target + row * width * channels)
          if channels == 1 {
            blendGray(line, starts, weights, to: out)
          } else {
            blendColour(line, starts, weights, to: out)
          }
        }
      }
    }
  }

  private func resizeRows(of source: UnsafePointer<UInt8>, length: Int, to target: UnsafeMutablePointer<UInt8>) throws {
    for row in 0..<height {
      if row % 256 == 255 { try context.checkInterruption() }
      blendRows(of: source, length: length, at: row, to: target + row * length)
    }
  }

  private func blendGray(
    _ line: UnsafePointer<UInt8>, _ starts: UnsafePointer<Int>, _ weights: UnsafePointer<Int32>,
    to target: UnsafeMutablePointer<UInt8>
  ) {
    let (width, taps) = (width, across.taps)
    for column in 0..<width {
      let (pixels, weights) = (line + starts[column], weights + column &* taps)
      var sum = Self.half
      for tap in 0..<taps { sum &+= Int32(pixels[tap]) &* weights[tap] }
      target[column] = Self.byte(sum)
    }
  }

  private func blendColour(
    _ line: UnsafePointer<UInt8>, _ starts: UnsafePointer<Int>, _ weights: UnsafePointer<Int32>,
    to target: UnsafeMutablePointer<UInt8>
  ) {
    let (width, taps) = (width, across.taps)
    for column in 0..<width {
      let (pixels, weights) = (line + 3 &* starts[column], weights + column &* taps)
      var (red, green, blue) = (Self.half, Self.half, Self.half)
      for tap in 0..<taps {
        let (pixel, weight) = (pixels + 3 &* tap, weights[tap])
        red &+= Int32(pixel[0]) &* weight
        green &+= Int32(pixel[1]) &* weight
        blue &+= Int32(pixel[2]) &* weight
      }
      let out = target + 3 &* column
      (out[0], out[1], out[2]) = (Self.byte(red), Self.byte(green), Self.byte(blue))
    }
  }

  /// One new row: old rows weighted and added, whole rows at a time so that the sums vectorise.
  private func blendRows(
    of rows: UnsafePointer<UInt8>, length: Int, at row: Int, to target: UnsafeMutablePointer<UInt8>
  ) {
    sums.withUnsafeMutableBufferPointer { sums in
      for column in 0..<length { sums[column] = Self.half }
      for tap in 0..<down.taps {
        let weight = down.weights[row * down.taps + tap]
        if weight == 0 { continue }
        let line = rows + (down.starts[row] + tap) * length
        for column in 0..<length { sums[column] &+= Int32(line[column]) &* weight }
      }
      for column in 0..<length { target[column] = Self.byte(sums[column]) }
    }
  }

  private func writeNearest(
    _ source: UnsafePointer<UInt8>, shape: ImageStack.Shape, to target: UnsafeMutablePointer<UInt8>
  ) {
    let columns = ResizeWeights.nearest(from: shape.width, to: width)
    let rows = ResizeWeights.nearest(from: shape.height, to: height)
    let channels = shape.channels
    for (row, sourceRow) in rows.enumerated() {
      let (line, out) = (source + sourceRow * shape.width * channels, target + row * width * channels)
      for (column, sourceColumn) in columns.enumerated() {
        for channel in 0..<channels { out[column * channels + channel] = line[sourceColumn * channels + channel] }
      }
    }
  }

  private static var half: Int32 { 1 << (ResizeWeights.precision - 1) }

  @inline(__always)
  private static func byte(_ sum: Int32) -> UInt8 {
    UInt8(truncatingIfNeeded: max(0, min(255, sum >> ResizeWeights.precision)))
  }
}
