import Numerics

/// Counts patterns over a grid of cells, one image after another. One per thread.
final class PatternHistograms {
  /// What is the same for all images and threads.
  struct Recipe: Sendable {
    let sampling: CircularSampling
    let numbering: PatternNumbering
    /// The bin of each word; empty where words are too long for a table.
    let binTable: [UInt32]
    let grid: Int
    let bins: Int
    /// Bins of all cells.
    var size: Int { grid * grid * bins }

    init(_ patterns: LocalBinaryPatterns) {
      sampling = CircularSampling(points: patterns.points, radius: patterns.radius)
      numbering = PatternNumbering(method: patterns.method, points: patterns.points)
      binTable = patterns.method != .variance && patterns.points <= 16 ? numbering.binTable() : []
      grid = patterns.grid
      bins = patterns.binsPerCell
    }
  }

  private let recipe: Recipe
  private var gray: [UInt8] = []
  /// Two sets of histograms, for even and odd columns: counting in one place would wait for the count before, because
  /// neighbouring pixels often have the same pattern.
  private var counts: [UInt32]
  // What follows depends on an image's size, and is kept while images have the same.
  private var planes: PatternPlanes?
  private var rowCells: [Int] = []
  /// Where in a row of cells the histogram of each pixel column begins.
  private var columnStarts: [Int] = []
  private var areas: [Int] = []
  private var words: [UInt32] = []
  private var variances: [Double] = []
  private var rowIndices: [UInt16] = []
  private var rowCodes: [UInt8] = []

  init(_ recipe: Recipe) {
    self.recipe = recipe
    counts = [UInt32](repeating: 0, count: 2 * recipe.size)
  }

  /// Counts the patterns of one image. - Throws: `Interrupted`, in the middle of large images.
  func count(_ stack: ImageStack, _ index: Int, context: ExecutionContext) throws {
    try stack.bytes.withUnsafeBufferPointer { bytes in
      let image = UnsafeBufferPointer(rebasing: bytes[stack.offsets[index]..<stack.offsets[index + 1]])
      try count(image, shape: stack.shapes[index], context: context)
    }
  }

  private func count(
    _ image: UnsafeBufferPointer<UInt8>, shape: ImageStack.Shape, context: ExecutionContext
  ) throws {
    let planes = planes(width: shape.width, height: shape.height)
    if shape.channels == 1 {
      try count(image, in: planes, context: context)
    } else {
      let pixels = shape.width * shape.height
      if gray.count < pixels { gray = [UInt8](repeating: 0, count: pixels) }
      try gray.withUnsafeMutableBufferPointer {
        writeGray(of: image, to: $0.baseAddress, count: pixels)
        try count(UnsafeBufferPointer($0), in: planes, context: context)
      }
    }
  }

  private func planes(width: Int, height: Int) -> PatternPlanes {
    if let planes, planes.width == width, planes.height == height { return planes }
    let made = PatternPlanes(sampling: recipe.sampling, width: width, height: height)
    planes = made
    let (rowSizes, columnSizes) = (Self.split(height, into: recipe.grid), Self.split(width, into: recipe.grid))
    rowCells = rowSizes.enumerated().flatMap { [Int](repeating: $0.offset, count: $0.element) }
    columnStarts = columnSizes.enumerated().flatMap { [Int](repeating: $0.offset * recipe.bins, count: $0.element) }
    for column in stride(from: 1, to: width, by: 2) { columnStarts[column] += recipe.size }
    areas = rowSizes.flatMap { rows in columnSizes.map { rows * $0 } }
    words = [UInt32](repeating: 0, count: made.roomForRow)
    variances = [Double](repeating: 0, count: recipe.numbering.method == .variance ? made.roomForRow : 0)
    return made
  }

  /// The sizes of `parts` parts of `count`, as even as possible, the larger first (`numpy.array_split`).
  static func split(_ count: Int, into parts: Int) -> [Int] {
    (0..<parts).map { count / parts + ($0 < count % parts ? 1 : 0) }
  }

  private func count(_ image: UnsafeBufferPointer<UInt8>, in planes: PatternPlanes, context: ExecutionContext) throws {
    guard let start = image.baseAddress else { return }
    try counts.withUnsafeMutableBufferPointer { counts in
      counts.update(repeating: 0)
      for row in 0..<planes.height {
        if row % planes.stripRows == 0 {
          if row > 0 { try context.checkInterruption() }
          planes.load(start, firstRow: row)
        }
        let first = rowCells[row] * recipe.grid * recipe.bins
        let cells = UnsafeMutableBufferPointer(rebasing: counts[first...])
        if recipe.numbering.method == .variance {
          countVariances(of: row, in: planes, cells)
        } else {
          countWords(of: row, in: planes, cells)
        }
      }
    }
  }

