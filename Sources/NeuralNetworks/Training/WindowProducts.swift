import Numerics

/// Any convolution as products of matrices over what lies under its window.
struct WindowProducts: ConvolutionMethod {
  let size: ConvolutionSize

  private func channels(_ group: Int) -> Range<Int> {
    group * size.inputsEach..<(group + 1) * size.inputsEach
  }

  func forward(
    _ input: MapBatch, _ weights: UnsafePointer<Float>, _ output: MapBatch, _ context: ExecutionContext
  ) throws {
    let window = WindowColumns(geometry: size.geometry, input: input.shape, output: output.shape)
    let (inner, outputs, outputsEach) = (size.inner, size.outputs, size.outputsEach)
    let weights = DisjointPointer(UnsafeMutablePointer(mutating: weights))
    try context.forEachImages(output) { [self] images in
      let rows = images.lowerBound * output.shape.pixels..<images.upperBound * output.shape.pixels
      let columns = OwnedBuffer<Float>(uninitialized: rows.count * inner)
      for group in 0..<size.groups {
        window.gather(
          input.values.base, rows: rows, taps: 0..<size.geometry.taps, channels: channels(group), into: columns.base)
        BLAS.multiply(
          columns.base, stride: inner, by: weights.base + group * inner * outputsEach, stride: outputsEach,
          into: output.values.base + (rows.lowerBound * outputs + group * outputsEach), stride: outputs,
          rows: rows.count, columns: outputsEach, inner: inner)
      }
    }
  }

  /// A piece is a tap and some channels, over all images: no sums of pieces are needed, so nothing depends on threads.
  func differentiateWeights(
    _ input: MapBatch, _ gradient: UnsafeMutablePointer<Float>, _ output: MapBatch, _ context: ExecutionContext
  ) throws {
    let window = WindowColumns(geometry: size.geometry, input: input.shape, output: output.shape)
    let (taps, inputsEach, outputs, outputsEach) = (
      size.geometry.taps, size.inputsEach, size.outputs, size.outputsEach
    )
    let gradient = DisjointPointer(gradient)
    let width = min(128, inputsEach)
    let parts = (inputsEach + width - 1) / width
    try context.forEachPiece(of: size.groups * taps * parts, size: 1) { piece in
      let (rest, part) = piece.lowerBound.quotientAndRemainder(dividingBy: parts)
      let (group, tap) = rest.quotientAndRemainder(dividingBy: taps)
      let first = part * width
      let count = min(width, inputsEach - first)
      let start = group * inputsEach + first
      let block = max(16, (1 << 18) / count)
      let columns = OwnedBuffer<Float>(uninitialized: min(block, output.rows) * count)
      let target = gradient.base + ((group * taps + tap) * inputsEach + first) * outputsEach
      for row in stride(from: 0, to: output.rows, by: block) {
        let rows = row..<min(row + block, output.rows)
        window.gather(
          input.values.base, rows: rows, taps: tap..<tap + 1, channels: start..<start + count, into: columns.base)
        let change = output.gradient.base + (row * outputs + group * outputsEach)
        BLAS.multiply(
          columns.base, stride: count, transposed: true, by: change, stride: outputs, into: target,
          stride: outputsEach, rows: count, columns: outputsEach, inner: rows.count, beta: row == 0 ? 0 : 1)
      }
    }
  }

  func differentiateInput(
    _ input: MapBatch, _ weights: UnsafePointer<Float>, _ output: MapBatch, _ context: ExecutionContext
  ) throws {
    input.clearUnsetGradient()
    let window = WindowColumns(geometry: size.geometry, input: input.shape, output: output.shape)
    let (inner, outputs, outputsEach) = (size.inner, size.outputs, size.outputsEach)
    let weights = DisjointPointer(UnsafeMutablePointer(mutating: weights))
    try context.forEachImages(output) { [self] images in
      let rows = images.lowerBound * output.shape.pixels..<images.upperBound * output.shape.pixels
      let columns = OwnedBuffer<Float>(uninitialized: rows.count * inner)
      for group in 0..<size.groups {
        BLAS.multiply(
          output.gradient.base + (rows.lowerBound * outputs + group * outputsEach), stride: outputs, transposed: false,
          by: weights.base + group * inner * outputsEach, stride: outputsEach, transposed: true, into: columns.base,
          stride: inner, rows: rows.count, columns: inner, inner: outputsEach)
        window.scatter(columns.base, rows: rows, channels: channels(group), into: input.gradient.base)
      }
    }
  }
}
