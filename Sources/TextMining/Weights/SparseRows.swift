import Numerics

/// A matrix of mostly noughts, row by row.
public struct SparseRows: Sendable, Equatable {
  public let rows: Int
  public let columns: Int
  /// Row r is at `starts[r]..<starts[r + 1]`.
  public let starts: [Int]
  /// Ascending within a row.
  public let places: [Int32]
  public var values: [Double]

  public init(rows: Int, columns: Int, starts: [Int], places: [Int32], values: [Double]) {
    precondition(starts.count == rows + 1 && places.count == values.count && starts.last == places.count)
    self.rows = rows
    self.columns = columns
    self.starts = starts
    self.places = places
    self.values = values
  }

  public func range(_ row: Int) -> Range<Int> { starts[row]..<starts[row + 1] }

  /// Rows and columns exchanged.
  public var transposed: SparseRows {
    var counts = [Int](repeating: 0, count: columns + 1)
    for place in places { counts[Int(place) + 1] += 1 }
    for column in 0..<columns { counts[column + 1] += counts[column] }
    var next = counts
    var turnedPlaces = [Int32](repeating: 0, count: places.count)
    var turnedValues = [Double](repeating: 0, count: places.count)
    for row in 0..<rows {
      for index in range(row) {
        let target = next[Int(places[index])]
        next[Int(places[index])] += 1
        turnedPlaces[target] = Int32(row)
        turnedValues[target] = values[index]
      }
    }
    return SparseRows(rows: columns, columns: rows, starts: counts, places: turnedPlaces, values: turnedValues)
  }

  /// As a dense matrix in single precision, for learners.
  public var dense: Matrix {
    var result = Matrix(rows: rows, columns: columns)
    for row in 0..<rows {
      for index in range(row) { result.storage[row * columns + Int(places[index])] = Float(values[index]) }
    }
    return result
  }

  /// The product with a dense matrix of `width` columns, rows shared over the threads.
  /// - Parameter other: `columns` rows of `width`, row-major.
  func times(_ other: [Double], width: Int, context: ExecutionContext) throws -> [Double] {
    precondition(other.count == columns * width, "inner sizes differ")
    let wide = NarrowRows.padded(width)
    return NarrowRows.cut(
      try timesFilled(NarrowRows.filled(other, width: width), width: wide, context: context), width: width)
  }

  /// The same of a width that is a multiple of four.
  func timesFilled(_ other: [Double], width: Int, context: ExecutionContext) throws -> [Double] {
    precondition(other.count == columns * width && width % 4 == 0, "inner sizes differ")
    return try [Double](unsafeUninitializedCapacity: rows * width) { buffer, initialized in
      guard let base = buffer.baseAddress else { return }
      base.initialize(repeating: 0, count: rows * width)
      initialized = rows * width
      let target = DisjointPointer(base)
      try context.forEachPiece(of: rows, size: max(64, (rows + 63) / 64)) { piece in
        other.withUnsafeBufferPointer { other in
          values.withUnsafeBufferPointer { values in
            places.withUnsafeBufferPointer { places in
              guard let source = other.baseAddress, let value = values.baseAddress, let place = places.baseAddress
              else { return }
              for row in piece {
                NarrowRows.combine(
                  value, place, starts[row]..<starts[row + 1], source, width: width, into: target.base + row * width)
              }
            }
          }
        }
      }
    }
  }
}
