import Numerics

/// The training rows as the kernel sees them: contiguous, moved to where rounding is least, with what each row adds by
/// itself computed once.
struct KernelSource: Sendable {
  let function: KernelFunction
  let columns: Int
  /// Rows × columns, after subtracting `origin`.
  let features: [Float]
  let selfTerms: [Float]
  /// k(x, x) of each row.
  let diagonal: [Float]
  /// All values, where the problems share them.
  var shared: SharedKernel?
  /// All values of the one problem that this is handed to, whose rows are those of two classes one after the other.
  var pair: PairKernel?
  /// Whether values are looked up, and not computed when they are asked for.
  var isLookedUp: Bool { shared != nil || pair != nil }

  /// Cost: two passes over the rows.
  /// - Parameter origin: what is subtracted from each row; see `origin(for:features:)`.
  /// - Throws: `LearningError.overflow`, `SupportVectorError.kernelOverflow`, `Interrupted`.
  init(_ function: KernelFunction, _ rows: Matrix, origin: [Float], context: ExecutionContext) throws {
    self.function = function
    columns = rows.columns
    features = origin.isEmpty ? rows.storage : Self.moved(rows, by: origin)
    let columns = columns
    let norms = features.withUnsafeBufferPointer { numbers in
      (0..<rows.rows).map { row in
        numbers.baseAddress.map { VectorKernels.squaredNorm($0 + row * columns, count: columns) } ?? 0
      }
    }
    // Products of rows are in single precision, and none is greater than the greatest squared norm. A linear kernel's
    // diagonal is the norm, so the error below tells of it with its row.
    if function.kernel != .linear, !norms.allSatisfy({ Float($0).isFinite }) { throw LearningError.overflow }
    selfTerms = norms.map(function.selfTerm)
    diagonal = norms.map(function.diagonal)
    let isFinite = zip(selfTerms, diagonal).enumerated().first { !($1.0.isFinite && $1.1.isFinite) }
    if let row = isFinite?.offset { throw SupportVectorError.kernelOverflow(row: row) }
    try context.checkInterruption()
  }

  /// The column means for kernels that see differences only: distances come from ‖x‖² + ‖z‖² − 2x·z, which loses
  /// digits where rows lie far from zero. Empty for the other kernels.
  static func origin(for function: KernelFunction, features: Matrix) -> [Float] {
    guard function.isTranslationInvariant, features.rows > 0 else { return [] }
    var sums = [Double](repeating: 0, count: features.columns)
    features.storage.withUnsafeBufferPointer { numbers in
      sums.withUnsafeMutableBufferPointer { sums in
        for row in 0..<features.rows {
          let start = row * sums.count
          for column in sums.indices { sums[column] += Double(numbers[start + column]) }
        }
      }
    }
    return sums.map { Float($0 / Double(features.rows)) }
  }

  private static func moved(_ rows: Matrix, by origin: [Float]) -> [Float] {
    Matrix(rows: rows.rows, columns: rows.columns) { target in
      rows.storage.withUnsafeBufferPointer { source in
        for row in 0..<rows.rows {
          let start = row * origin.count
          for column in origin.indices { target[start + column] = source[start + column] - origin[column] }
        }
      }
    }.storage
  }
}