  private func countWords(of row: Int, in planes: PatternPlanes, _ cells: UnsafeMutableBufferPointer<UInt32>) {
    words.withUnsafeMutableBufferPointer { words in
      planes.writeWords(row: row, to: words)
      columnStarts.withUnsafeBufferPointer { starts in
        if recipe.binTable.isEmpty {
          for x in 0..<planes.width { cells[starts[x] &+ Int(recipe.numbering.code(of: words[x]))] &+= 1 }
        } else {
          recipe.binTable.withUnsafeBufferPointer { table in
            for x in 0..<planes.width { cells[starts[x] &+ Int(table[Int(words[x])])] &+= 1 }
          }
        }
      }
    }
  }

  private func countVariances(of row: Int, in planes: PatternPlanes, _ cells: UnsafeMutableBufferPointer<UInt32>) {
    variances.withUnsafeMutableBufferPointer { variances in
      planes.writeVariances(row: row, to: variances)
      for x in 0..<planes.width {
        let octave = variances[x] < 1 ? 0 : Int(variances[x].exponent) + 1
        cells[columnStarts[x] + min(octave, recipe.bins - 1)] &+= 1
      }
    }
  }

  /// Adds the image that was counted last as a row: the bins that are not empty.
  func appendShares(to stretch: inout CompactRows.Stretch, _ coding: ShareCoding) {
    if rowIndices.count < recipe.size { rowIndices = [UInt16](repeating: 0, count: recipe.size) }
    if rowCodes.count < recipe.size { rowCodes = [UInt8](repeating: 0, count: recipe.size) }
    rowIndices.withUnsafeMutableBufferPointer { indices in
      rowCodes.withUnsafeMutableBufferPointer { codes in
        var found = 0
        for (cell, area) in areas.enumerated() {
          // Numbers wrap as bytes do.
          let before = UInt8(truncatingIfNeeded: coding.firstCode(area: area) - 1)
          found = collect(cell, before, indices, codes, from: found)
        }
        stretch.append(
          indices: UnsafeBufferPointer(rebasing: indices[..<found]),
          codes: UnsafeBufferPointer(rebasing: codes[..<found]))
      }
    }
  }

  /// - Parameter before: what is added to a count to make a code.
  /// - Returns: how many numbers there are then.
  private func collect(
    _ cell: Int, _ before: UInt8, _ indices: UnsafeMutableBufferPointer<UInt16>,
    _ codes: UnsafeMutableBufferPointer<UInt8>, from start: Int
  ) -> Int {
    counts.withUnsafeBufferPointer { counts in
      guard let even = counts.baseAddress.map({ $0 + cell * recipe.bins }) else { return start }
      let odd = even + recipe.size
      var found = start
      for first in stride(from: 0, to: recipe.bins, by: 64) {
        let end = min(first + 64, recipe.bins)
        // A bit for each bin with pixels, so that only those are gone through: a branch at every bin would often be
        // guessed wrong.
        var filled: UInt64 = 0
        for bin in first..<end { filled |= (even[bin] | odd[bin] != 0 ? 1 : 0) &<< UInt64(bin &- first) }
        while filled != 0 {
          let bin = first &+ filled.trailingZeroBitCount
          filled &= filled &- 1
          indices[found] = UInt16(truncatingIfNeeded: cell &* recipe.bins &+ bin)
          codes[found] = UInt8(truncatingIfNeeded: even[bin] &+ odd[bin]) &+ before
          found &+= 1
        }
      }
      return found
    }
  }

  /// Divides each cell's counts by its pixels.
  func writeShares(to target: UnsafeMutablePointer<Float>) {
    counts.withUnsafeBufferPointer { counts in
      guard let start = counts.baseAddress else { return }
      for (cell, area) in areas.enumerated() {
        let (from, to) = (start + cell * recipe.bins, target + cell * recipe.bins)
        let area = Float(area)
        if recipe.bins < 16 {
          for bin in 0..<recipe.bins { to[bin] = Float(from[bin] &+ from[recipe.size + bin]) / area }
          continue
        }
        for bin in stride(from: 0, to: recipe.bins, by: 16) {
          // The last vector overlaps the one before rather than leaving a remainder.
          let bin = min(bin, recipe.bins - 16)
          let even = UnsafeRawPointer(from + bin).loadUnaligned(as: SIMD16<Int32>.self)
          let odd = UnsafeRawPointer(from + recipe.size + bin).loadUnaligned(as: SIMD16<Int32>.self)
          UnsafeMutableRawPointer(to + bin).storeBytes(of: SIMD16<Float>(even &+ odd) / area, as: SIMD16<Float>.self)
        }
      }
    }
  }
}
