/// Rows most of whose numbers are zero and the others few different ones, as shares of counts are: three bytes for each
/// number that is not zero, in place of four for every number. No bit of a number is lost.
public struct CompactRows: Sendable, Equatable {
  /// Columns that can be told apart.
  public static let mostColumns = 1 << 16
  /// Numbers besides zero that can be told apart.
  public static let mostValues = 1 << 8

  public let rows: Int
  public let columns: Int
  /// What the codes stand for: finite numbers.
  public let values: [Float]
  /// Where each row starts among `indices` and `codes`, and behind them the end.
  let starts: [Int]
  /// The column of each number that is not zero, ascending within a row.
  let indices: [UInt16]
  let codes: [UInt8]

  /// Rows one after another, as one thread makes them.
  public struct Stretch: Sendable {
    fileprivate(set) var counts: [Int] = []
    fileprivate(set) var indices: [UInt16] = []
    fileprivate(set) var codes: [UInt8] = []

    public init() {}

    /// Adds a row.
    /// - Parameters:
    ///   - indices: the columns of its numbers, ascending.
    ///   - codes: for each of them, which of the values it is.
    public mutating func append(indices: UnsafeBufferPointer<UInt16>, codes: UnsafeBufferPointer<UInt8>) {
      precondition(indices.count == codes.count, "a code for each number")
      counts.append(indices.count)
      self.indices.append(contentsOf: indices)
      self.codes.append(contentsOf: codes)
    }

    /// Adds rows that are made elsewhere, with room for as many as will follow.
    /// - Parameter total: rows there will be in all.
    /// - Throws: `NumericsError.outOfMemory`.
    public mutating func append(_ other: Stretch, of total: Int) throws {
      counts += other.counts
      try indices.setRoomAside(for: indices.count + other.indices.count, rows: counts.count, of: total)
      try codes.setRoomAside(for: codes.count + other.codes.count, rows: counts.count, of: total)
      indices += other.indices
      codes += other.codes
    }
  }

  /// - Parameters:
  ///   - columns: at most `mostColumns`.
  ///   - values: what the codes stand for; at most `mostValues` finite numbers.
  ///   - stretches: the rows, in order.
  public init(columns: Int, values: [Float], stretches: [Stretch]) {
    precondition(columns <= Self.mostColumns && values.count <= Self.mostValues, "no room for so many")
    var starts = [0]
    for count in stretches.lazy.flatMap(\.counts) { starts.append(starts[starts.count - 1] + count) }
    let isOne = stretches.count == 1
    self.init(
      columns: columns, values: values, starts: starts,
      indices: isOne ? stretches[0].indices : stretches.flatMap(\.indices),
      codes: isOne ? stretches[0].codes : stretches.flatMap(\.codes))
  }

  init(columns: Int, values: [Float], starts: [Int], indices: [UInt16], codes: [UInt8]) {
    rows = starts.count - 1
    self.columns = columns
    self.values = values
    self.starts = starts
    self.indices = indices
    self.codes = codes
  }

