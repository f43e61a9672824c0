import Numerics
import Synchronization

/// Rows whose numbers are replaced by the bins they fall in, one byte each.
///
/// Columns are kept in blocks of `width`: a block holds its columns' bytes of row 0, then of row 1, and so on. Width 1
/// is column by column, for learners that look at few columns at a time; width 16 lets a learner that looks at all
/// of them read sixteen at once.
///
/// Shared between threads: nothing changes after `init`.
final class BinnedColumns: @unchecked Sendable {
  /// Columns side by side in a block of the layout that histograms are made from.
  static let blockWidth = 16
  /// Bins of numbers a column may have; one more is left for missing ones.
  static let mostBins = 255

  let rows: Int
  let columns: Int
  let width: Int
  let cuts: [ColumnCuts]
  /// Whether each column has a NaN somewhere.
  let hasMissing: [Bool]
  /// The largest number of bins in each block; also the bin of its missing numbers.
  let blockBins: [Int]
  private let bytes: OwnedBuffer<UInt8>

  var blocks: Int { (columns + width - 1) / width }

  /// - Parameters:
  ///   - features: NaN is allowed and stands for missing.
  ///   - width: 1 or 16.
  /// - Cost: a linear sort of each column and eight comparisons a number; on all threads.
  init(_ features: Matrix, width: Int, context: ExecutionContext) throws {
    let blocks = (features.columns + width - 1) / width
    let bytes = OwnedBuffer<UInt8>(uninitialized: blocks * width * features.rows)
    let target = DisjointPointer(bytes.base)
    let found = Mutex([BinnedBlock?](repeating: nil, count: blocks))
    // Sixteen columns at a time share the cache lines of the rows they are gathered from.
    let pieceBlocks = max(1, Self.blockWidth / width)
    try context.forEachPiece(of: blocks, size: pieceBlocks) { piece in
      var binner = ColumnBinner(features, first: piece.lowerBound * width, count: piece.count * width)
      for block in piece {
        try context.checkInterruption()
        let start = target.base + block * width * features.rows
        let result = binner.bin(block: block - piece.lowerBound, width: width, to: start)
        found.withLock { $0[block] = result }
      }
    }
    let results = found.withLock { $0.compactMap(\.self) }
    rows = features.rows
    columns = features.columns
    self.width = width
    cuts = results.flatMap(\.cuts)
    hasMissing = results.flatMap(\.hasMissing)
    blockBins = results.map { $0.cuts.map(\.bins).max() ?? 1 }
    self.bytes = bytes
  }

  func columns(of block: Int) -> Range<Int> {
    block * width..<min((block + 1) * width, columns)
  }

  /// The bytes of a block: `width` for each row.
  func block(_ block: Int) -> UnsafePointer<UInt8> {
    UnsafePointer(bytes.base + block * width * rows)
  }

  /// Where a column's bytes begin; they are `width` apart.
  func column(_ column: Int) -> UnsafePointer<UInt8> {
    block(column / width) + column % width
  }
}

/// What binning a block of columns found.
private struct BinnedBlock: Sendable {
  var cuts: [ColumnCuts]
  var hasMissing: [Bool]
}

/// Bins some adjacent columns.
private struct ColumnBinner {
  private let rows: Int
  private let first: Int
  private let columns: Int
  /// Column after column.
  private var values: [Float]
  private var sorted: [Float]
  private var sort: FloatSort

  init(_ features: Matrix, first: Int, count: Int) {
    rows = features.rows
    self.first = first
    columns = max(0, min(count, features.columns - first))
    values = [Float](repeating: 0, count: rows * columns)
    sorted = [Float](repeating: 0, count: rows)
    sort = FloatSort(capacity: rows)
    gather(features)
  }

  private mutating func gather(_ features: Matrix) {
    features.storage.withUnsafeBufferPointer { source in
      values.withUnsafeMutableBufferPointer { values in
        for row in 0..<rows {
          let from = row * features.columns + first
          for column in 0..<columns { values[column * rows + row] = source[from + column] }
        }
      }
    }
  }

  mutating func bin(block: Int, width: Int, to target: UnsafeMutablePointer<UInt8>) -> BinnedBlock {
    let members = block * width..<min((block + 1) * width, columns)
    var result = BinnedBlock(cuts: [], hasMissing: [])
    for column in members {
      let present = sortPresent(column)
      result.hasMissing.append(present < rows)
      result.cuts.append(
        sorted.withUnsafeBufferPointer {
          ColumnCuts(sorted: UnsafeBufferPointer(rebasing: $0[0..<present]), most: BinnedColumns.mostBins)
        })
    }
    if members.count < width { target.initialize(repeating: 0, count: width * rows) }
    let missing = UInt8(result.cuts.map(\.bins).max() ?? 1)
    values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      for (lane, column) in members.enumerated() {
        result.cuts[lane].assign(
          base + column * rows, count: rows, missing: missing, to: target + lane, stride: width)
      }
    }
    return result
  }

  /// Puts the column's numbers in order; how many there are besides NaN.
  private mutating func sortPresent(_ column: Int) -> Int {
    var present = 0
    for i in column * rows..<(column + 1) * rows where !values[i].isNaN {
      sorted[present] = values[i]
      present += 1
    }
    sorted.withUnsafeMutableBufferPointer {
      sort.sort(UnsafeMutableBufferPointer(rebasing: $0[0..<present]))
    }
    return present
  }
}
