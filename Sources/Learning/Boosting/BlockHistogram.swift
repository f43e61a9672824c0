/// Sums of packed gradients for every bin of sixteen adjacent columns: bin after bin, each with one word for each
/// column. 32 kB at most, so that it stays in the first-level cache while rows are added.
enum BlockHistogram {
  static let lanes = BinnedColumns.blockWidth
  /// Words of one histogram: 255 bins of numbers and one of missing numbers.
  static let words = 256 * lanes

  static func clear(_ histogram: UnsafeMutablePointer<Int64>, bins: Int) {
    histogram.update(repeating: 0, count: bins * lanes)
  }

  /// Rows whose bytes are fetched before any of them is added.
  private static let batch = 128

  /// Adds rows, each with its gradient, to the bins that `bytes` names. Cost: sixteen additions a row.
  static func add(
    rows: UnsafePointer<Int32>, gradients: UnsafePointer<Int64>, count: Int, bytes: UnsafePointer<UInt8>,
    to histogram: UnsafeMutablePointer<Int64>
  ) {
    let source = UnsafeRawPointer(bytes)
    withUnsafeTemporaryAllocation(of: SIMD2<UInt64>.self, capacity: batch) { fetched in
      guard let fetched = fetched.baseAddress else { return }
      for start in stride(from: 0, to: count, by: batch) {
        let size = min(batch, count - start)
        // The rows of a node lie far apart. A loop that does nothing but load waits for many of them at once.
        for i in 0..<size {
          fetched[i] = source.loadUnaligned(fromByteOffset: Int(rows[start &+ i]) &<< 4, as: SIMD2<UInt64>.self)
        }
        for i in 0..<size {
          let gradient = gradients[start &+ i]
          addEight(fetched[i].x, gradient, histogram)
          addEight(fetched[i].y, gradient, histogram + 8)
        }
      }
    }
  }

  @inline(__always)
  private static func addEight(_ bins: UInt64, _ gradient: Int64, _ histogram: UnsafeMutablePointer<Int64>) {
    histogram[Int(truncatingIfNeeded: bins & 0xFF) &<< 4] &+= gradient
    histogram[Int(truncatingIfNeeded: bins &>> 8 & 0xFF) &<< 4 &+ 1] &+= gradient
    histogram[Int(truncatingIfNeeded: bins &>> 16 & 0xFF) &<< 4 &+ 2] &+= gradient
    histogram[Int(truncatingIfNeeded: bins &>> 24 & 0xFF) &<< 4 &+ 3] &+= gradient
    histogram[Int(truncatingIfNeeded: bins &>> 32 & 0xFF) &<< 4 &+ 4] &+= gradient
    histogram[Int(truncatingIfNeeded: bins &>> 40 & 0xFF) &<< 4 &+ 5] &+= gradient
    histogram[Int(truncatingIfNeeded: bins &>> 48 & 0xFF) &<< 4 &+ 6] &+= gradient
    histogram[Int(truncatingIfNeeded: bins &>> 56) &<< 4 &+ 7] &+= gradient
  }

  /// Turns the parent's sums into those of the other child.
  static func subtract(
    _ child: UnsafePointer<Int64>, from parent: UnsafeMutablePointer<Int64>, bins: Int
  ) {
    for i in 0..<bins * lanes { parent[i] &-= child[i] }
  }
}

/// The first histogram of all classes' trees at once: at the root every tree holds the same rows, so one addition of
/// sixteen numbers serves eight classes.
enum ClassHistogram {
  /// Gradients of eight classes, then their second derivatives.
  typealias Sums = SIMD16<Int32>
  static let mostClasses = 8
  /// Columns at a time: together 32 kB.
  private static let columnsAtOnce = 2

  /// Sums the rows into the histograms of one block, one for each class.
  /// - Parameters:
  ///   - gradients: of each row of the data, not only of `rows`.
  ///   - histograms: where the block's histogram of each class is; all are overwritten.
  static func fill(
    rows: UnsafePointer<Int32>, count: Int, gradients: UnsafePointer<Sums>, bytes: UnsafePointer<UInt8>, bins: Int,
    histograms: [UnsafeMutablePointer<Int64>]
  ) {
    withUnsafeTemporaryAllocation(
      byteCount: 256 * columnsAtOnce * MemoryLayout<Sums>.stride, alignment: MemoryLayout<Sums>.alignment
    ) { raw in
      let sums = raw.bindMemory(to: Sums.self)
      guard let base = sums.baseAddress else { return }
      for lane in stride(from: 0, to: BlockHistogram.lanes, by: columnsAtOnce) {
        base.update(repeating: .zero, count: 256 * columnsAtOnce)
        for i in 0..<count {
          let row = Int(rows[i])
          let pair = UnsafeRawPointer(bytes + (row &<< 4 &+ lane)).loadUnaligned(as: UInt16.self)
          let gradient = gradients[row]
          base[Int(pair & 0xFF)] &+= gradient
          base[256 &+ Int(pair &>> 8)] &+= gradient
        }
        for column in 0..<columnsAtOnce {
          spread(base + 256 * column, bins: bins, lane: lane + column, to: histograms)
        }
      }
    }
  }

  private static func spread(
    _ sums: UnsafePointer<Sums>, bins: Int, lane: Int, to histograms: [UnsafeMutablePointer<Int64>]
  ) {
    let numbers = UnsafeRawPointer(sums).assumingMemoryBound(to: Int32.self)
    for (output, histogram) in histograms.enumerated() {
      for bin in 0..<bins {
        histogram[bin &* BlockHistogram.lanes &+ lane] = PackedGradient.pack(
          gradient: numbers[bin &* 16 &+ output], hessian: numbers[bin &* 16 &+ mostClasses &+ output])
      }
    }
  }
}
