import Files
import Numerics

/// One array of an NPZ file: a header, and numbers that are converted when they are asked for.
struct NPYArray: Sendable {
  let name: String
  let header: NPYHeader
  private let file: FileBytes

  /// - Throws: `DatasetError.badArray`, `.objectArray`.
  init(_ file: FileBytes, name: String) throws {
    self.name = name
    self.file = file
    header = try NPYHeader(file.bytes, name: name)
  }

  var shape: [Int] { header.shape }

  /// Rows of numbers; the dimensions after the first are flattened in row-major order. An array without dimensions is one
  /// number.
  var rows: Int { shape.first ?? 1 }
  var columns: Int { shape.dropFirst().reduce(1, *) }

  private var elements: UnsafeRawBufferPointer {
    let size = header.elementCount * header.itemSize
    return UnsafeRawBufferPointer(rebasing: file.bytes[header.dataOffset..<header.dataOffset + size])
  }

  /// All numbers as single precision, rows × columns, checked to be finite. Text is refused.
  /// - Parameter takesMissing: whether NaN may be among them.
  /// - Throws: `DatasetError.notFinite`, `.badArray`, `NumericsError.outOfMemory`, `Interrupted`.
  func matrix(takesMissing: Bool, context: ExecutionContext) throws -> Matrix {
    try AddressSpace.require(rows * columns * MemoryLayout<Float>.stride)
    return try Matrix(rows: rows, columns: columns) { target in
      guard let base = target.baseAddress else { return }
      let target = DisjointPointer(base)
      let size = max(1, (1 << 18) / max(1, columns))
      try context.forEachPiece(of: rows, size: size) { rows in
        let piece = UnsafeMutableBufferPointer(
          start: target.base + rows.lowerBound * columns, count: rows.count * columns)
        try convert(rows, into: piece)
        try check(piece, firstRow: rows.lowerBound, takesMissing: takesMissing)
      }
    }
  }

  private func convert(_ rows: Range<Int>, into target: UnsafeMutableBufferPointer<Float>) throws {
    switch (header.kind, header.itemSize) {
    case ("f", 2): fill(rows, target) { (bits: UInt16) in Float(Float16(bitPattern: bits)) }
    case ("f", 4): fill(rows, target) { (bits: UInt32) in Float(bitPattern: bits) }
    case ("f", 8): fill(rows, target) { (bits: UInt64) in Float(Double(bitPattern: bits)) }
    case ("i", 1): fill(rows, target) { (value: Int8) in Float(value) }
    case ("i", 2): fill(rows, target) { (value: Int16) in Float(value) }
    case ("i", 4): fill(rows, target) { (value: Int32) in Float(value) }
    case ("i", 8): fill(rows, target) { (value: Int64) in Float(value) }
    case ("u", 1), ("b", 1): fill(rows, target) { (value: UInt8) in Float(value) }
    case ("u", 2): fill(rows, target) { (value: UInt16) in Float(value) }
    case ("u", 4): fill(rows, target) { (value: UInt32) in Float(value) }
    case ("u", 8): fill(rows, target) { (value: UInt64) in Float(value) }
    default: throw DatasetError.badArray(name: name, reason: "it holds text where numbers are needed")
    }
  }

  /// Visits the elements of `rows` in row-major order of the array, whatever the order in the file.
  @inline(__always)
  private func fill<Stored: FixedWidthInteger, Value>(
    _ rows: Range<Int>, _ target: UnsafeMutableBufferPointer<Value>, initializing: Bool = false,
    _ value: (Stored) -> Value
  ) {
    let bytes = elements
    let size = MemoryLayout<Stored>.size
    func element(_ index: Int) -> Value {
      let stored = bytes.loadUnaligned(fromByteOffset: index * size, as: Stored.self)
      return value(header.isBigEndian ? Stored(bigEndian: stored) : Stored(littleEndian: stored))
    }
    func put(_ position: Int, _ index: Int) {
      if initializing {
        target.initializeElement(at: position, to: element(index))
      } else {
        target[position] = element(index)
      }
    }
    guard header.isFortranOrdered, shape.count > 1 else {
      for (position, index) in (rows.lowerBound * columns..<rows.upperBound * columns).enumerated() {
        put(position, index)
      }
      return
    }
    for (column, start) in fortranColumnOffsets().enumerated() {
      for row in rows { put((row - rows.lowerBound) * columns + column, start + row) }
    }
  }

  /// Where, in an array whose first index runs fastest, each flattened column begins.
  private func fortranColumnOffsets() -> [Int] {
    var offsets = [0]
    var stride = rows
    var strides: [Int] = []
    for extent in shape.dropFirst() {
      strides.append(stride)
      stride *= extent
    }
    for (extent, stride) in zip(shape.dropFirst(), strides) {
      offsets = offsets.flatMap { offset in (0..<extent).map { offset + $0 * stride } }
    }
    return offsets
  }

