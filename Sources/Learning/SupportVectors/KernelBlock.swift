import Numerics

/// Some rows, ready for products: contiguous, with their self terms.
struct KernelOperand {
  var features: UnsafePointer<Float>
  var selfTerms: UnsafePointer<Float>
  var count: Int
}

/// Kernel values between two sets of rows, by blocks that stay in the processor's second cache between the product and
/// the function applied to it.
enum KernelBlock {
  /// Columns of one block.
  static let width = 512
  /// Rows of one block that make the product worth its packing, for the solver.
  static let height = 64

  /// Writes k(a, b) for each row of `a` and each of `b` in `range` into `targets[row] + column`.
  ///
  /// Memory behind `b` must be readable, and behind each target writable, up to the next multiple of 16.
  /// - Throws: `Interrupted`.
  static func fill(
    _ function: KernelFunction, _ a: KernelOperand, _ b: KernelOperand, columns range: Range<Int>, inner: Int,
    into targets: [UnsafeMutablePointer<Float>], context: ExecutionContext
  ) throws {
    let start = range.lowerBound & ~15
    let job = Job(function: function, a: a, b: b, inner: inner, targets: targets)
    try context.forEachPiece(of: Lanes.padded(range.upperBound) - start, size: width * 4) { piece in
      let scratch = OwnedBuffer<Float>(uninitialized: job.a.count * width)
      for column in stride(from: piece.lowerBound, to: piece.upperBound, by: width) {
        job.run(start + column..<start + min(column + width, piece.upperBound), scratch.base)
      }
    }
  }

  /// What `fill` hands to the threads, which write to disjoint columns.
  private struct Job: @unchecked Sendable {
    let function: KernelFunction
    let a: KernelOperand
    let b: KernelOperand
    let inner: Int
    let targets: [UnsafeMutablePointer<Float>]

    func run(_ columns: Range<Int>, _ scratch: UnsafeMutablePointer<Float>) {
      BLAS.multiply(
        a.features, stride: inner, transposed: false,
        by: b.features + columns.lowerBound * inner, stride: inner, transposed: true,
        into: scratch, stride: width, rows: a.count, columns: columns.count, inner: inner)
      for row in 0..<a.count {
        function.transform(
          scratch + row * width, into: targets[row] + columns.lowerBound, count: columns.count,
          selfTerm: a.selfTerms[row], selfTerms: b.selfTerms + columns.lowerBound)
      }
    }
  }
}
