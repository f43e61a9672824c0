extension LocalBinaryPatterns {
  /// The code of every pixel, row by row: whole numbers, or for `variance` the variance (not-a-number where it is 0).
  ///
  /// Cost: about 1 ns a pixel and eight neighbours.
  /// - Throws: `ImagingError.unsupportedChannels`.
  public func codes(of image: Image) throws -> [Double] {
    let gray = try image.gray()
    guard gray.width > 0, gray.height > 0 else { return [] }
    let sampling = CircularSampling(points: points, radius: radius)
    let planes = PatternPlanes(sampling: sampling, width: gray.width, height: gray.height)
    let numbering = PatternNumbering(method: method, points: points)
    var codes: [Double] = []
    codes.reserveCapacity(gray.pixels.count)
    var words = [UInt32](repeating: 0, count: planes.roomForRow)
    var variances = [Double](repeating: 0, count: planes.roomForRow)
    gray.pixels.withUnsafeBufferPointer { pixels in
      guard let start = pixels.baseAddress else { return }
      for row in 0..<gray.height {
        if row % planes.stripRows == 0 { planes.load(start, firstRow: row) }
        if method == .variance {
          variances.withUnsafeMutableBufferPointer { planes.writeVariances(row: row, to: $0) }
          codes += variances[..<gray.width].lazy.map { $0 == 0 ? .nan : $0 }
        } else {
          words.withUnsafeMutableBufferPointer { planes.writeWords(row: row, to: $0) }
          codes += words[..<gray.width].lazy.map { Double(numbering.code(of: $0)) }
        }
      }
    }
    return codes
  }
}
