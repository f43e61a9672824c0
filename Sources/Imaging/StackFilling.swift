import Numerics

extension ImageStack {
  /// A stack of `newShapes` made from this one image by image, in parallel.
  ///
  /// - Parameters:
  ///   - makeTools: makes what a thread keeps from image to image.
  ///   - fill: gets those tools, an image's pixels, its shape, and the new image's memory, all of which it must write.
  func filling<Tools>(
    _ newShapes: [Shape], context: ExecutionContext, tools makeTools: @escaping @Sendable () -> Tools,
    fill:
      @escaping @Sendable (
        _ tools: Tools, _ image: UnsafeBufferPointer<UInt8>, _ shape: Shape,
        _ target: UnsafeMutableBufferPointer<UInt8>
      ) throws -> Void
  ) throws -> ImageStack {
    let starts = newShapes.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.byteCount) }
    let total = starts[newShapes.count]
    try AddressSpace.require(total)
    let made = try [UInt8](unsafeUninitializedCapacity: total) { buffer, initialized in
      guard let start = buffer.baseAddress, total > 0 else { return }
      adviseLargePages(UnsafeMutableRawBufferPointer(buffer))
      let target = DisjointPointer(start)
      try context.forEachPiece(of: count, size: imagesPerPiece) { piece in
        let tools = makeTools()
        try self.bytes.withUnsafeBufferPointer { source in
          for index in piece {
            let image = UnsafeBufferPointer(rebasing: source[offsets[index]..<offsets[index + 1]])
            let room = UnsafeMutableBufferPointer(
              start: target.base + starts[index], count: newShapes[index].byteCount)
            try fill(tools, image, shapes[index], room)
          }
        }
        context.report(fraction: Double(piece.upperBound) / Double(count))
      }
      initialized = total
    }
    return ImageStack(shapes: newShapes, bytes: made)
  }

  /// How many images to hand to a thread at a time: about half a million bytes, whatever the threads.
  var imagesPerPiece: Int {
    guard count > 0 else { return 1 }
    return max(1, 500_000 / max(1, bytes.count / count))
  }
}