  /// From their parts, as they may stand in a file; nil where these do not fit together.
  public init?(columns: Int, values: [Float], rowCounts: [Int], indices: [UInt16], codes: [UInt8]) {
    guard (0...Self.mostColumns).contains(columns), values.count <= Self.mostValues, values.allSatisfy(\.isFinite),
      indices.count == codes.count, indices.allSatisfy({ Int($0) < columns }),
      codes.allSatisfy({ Int($0) < values.count }), rowCounts.allSatisfy({ (0...columns).contains($0) }),
      rowCounts.reduce(0, +) == codes.count
    else { return nil }
    self.init(
      columns: columns, values: values, starts: rowCounts.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) },
      indices: indices, codes: codes)
  }

  /// How many numbers are not zero.
  public var count: Int { codes.count }
  public var byteCount: Int { 3 * count + starts.count * MemoryLayout<Int>.stride + values.count * 4 }
  /// Whether they take less than half of what a matrix would.
  public var isWorthwhile: Bool { 2 * byteCount < 4 * rows * columns }

  /// Numbers of each row that are not zero.
  public var rowCounts: [Int] { zip(starts, starts.dropFirst()).map { $1 - $0 } }
  /// The column of each number that is not zero, row after row.
  public var columnIndices: [UInt16] { indices }
  /// Which of the values each of these numbers is.
  public var valueCodes: [UInt8] { codes }

  /// The rows at `chosen`, in that order, repeats allowed. Cost: one copy, on all threads.
  public func gathering(_ chosen: [Int], context: ExecutionContext = .plain) -> CompactRows {
    var starts = [0]
    starts.reserveCapacity(chosen.count + 1)
    for row in chosen {
      precondition(row >= 0 && row < rows, "a row that is not among them")
      starts.append(starts[starts.count - 1] + self.starts[row + 1] - self.starts[row])
    }
    let ends = starts
    func gathered<Number: BitwiseCopyable & Sendable>(_ numbers: [Number]) -> [Number] {
      [Number](unsafeUninitializedCapacity: ends[chosen.count]) { buffer, initialized in
        initialized = ends[chosen.count]
        guard let base = buffer.baseAddress, initialized > 0 else { return }
        let target = DisjointPointer(base)
        context.forEachShortPiece(of: chosen.count, size: 512) { piece in
          numbers.withUnsafeBufferPointer { numbers in
            guard let numbers = numbers.baseAddress else { return }
            for place in piece {
              (target.base + ends[place]).initialize(
                from: numbers + self.starts[chosen[place]], count: ends[place + 1] - ends[place])
            }
          }
        }
      }
    }
    return CompactRows(
      columns: columns, values: values, starts: ends, indices: gathered(indices), codes: gathered(codes))
  }

  @inline(__always)
  func withNumbers(
    _ body: (_ indices: UnsafePointer<UInt16>, _ codes: UnsafePointer<UInt8>, _ values: UnsafePointer<Float>) -> Void
  ) {
    indices.withUnsafeBufferPointer { indices in
      codes.withUnsafeBufferPointer { codes in
        values.withUnsafeBufferPointer { values in
          // Without numbers there is nothing to call for.
          guard let indices = indices.baseAddress, let codes = codes.baseAddress, let values = values.baseAddress
          else { return }
          body(indices, codes, values)
        }
      }
    }
  }

  /// Calls `body` with each number that is not zero of some rows: its row, its column, itself.
  @inline(__always)
  func forEachNumber(in range: Range<Int>, _ body: (_ row: Int, _ column: Int, _ value: Float) -> Void) {
    withNumbers { indices, codes, values in
      for row in range {
        for position in starts[row]..<starts[row + 1] {
          body(row, Int(indices[position]), values[Int(codes[position])])
        }
      }
    }
  }

  private func write(_ range: Range<Int>, to target: UnsafeMutablePointer<Float>) {
    target.update(repeating: 0, count: range.count * columns)
    let (first, width) = (range.lowerBound, columns)
    forEachNumber(in: range) { target[($0 - first) * width + $1] = $2 }
  }
}

extension CompactRows: ReadableRows {
  public func withRows<Result>(
    _ range: Range<Int>, _ body: (UnsafePointer<Float>) throws -> Result
  ) rethrows -> Result {
    let numbers = OwnedBuffer<Float>(uninitialized: range.count * columns)
    write(range, to: numbers.base)
    return try body(numbers.base)
  }

  public func writeCentred(_ range: Range<Int>, by means: [Float], to target: UnsafeMutablePointer<Float>) {
    let (first, width) = (range.lowerBound, columns)
    means.withUnsafeBufferPointer { means in
      guard let means = means.baseAddress else { return }
      for row in 0..<range.count {
        for column in 0..<width { target[row * width + column] = 0 - means[column] }
      }
      forEachNumber(in: range) { target[($0 - first) * width + $1] = $2 - means[$1] }
    }
  }

  public func expanded(context: ExecutionContext = .plain) throws -> Matrix {
    try Matrix(rows: rows, columns: columns) { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      try context.forEachPiece(of: rows, size: max(1, (1 << 18) / max(1, columns))) { piece in
        write(piece, to: target.base + piece.lowerBound * columns)
      }
    }
  }

  public func columnMeans(context: ExecutionContext = .plain) throws -> [Double] {
    let sums = try columnSums(0.0, context) { piece, sums in
      forEachNumber(in: piece) { sums[$1] += Double($2) }
    }
    return sums.map { $0 / Double(max(1, rows)) }
  }

  public func columnVariances(
    around means: [Double], correction: Int = 0, context: ExecutionContext = .plain
  ) throws -> [Double] {
    precondition(means.count == columns, "one mean a column")
    // Squares, and how many numbers they are of.
    let sums = try columnSums(SIMD2<Double>.zero, context) { piece, sums in
      means.withUnsafeBufferPointer { means in
        forEachNumber(in: piece) {
          let difference = Double($2) - means[$1]
          sums[$1] += SIMD2(difference * difference, 1)
        }
      }
    }
    return (0..<columns).map { column in
      let zeros = (Double(rows) - sums[column][1]) * means[column] * means[column]
      return (sums[column][0] + zeros) / Double(max(1, rows - correction))
    }
  }

