import COpenBLAS

/// Matrix algebra over row-major memory, on the calling thread.
///
/// OpenBLAS is kept to one thread: work is shared over the cores by `ExecutionContext.forEachPiece`, in pieces whose
/// size does not depend on the number of threads, so that sums are always added in the same order. For whole matrices
/// use `Matrix.multiplied(by:)` and `SymmetricProduct`, which do so.
public enum BLAS {
  /// The processor whose kernels are in use, such as "SkylakeX".
  public static var kernels: String {
    OpenBLASSetup.done
    return OpenBLASSetup.kernels
  }

  /// C = alpha · op(A) · op(B) + beta · C, with op(A) m×k, op(B) k×n and C m×n; `lda`, `ldb`, `ldc` are row strides.
  public static func multiply(
    _ a: UnsafePointer<Float>, stride lda: Int, transposed transposeA: Bool = false,
    by b: UnsafePointer<Float>, stride ldb: Int, transposed transposeB: Bool = false,
    into c: UnsafeMutablePointer<Float>, stride ldc: Int,
    rows m: Int, columns n: Int, inner k: Int, alpha: Float = 1, beta: Float = 0
  ) {
    guard m > 0, n > 0 else { return }
    OpenBLASSetup.done
    cblas_sgemm(
      CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans,
      Int32(m), Int32(n), Int32(k), alpha, a, Int32(lda), b, Int32(ldb), beta, c, Int32(ldc))
  }

  /// The same in double precision, at about half the speed.
  public static func multiply(
    _ a: UnsafePointer<Double>, stride lda: Int, transposed transposeA: Bool = false,
    by b: UnsafePointer<Double>, stride ldb: Int, transposed transposeB: Bool = false,
    into c: UnsafeMutablePointer<Double>, stride ldc: Int,
    rows m: Int, columns n: Int, inner k: Int, alpha: Double = 1, beta: Double = 0
  ) {
    guard m > 0, n > 0 else { return }
    OpenBLASSetup.done
    cblas_dgemm(
      CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans,
      Int32(m), Int32(n), Int32(k), alpha, a, Int32(lda), b, Int32(ldb), beta, c, Int32(ldc))
  }
}
