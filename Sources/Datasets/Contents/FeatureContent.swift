import Basics
import Numerics
import Samples

extension Matrix: DatasetContent {
  public static var manifestKind: Manifest.Kind { .features }
  public var sizeText: String { "\(counted(rows, "row")) of \(counted(columns, "number"))" }

  public func withBytes(ofRow row: Int, _ body: (UnsafeRawBufferPointer) -> Void) {
    let stride = columns * MemoryLayout<Float>.size
    storage.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[row * stride..<(row + 1) * stride])) }
  }

  public func appending(
    _ other: any DatasetContent, columns names: ColumnNamesToJoin, named: (String, String)
  ) throws -> any DatasetContent {
    guard let more = other as? Matrix else { throw cannotJoin(other, named) }
    func cannot(_ reason: String) -> DatasetError {
      .cannotMerge(first: named.0, second: named.1, reason: reason)
    }
    // Names that readers gave are no names: then the order is all there is.
    let areNamed =
      !names.own.isEmpty && !names.other.isEmpty && ![names.own, names.other].contains(where: Self.areNumbered)
    let lacking = areNamed ? names.own.filter { !Set(names.other).contains($0) } : []
    let additional = areNamed ? names.other.filter { !Set(names.own).contains($0) } : []
    guard lacking.isEmpty, additional.isEmpty else {
      throw cannot(
        "their columns are named differently: "
          + [(named.0, lacking), (named.1, additional)].filter { !$0.1.isEmpty }
          .map { "only '\($0.0)' has \(listed($0.1, atMost: 6))" }.joined(separator: ", "))
    }
    guard columns == more.columns else {
      throw cannot("one has \(grouped(columns)) columns, the other \(grouped(more.columns))")
    }
    return appending(more.reordering(names.other, as: names.own) ?? more)
  }

  public func missingNotes(columnNames: [String], context: ExecutionContext) throws -> [String] {
    guard let missing = try missingNumbers(context: context) else { return [] }
    let (count, columns) = (missing.count, missing.columns)
    let list = columns.map { "\(columnNames[$0]) \(grouped(missing.perColumn[$0]))" }
    return [
      "\(counted(count, "number")) \(count == 1 ? "is" : "are") missing, in \(grouped(missing.rows)) of "
        + "\(counted(missing.totalRows, "row")) and \(grouped(columns.count)) of "
        + "\(counted(columnNames.count, "column")): \(listed(list, atMost: 8))"
    ]
  }

  /// Whether names are those that readers give to columns without one: x0, x1 … or column1, column2 ….
  private static func areNumbered(_ names: [String]) -> Bool {
    ["x", "f", "column"].contains { prefix in
      names.enumerated().allSatisfy { $1 == "\(prefix)\($0)" || $1 == "\(prefix)\($0 + 1)" }
    }
  }

  /// Columns with numbers of which single precision, in which all is kept, does not hold every digit.
  func notesOfLostDigits(columnNames: [String]) -> [String] {
    // Beyond 2²⁴ not every whole number has a single-precision one.
    guard hasNumbers(beyond: 16_777_216) else { return [] }
    var isLarge = [Bool](repeating: false, count: columns)
    for row in 0..<rows {
      for (column, number) in self.row(row).enumerated() where abs(number) > 16_777_216 { isLarge[column] = true }
    }
    let names = columnNames.indices.filter { isLarge[$0] }.map { columnNames[$0] }
    return [
      "numbers above 16,777,216 are kept to seven digits (single precision): \(listed(names, atMost: 6)); identifiers among them "
        + "are better left out or named: drop=, attributes=, subject="
    ]
  }

  /// Whether a finite number is farther from zero than `limit`.
  private func hasNumbers(beyond limit: Float) -> Bool {
    // Without their sign, floating-point numbers order as their bits do, with infinity above them and NaN above that. No
    // early end, so that many are compared at once.
    let (least, width) = (limit.bitPattern + 1, Float.infinity.bitPattern - limit.bitPattern - 1)
    return storage.withUnsafeBytes { bytes in
      var found: UInt32 = 0
      for bits in bytes.bindMemory(to: UInt32.self) { found |= (bits & 0x7FFF_FFFF) &- least < width ? 1 : 0 }
      return found != 0
    }
  }

  /// The columns put from one order of names into another; nil where the names are not the same ones.
  private func reordering(_ names: [String], as wanted: [String]) -> Matrix? {
    guard names != wanted, Set(names).count == names.count else { return nil }
    let places = Dictionary(zip(names, names.indices), uniquingKeysWith: { first, _ in first })
    let order = wanted.compactMap { places[$0] }
    guard order.count == columns else { return nil }
    var result = Matrix(rows: rows, columns: columns)
    for row in 0..<rows {
      for (column, place) in order.enumerated() { result[row, column] = self[row, place] }
    }
    return result
  }
}