  /// Sums over the numbers of each column that are not zero: those of large parts of the rows, added in their order.
  private func columnSums<Sum: SumOfColumn>(
    _ zero: Sum, _ context: ExecutionContext,
    _ add: @escaping @Sendable (_ part: Range<Int>, _ sums: UnsafeMutableBufferPointer<Sum>) -> Void
  ) throws -> [Sum] {
    let length = max(Self.leastPart, (rows + 15) / 16)
    let assembly = OrderedAssembly([Sum](repeating: zero, count: columns)) { (whole: inout [Sum], part: [Sum]) in
      for column in part.indices { whole[column] += part[column] }
    }
    try context.forEachPiece(of: rows, size: length) { piece in
      var sums = [Sum](repeating: zero, count: columns)
      sums.withUnsafeMutableBufferPointer { add(piece, $0) }
      try assembly.add(sums, at: piece.lowerBound / length)
    }
    return assembly.whole
  }

  /// Rows that are added up by themselves at least.
  private static let leastPart = 4096

  public func firstNonFinite(context: ExecutionContext) throws -> (row: Int, column: Int)? { nil }

  public func choosing(_ chosen: [Int]) -> any ReadableRows { gathering(chosen) }

  public func isSame(as other: any ReadableRows) -> Bool {
    guard let other = other as? CompactRows else { return false }
    return columns == other.columns && starts == other.starts && values == other.values && codes == other.codes
      && indices == other.indices
  }

  /// Vectors that a row is multiplied by at a time: two registers.
  private static let lanes = 32

  public func products(with vectors: Matrix, minus offsets: [Float], context: ExecutionContext) throws -> Matrix {
    precondition(vectors.columns == columns && offsets.count == vectors.rows, "vectors of another length")
    let (count, width) = (vectors.rows, columns)
    return try Matrix(rows: rows, columns: count) { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      for first in stride(from: 0, to: count, by: Self.lanes) {
        let group = first..<min(count, first + Self.lanes)
        // Number i of all vectors side by side.
        var panel = [Float](repeating: 0, count: width * Self.lanes)
        for (lane, vector) in group.enumerated() {
          for i in 0..<width { panel[i * Self.lanes + lane] = vectors.storage[vector * width + i] }
        }
        try context.forEachPiece(of: rows, size: 256) { [panel] piece in
          multiply(panel, rows: piece, minus: offsets, into: target.base, stride: count, group)
        }
      }
    }
  }

  private func multiply(
    _ panel: [Float], rows piece: Range<Int>, minus offsets: [Float], into target: UnsafeMutablePointer<Float>,
    stride: Int, _ group: Range<Int>
  ) {
    panel.withUnsafeBytes { panel in
      for row in piece {
        // Two sums of 32 numbers each, for one would wait for itself.
        var even = (SIMD16<Float>.zero, SIMD16<Float>.zero)
        var odd = (SIMD16<Float>.zero, SIMD16<Float>.zero)
        @inline(__always) func term(
          _ position: Int, _ indices: UnsafePointer<UInt16>, _ codes: UnsafePointer<UInt8>,
          _ values: UnsafePointer<Float>, _ sums: inout (SIMD16<Float>, SIMD16<Float>)
        ) {
          let place = Int(indices[position]) * Self.lanes * MemoryLayout<Float>.stride
          let value = SIMD16(repeating: values[Int(codes[position])])
          sums.0.addProduct(value, panel.loadUnaligned(fromByteOffset: place, as: SIMD16<Float>.self))
          sums.1.addProduct(value, panel.loadUnaligned(fromByteOffset: place + 64, as: SIMD16<Float>.self))
        }
        withNumbers { indices, codes, values in
          var position = starts[row]
          let end = starts[row + 1]
          while position + 2 <= end {
            term(position, indices, codes, values, &even)
            term(position + 1, indices, codes, values, &odd)
            position += 2
          }
          if position < end { term(position, indices, codes, values, &even) }
        }
        let own = target + row * stride
        let sums = (even.0 + odd.0, even.1 + odd.1)
        for (lane, vector) in group.enumerated() {
          own[vector] = (lane < 16 ? sums.0[lane] : sums.1[lane - 16]) - offsets[vector]
        }
      }
    }
  }
}

/// What is added up for a column.
private protocol SumOfColumn: Sendable {
  static func += (sum: inout Self, other: Self)
}

extension Double: SumOfColumn {}
extension SIMD2: SumOfColumn where Scalar == Double {}
