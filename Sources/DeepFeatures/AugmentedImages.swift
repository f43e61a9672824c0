import Glibc
import Imaging
import Numerics

extension ImageStack {
  /// New pictures of some of these, one for each entry of `rows`.
  /// - Parameters:
  ///   - partners: for each, another picture that is mixed in, and how much of it; only one of the same shape is.
  ///   - seed: picture i of the result depends on (seed, i) and its originals alone.
  /// - Throws: `Interrupted`.
  public func augmented(
    _ rows: [Int], by augmentation: ImageAugmentation, mixing partners: [(row: Int, share: Double)] = [],
    seed: UInt64, context: ExecutionContext
  ) throws -> ImageStack {
    let shapes = rows.map { self.shapes[$0] }
    let starts = shapes.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.byteCount) }
    let total = starts[rows.count]
    try AddressSpace.require(total)
    let bytes = try [UInt8](unsafeUninitializedCapacity: total) { buffer, initialized in
      guard let base = buffer.baseAddress, total > 0 else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: rows.count, size: 16) { piece in
        try context.checkInterruption()
        for index in piece {
          var generator = SeededGenerator.derived(from: seed, index)
          var image = augmentation.applied(to: self[rows[index]], &generator)
          if index < partners.count, self.shapes[partners[index].row] == shapes[index] {
            image.mix(self[partners[index].row], share: partners[index].share)
          }
          for (place, pixel) in image.pixels.enumerated() { target[starts[index] + place] = pixel }
        }
        context.report(fraction: Double(piece.upperBound) / Double(rows.count))
      }
      initialized = total
    }
    return ImageStack(shapes: shapes, bytes: bytes)
  }
}

extension Image {
  /// A weighted mean with another picture of the same shape.
  fileprivate mutating func mix(_ other: Image, share: Double) {
    for index in pixels.indices {
      pixels[index] = ImageAugmentation.byte(Double(pixels[index]) * (1 - share) + Double(other.pixels[index]) * share)
    }
  }
}

/// How much of the other picture `mixup` takes: of Beta(α, α) the smaller part, so that a picture stays mostly itself
/// (Zhang and others 2018; drawn as Jöhnk 1964 does it, for α up to 1).
public func mixupShare(alpha: Double, _ generator: inout SeededGenerator) -> Double {
  for _ in 0..<1000 {
    let (x, y) = (pow(generator.uniform(), 1 / alpha), pow(generator.uniform(), 1 / alpha))
    if x + y > 0, x + y <= 1 { return min(x, y) / (x + y) }
  }
  return 0
}
