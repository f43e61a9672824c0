import Numerics

/// Steps that `FusedStep` joins, band of rows by band of rows, so that what lies between them stays in the second cache: the
/// wide maps of an inverted residual are several times what goes in and comes out, and writing and reading them takes as
/// long as a third of the sums.
final class FusedBands: MapKernel {
  private let input: MapShape
  private let output: MapShape
  private let layout: BandLayout
  private let source: BandSource
  private let window: BandWindow
  private let last: Last?

  private struct Last: Sendable {
    let channels: Int
    let filters: PackedFilters
    let bias: [Float]
    let bounds: (lower: Float, upper: Float)
  }

  private struct Memory {
    let ring: UnsafeMutablePointer<Float>
    let results: UnsafeMutablePointer<Float>
    let padded: UnsafeMutablePointer<Float>
    let table: BandSource.Table
    /// Pointers to the pixels of `results`.
    let rows: UnsafeMutablePointer<UnsafePointer<Float>>
  }

  private struct Band {
    let image: Int
    let images: Int
    let rows: Range<Int>
  }

  /// - Parameters:
  ///   - maps: what the window goes over; `windows`: what it gives.
  init(
    _ step: FusedStep, input: MapShape, maps: MapShape, windows: MapShape, output: MapShape,
    budget: Int = BandLayout.usualBudget
  ) {
    self.input = input
    self.output = output
    layout = BandLayout(step.geometry, maps: maps, windows: windows, isSingle: input.stride % 16 != 0, budget: budget)
    source = BandSource(step.first, input: input, layout: layout)
    window = BandWindow(step.window, layout: layout)
    last = step.last.map { bank in
      Last(
        channels: bank.inputs,
        filters: PackedFilters(inner: bank.inputs, columns: bank.outputs) { bank.weight($1, $0, tap: 0) },
        bias: bank.paddedBias, bounds: (bank.lower, bank.upper))
    }
  }

  /// Pixels of results that are in memory at a time.
  private var pixels: Int { layout.images * layout.rows * layout.windows.width }

  private var results: Int { last == nil ? 0 : pixels * layout.windows.stride }

  func scratch(batch: Int) -> Int { layout.size + results + source.scratch }

  func run(
    batch: Int, inputs: [UnsafePointer<Float>], output target: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    withMemory(scratch) { memory in
      layout.surround(memory.ring, with: window.filling)
      for image in stride(from: 0, to: batch, by: layout.images) {
        let images = min(layout.images, batch - image)
        source.begin(inputs[0] + image * input.size, memory.padded)
        var done = 0
        for row in stride(from: 0, to: layout.windows.height, by: layout.rows) {
          let rows = row..<min(row + layout.rows, layout.windows.height)
          let needed = layout.needed(rows)
          run(
            Band(image: image, images: images, rows: rows), fresh: max(done, needed.lowerBound)..<needed.upperBound,
            inputs, target, memory)
          done = needed.upperBound
        }
      }
    }
  }

  private func withMemory(_ scratch: UnsafeMutablePointer<Float>, _ body: (Memory) -> Void) {
    let (taps, count) = (source.taps, (pixels + 5) / 6 * 6)
    withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: source.pixels * taps + count) { pointers in
      withUnsafeTemporaryAllocation(of: Int.self, capacity: source.pixels) { targets in
        guard let sources = pointers.baseAddress, let targets = targets.baseAddress else { return }
        let (results, rows) = (scratch + layout.size, sources + source.pixels * taps)
        for pixel in 0..<count { rows[pixel] = UnsafePointer(results) + min(pixel, pixels - 1) * layout.windows.stride }
        body(
          Memory(
            ring: scratch, results: results, padded: results + self.results,
            table: BandSource.Table(sources: sources, targets: targets), rows: rows))
      }
    }
  }

  /// - Parameter fresh: rows of the padded maps that are not there yet.
  private func run(
    _ band: Band, fresh: Range<Int>, _ inputs: [UnsafePointer<Float>], _ target: UnsafeMutablePointer<Float>,
    _ memory: Memory
  ) {
    let windows = layout.windows
    let count = source.aim(
      layout.inside(fresh), images: band.images, inputs[0] + band.image * input.size, memory.padded, memory.table)
    let first = (band.image * windows.height + band.rows.lowerBound) * windows.width
    let results = last == nil ? target + first * windows.stride : memory.results
    let each = band.rows.count * windows.width * windows.stride
    for panel in source.panels {
      let blocks = panel.width / 16
      let ring = memory.ring + (layout.isWhole ? 0 : panel.column / 16 * layout.blockSize)
      source.run(panel, pixels: count, memory.table, into: ring)
      if !layout.isWhole { layout.fill(ring, blocks: blocks, rows: fresh, image: 0, with: window.filling) }
      for block in 0..<blocks {
        for image in 0..<band.images {
          window.run(
            panel.column / 16 + block, rows: band.rows, image: image, ring + block * layout.blockSize,
            into: results + image * each)
        }
      }
    }
    guard let last else { return }
    last.bias.withUnsafeBufferPointer { bias in
      FilterProduct.multiply(
        memory.rows, taps: 1, channels: last.channels,
        rows: first..<first + band.images * band.rows.count * windows.width,
        by: last.filters, into: target,
        Finish(
          bias: bias.baseAddress, residual: inputs.count > 1 ? inputs[1] : nil, lower: last.bounds.lower,
          upper: last.bounds.upper))
    }
  }
}