  private func check(_ piece: UnsafeMutableBufferPointer<Float>, firstRow: Int, takesMissing: Bool) throws {
    guard header.kind == "f", let base = piece.baseAddress else { return }
    // A finite number times zero is zero, anything else is NaN, which stays in the sum.
    var sum = SIMD16<Float>(repeating: 0)
    let whole = piece.count / 16 * 16
    for index in stride(from: 0, to: whole, by: 16) {
      sum += UnsafeRawPointer(base + index).loadUnaligned(as: SIMD16<Float>.self) * 0
    }
    guard sum != SIMD16(repeating: 0) || !piece[whole...].allSatisfy(\.isFinite) else { return }
    for place in piece.indices where !piece[place].isFinite {
      guard takesMissing, piece[place].isNaN else {
        throw DatasetError.notFinite(
          name: name, row: firstRow + place / columns, column: place % columns,
          value: piece[place].isNaN ? "a missing value (NaN)" : "an infinite or too large number")
      }
      // One NaN for all, for the fingerprint depends on the bits.
      piece[place] = .nan
    }
  }

  /// All elements as bytes in row-major order; for arrays of type u1 and b1.
  /// - Throws: `NumericsError.outOfMemory`.
  func bytes() throws -> [UInt8] {
    try AddressSpace.require(header.elementCount)
    return [UInt8](unsafeUninitializedCapacity: header.elementCount) { target, count in
      fill(0..<rows, target) { (value: UInt8) in value }
      count = header.elementCount
    }
  }

  /// One text for each element: text as it is, whole numbers in all their digits, and an empty text for one that is
  /// missing (NaN).
  /// - Throws: `DatasetError.labelsNotClasses` for fractions and infinities, `.badArray` for bytes that are no UTF-8.
  func strings() throws -> [String] {
    switch (header.kind, header.itemSize) {
    case ("U", _): return (0..<header.elementCount).map(wideText)
    case ("S", _):
      return try (0..<header.elementCount).map { index in
        let start = index * header.itemSize
        let bytes = elements[start..<start + header.itemSize].prefix { $0 != 0 }
        guard let text = String(validating: bytes, as: UTF8.self) else {
          throw DatasetError.badArray(
            name: name, reason: "text \(index + 1) of its bytes is not UTF-8; write it as str")
        }
        return text
      }
    case ("i", 1): return values { (value: Int8) in String(value) }
    case ("i", 2): return values { (value: Int16) in String(value) }
    case ("i", 4): return values { (value: Int32) in String(value) }
    case ("i", _): return values { (value: Int64) in String(value) }
    case ("u", 2): return values { (value: UInt16) in String(value) }
    case ("u", 4): return values { (value: UInt32) in String(value) }
    case ("u", 8): return values { (value: UInt64) in String(value) }
    case ("u", _), ("b", _): return values { (value: UInt8) in String(value) }
    default: return try numbers().map(label)
    }
  }

  /// One value for each element, in row-major order.
  private func values<Stored: FixedWidthInteger, Value>(_ value: (Stored) -> Value) -> [Value] {
    [Value](unsafeUninitializedCapacity: header.elementCount) { target, count in
      // What is there is no value yet, so each is put in place rather than assigned.
      fill(0..<rows, UnsafeMutableBufferPointer(rebasing: target[0..<header.elementCount]), initializing: true, value)
      count = header.elementCount
    }
  }

  /// All elements in double precision, which holds every number of the floating-point types exactly.
  /// - Throws: `DatasetError.badArray` for text, `NumericsError.outOfMemory`.
  func numbers() throws -> [Double] {
    try AddressSpace.require(header.elementCount * MemoryLayout<Double>.stride)
    return switch (header.kind, header.itemSize) {
    case ("f", 2): values { (bits: UInt16) in Double(Float16(bitPattern: bits)) }
    case ("f", 4): values { (bits: UInt32) in Double(Float(bitPattern: bits)) }
    case ("f", _): values { (bits: UInt64) in Double(bitPattern: bits) }
    case ("i", 1): values { (value: Int8) in Double(value) }
    case ("i", 2): values { (value: Int16) in Double(value) }
    case ("i", 4): values { (value: Int32) in Double(value) }
    case ("i", _): values { (value: Int64) in Double(value) }
    case ("u", 2): values { (value: UInt16) in Double(value) }
    case ("u", 4): values { (value: UInt32) in Double(value) }
    case ("u", 8): values { (value: UInt64) in Double(value) }
    case ("u", _), ("b", _): values { (value: UInt8) in Double(value) }
    default: throw DatasetError.badArray(name: name, reason: "it holds text where numbers are needed")
    }
  }

  /// Whether numbers of its type can have more digits than single precision holds.
  var mayLoseDigits: Bool {
    switch header.kind {
    case "f": header.itemSize == 8
    case "i", "u": header.itemSize >= 4
    default: false
    }
  }

  private func label(_ number: Double) throws -> String {
    if number.isNaN { return "" }
    guard let whole = Int(exactly: number) else { throw DatasetError.labelsNotClasses(example: "\(number)") }
    return String(whole)
  }

  /// Text of fixed length in UTF-32, zeros at the end.
  private func wideText(_ index: Int) -> String {
    var text = String.UnicodeScalarView()
    let start = index * header.itemSize
    for offset in stride(from: start, to: start + header.itemSize, by: 4) {
      let stored = elements.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
      let value = header.isBigEndian ? UInt32(bigEndian: stored) : UInt32(littleEndian: stored)
      if value == 0 { break }
      text.append(Unicode.Scalar(value) ?? "\u{FFFD}")
    }
    return String(text)
  }
}
