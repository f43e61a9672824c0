/// Orthonormal sets of rows.
public enum Orthonormal {
  /// Makes the rows orthonormal in place, by Gram–Schmidt, each row twice; rows that depend on the ones before are
  /// left out and the rest moved up.
  ///
  /// - Returns: how many are left.
  /// - Cost: 4·rows²·length operations on the calling thread.
  @discardableResult
  public static func orthonormalise(_ numbers: inout [Double], rows: Int, length: Int) -> Int {
    numbers.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      var kept = 0
      for row in 0..<rows {
        let target = base + kept * length
        if kept != row { target.update(from: base + row * length, count: length) }
        if orthonormalise(target, against: base, rows: kept, length: length) { kept += 1 }
      }
      return kept
    }
  }

  /// Makes one row orthogonal to `rows` orthonormal ones and of length 1; false where nothing of it is left.
  static func orthonormalise(
    _ target: UnsafeMutablePointer<Double>, against basis: UnsafePointer<Double>, rows: Int, length: Int
  ) -> Bool {
    let before = VectorKernels.dot(target, target, count: length).squareRoot()
    guard before > 0, before.isFinite else { return false }
    for _ in 0..<2 {
      for other in 0..<rows {
        let share = VectorKernels.dot(target, basis + other * length, count: length)
        VectorKernels.axpy(-share, basis + other * length, into: target, count: length)
      }
    }
    let after = VectorKernels.dot(target, target, count: length).squareRoot()
    guard after > 1e-6 * before else { return false }
    for i in 0..<length { target[i] /= after }
    return true
  }
}
