import Numerics

extension LocalBinaryPatterns {
  /// Bins of one cell's histogram.
  ///
  /// `default`: 2^P; `ror`: one per rotation-invariant code, in ascending order (36 at P = 8); `uniform`: P + 2;
  /// `nri_uniform`: P(P − 1) + 3; `var`: 15, the first for variances below 1 (flat cells among them), then one per octave,
  /// 1…2, 2…4, up to the greatest variance of eight-bit pixels, 127.5².
  public var binsPerCell: Int {
    switch method {
    case .default: 1 << points
    case .ror: PatternNumbering.rotationInvariantCount(points: points)
    case .uniform: points + 2
    case .nriUniform: points * (points - 1) + 3
    case .variance: 15
    }
  }

  /// Columns of a descriptor: `grid`² cells, row by row, of `binsPerCell` each.
  public var descriptorWidth: Int { grid * grid * binsPerCell }

  /// One row per image: histograms of the codes over a grid of cells, each divided by its cell's pixels.
  ///
  /// Images may differ in size. Rows and columns are cut into cells as `numpy.array_split` does: as evenly as possible, the
  /// larger parts first. Cost: about 2 ns a pixel with eight neighbours, and the memory of the result.
  /// - Throws: `ImagingError.smallerThanGrid`, `.unsupportedChannels`, `.invalidOption` where a histogram would be too
  ///   large (`default` above 12 points, `ror` above 16, or over four million columns), `Interrupted`.
  public func descriptors(of stack: ImageStack, context: ExecutionContext) throws -> Matrix {
    try check(stack)
    let width = descriptorWidth
    try AddressSpace.require(stack.count * width * MemoryLayout<Float>.stride)
    return try Matrix(rows: stack.count, columns: width) { buffer in
      guard let start = buffer.baseAddress else { return }
      adviseLargePages(UnsafeMutableRawBufferPointer(buffer))
      let rows = DisjointPointer(start)
      try count(stack, context) { histograms, piece in
        for index in piece {
          try histograms.count(stack, index, context: context)
          histograms.writeShares(to: rows.base + index * width)
        }
      }
    }
  }

  /// The same numbers, of which most are zero, in a small part of the memory; nil where cells may hold too many different
  /// shares, as where images are large or differ in size.
  /// - Throws: as `descriptors`.
  public func compactDescriptors(of stack: ImageStack, context: ExecutionContext) throws -> CompactRows? {
    try check(stack)
    guard descriptorWidth <= CompactRows.mostColumns, stack.count > 0,
      let coding = ShareCoding(stack.shapes, grid: grid)
    else { return nil }
    let rows = OrderedAssembly(CompactRows.Stretch()) { try $0.append($1, of: stack.count) }
    try count(stack, context) { histograms, piece in
      var stretch = CompactRows.Stretch()
      for index in piece {
        try histograms.count(stack, index, context: context)
        histograms.appendShares(to: &stretch, coding)
      }
      try rows.add(stretch, at: piece.lowerBound / stack.imagesPerPiece)
    }
    return CompactRows(columns: descriptorWidth, values: coding.values, stretches: [rows.whole])
  }

  /// Hands pieces of the images out, each with a place to count in.
  private func count(
    _ stack: ImageStack, _ context: ExecutionContext,
    _ body: @escaping @Sendable (PatternHistograms, Range<Int>) throws -> Void
  ) throws {
    let recipe = PatternHistograms.Recipe(self)
    try context.forEachPiece(of: stack.count, size: stack.imagesPerPiece) { piece in
      try body(PatternHistograms(recipe), piece)
      context.report(fraction: Double(piece.upperBound) / Double(stack.count))
    }
  }

  private func check(_ stack: ImageStack) throws {
    try checkDescriptorSize()
    try stack.checkChannels()
    if let index = stack.shapes.firstIndex(where: { $0.width < grid || $0.height < grid }) {
      let shape = stack.shapes[index]
      throw ImagingError.smallerThanGrid(index: index, width: shape.width, height: shape.height, grid: grid)
    }
  }

  private func checkDescriptorSize() throws {
    let most = method == .default ? 12 : method == .ror ? 16 : 24
    guard points <= most else {
      throw ImagingError.invalidOption(
        name: "points", value: "\(points)", allowed: "at most \(most) for histograms of `\(method.rawValue)`")
    }
    guard descriptorWidth <= 4_000_000 else {
      throw ImagingError.invalidOption(
        name: "grid", value: "\(grid)",
        allowed: "so small that \(binsPerCell) bins × grid² is at most 4000000 columns")
    }
  }
}
