import Glibc

/// How many rows may be added before memory runs out, which would end the process without a word.
struct RowBudget: Sendable {
  /// Bytes that new rows may take.
  let limit: Int

  /// Half of the memory that is built in: the rows are copied once more when they join the others.
  static let ofThisMachine = RowBudget(limit: max(0, sysconf(Int32(_SC_PHYS_PAGES)) / 2 * sysconf(Int32(_SC_PAGESIZE))))

  /// What a new row takes besides its numbers while it is drawn: its base, neighbour, gap and class, some of them twice.
  private static let bytesOfDrawing = 80

  /// - Parameter missing: rows to be added to each class.
  /// - Throws: `ResamplingError.tooManyRows`.
  func check(_ missing: [Int], columns: Int) throws {
    // As floating-point numbers, because the products may be beyond an integer.
    let rows = missing.reduce(0) { $0 + Double($1) }
    let bytes = rows * Double(columns * MemoryLayout<Float>.stride + Self.bytesOfDrawing)
    guard bytes > Double(limit) else { return }
    throw ResamplingError.tooManyRows(
      rows: Int(exactly: rows) ?? .max, gibibytes: Int(exactly: (bytes / 0x1p30).rounded(.up)) ?? .max,
      limit: limit >> 30)
  }
}
