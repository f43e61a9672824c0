/// Gives the rows that a window goes over: by a 1×1 convolution, by one of few channels, or as they are.
struct BandSource: Sendable {
  let input: MapShape
  let layout: BandLayout
  let panels: [PackedFilters.Panel]
  private let filters: PackedFilters?
  private let bias: [Float]
  private let bounds: (lower: Float, upper: Float)
  /// The window of a convolution of few channels, for which images are copied with their padding.
  private let stem: PaddedImage?
  private let channels: Int

  /// Where everything of a band comes from and goes to.
  struct Table {
    let sources: UnsafeMutablePointer<UnsafePointer<Float>>
    let targets: UnsafeMutablePointer<Int>
  }

  init(_ bank: FilterBank?, input: MapShape, layout: BandLayout) {
    (self.input, self.layout) = (input, layout)
    guard let bank else {
      (filters, bias, bounds, stem, channels) = (nil, [], (-.infinity, .infinity), nil, input.stride)
      panels = PackedFilters.Panel.all(inner: 0, columns: PackedFilters.padded(input.stride))
      return
    }
    bias = bank.paddedBias
    bounds = (bank.lower, bank.upper)
    let filters: PackedFilters
    if input.stride % 16 == 0 {
      (stem, channels) = (nil, bank.inputs)
      filters = PackedFilters(inner: bank.inputs, columns: bank.outputs) { bank.weight($1, $0, tap: 0) }
    } else {
      let padded = PaddedImage(bank.geometry, input: input)
      (stem, channels) = (padded, padded.channels)
      filters = PaddedImage.filters(bank)
    }
    self.filters = filters
    panels = filters.panels
  }

  /// Pointers for each pixel.
  var taps: Int { stem?.taps ?? 1 }

  /// Numbers of the copy of an image.
  var scratch: Int { stem?.size ?? 0 }

  /// Pixels that tables have to hold, a multiple of six.
  var pixels: Int { (layout.images * min(layout.slots, layout.maps.height) * layout.maps.width + 5) / 6 * 6 }

  /// Copies an image where its rows are taken from a copy.
  func begin(_ image: UnsafePointer<Float>, _ padded: UnsafeMutablePointer<Float>) { stem?.pad(image, into: padded) }

  /// Writes down where rows of the maps come from and where their pixels go. - Returns: how many pixels there are.
  func aim(
    _ rows: Range<Int>, images: Int, _ source: UnsafePointer<Float>, _ padded: UnsafePointer<Float>, _ table: Table
  ) -> Int {
    let (geometry, width, taps) = (layout.geometry, layout.maps.width, taps)
    var pixel = 0
    for image in 0..<images {
      for row in rows {
        var target = layout.start(row + geometry.padding.top, image: image) + geometry.padding.left * 16
        let line =
          stem.map { padded + $0.line(row) } ?? source + (image * input.pixels + row * input.width) * input.stride
        let step = stem?.step ?? input.stride
        for column in 0..<width {
          let place = pixel / 6 * 6 * taps + pixel % 6
          for tap in 0..<taps { table.sources[place + 6 * tap] = line + (column * step + tap * (stem?.pitch ?? 0)) }
          table.targets[pixel] = target
          target += 16
          pixel += 1
        }
      }
    }
    guard pixel > 0 else { return 0 }
    for extra in pixel..<(pixel + 5) / 6 * 6 {
      for tap in 0..<taps { table.sources[extra / 6 * 6 * taps + extra % 6 + 6 * tap] = table.sources[6 * tap] }
      table.targets[extra] = layout.waste
    }
    return pixel
  }

  /// Computes one panel of channels of all pixels written down.
  func run(
    _ panel: PackedFilters.Panel, pixels: Int, _ table: Table, into base: UnsafeMutablePointer<Float>
  ) {
    guard let filters else {
      for pixel in 0..<pixels {
        let source = table.sources[pixel] + panel.column
        for block in 0..<panel.width / 16 {
          SIMD16(from: source + block * 16).write(to: base + (block * layout.blockSize + table.targets[pixel]))
        }
      }
      return
    }
    bias.withUnsafeBufferPointer { bias in
      guard let bias = bias.baseAddress else { return }
      FilterProduct.multiply(
        table.sources, taps: taps, channels: channels, pixels: pixels, by: filters.base + panel.offset,
        width: panel.width, into: base,
        BlockedFinish(
          targets: table.targets, step: layout.blockSize, bias: bias + panel.column, lower: bounds.lower,
          upper: bounds.upper))
    }
  }
}
