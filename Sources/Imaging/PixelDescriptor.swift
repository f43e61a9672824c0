import Numerics

extension ImageStack {
  /// One row per image: its pixels from 0 (black) to 1, row by row, channels interleaved.
  ///
  /// - Throws: `ImagingError.differingShapes` where there is no common shape, `Interrupted`.
  public func pixelDescriptors(context: ExecutionContext) throws -> Matrix {
    guard let first = shapes.first else { return Matrix(rows: 0, columns: 0) }
    if let index = shapes.firstIndex(where: { $0 != first }) {
      throw ImagingError.differingShapes(first: first, index: index, other: shapes[index])
    }
    try AddressSpace.require(count * first.byteCount * MemoryLayout<Float>.stride)
    return try Matrix(rows: count, columns: first.byteCount) { buffer in
      guard let start = buffer.baseAddress else { return }
      adviseLargePages(UnsafeMutableRawBufferPointer(buffer))
      let target = DisjointPointer(start)
      try context.forEachPiece(of: bytes.count, size: 1 << 18) { piece in
        bytes.withUnsafeBufferPointer { source in
          for index in piece { target[index] = Float(source[index]) / 255 }
        }
        context.report(fraction: Double(piece.upperBound) / Double(bytes.count))
      }
    }
  }
}
