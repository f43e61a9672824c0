import Imaging
import Numerics
import Samples

/// Reads FER2013 as it was published for the contest of 2013: `emotion,pixels,Usage`, a face a line.
struct FER2013Reader {
  private let table: TableText
  private let emotionColumn: Int
  private let pixelColumn: Int
  private let usageColumn: Int?
  private let columns: Int

  /// The published order of the codes 0 to 6, and the 7 of tables of CK+ in the same form.
  private static let emotions = ["anger", "disgust", "fear", "happy", "sad", "surprise", "neutral", "contempt"]

  /// nil where the header is that of another table.
  init?(_ table: TableText) {
    let names = table.fields(ofRecord: 0).map { $0.lowercased() }
    guard let emotion = names.firstIndex(of: "emotion"), let pixels = names.firstIndex(of: "pixels") else { return nil }
    self.table = table
    emotionColumn = emotion
    pixelColumn = pixels
    usageColumn = names.firstIndex(of: "usage")
    columns = names.count
  }

  /// Cost: linear in the bytes, shared over the threads.
  /// - Throws: `DatasetError.badCell`, `.raggedRow`, `.emptyTable`, `Interrupted`.
  func read(context: ExecutionContext) throws -> Reading {
    let rows = table.recordCount - 1
    guard rows > 0 else { throw DatasetError.emptyTable(file: table.name) }
    let size = try side(ofRecord: 1)
    let count = size * size
    let codes = Results<UInt8>(count: rows, initial: 0)
    let parts = Results<RowMetadata.Part>(count: rows, initial: .train)
    try AddressSpace.require(rows * count)
    let bytes = try [UInt8](unsafeUninitializedCapacity: rows * count) { target, filled in
      guard let base = target.baseAddress else { return }
      let pixels = DisjointPointer(base)
      try context.forEachPiece(of: rows, size: 512) { range in
        for row in range {
          try readRow(
            row, pixels: UnsafeMutableBufferPointer(start: pixels.base + row * count, count: count), codes, parts)
        }
        context.report(fraction: Double(range.upperBound) / Double(rows))
      }
      filled = rows * count
    }
    let shape = ImageStack.Shape(width: size, height: size, channels: 1)
    let stack = ImageStack(shapes: [ImageStack.Shape](repeating: shape, count: rows), bytes: bytes)
    var columns = [MetadataColumn("label", .label, .texts(codes.values.map { Self.emotions[Int($0)] }))]
    if usageColumn != nil { columns.append(.parts(parts.values)) }
    // The contest had no contempt: with it, the table is another set in the same form.
    let isOther = codes.values.contains(7)
    return try Reading(
      stack, columns: columns, layout: isOther ? .pixelTable : .fer2013Table,
      notes: isOther ? ["a table of pixels as FER2013's, with 7 for contempt: codes as in tables of CK+"] : [])
  }

  /// The side of the square image in a record: 48 as published.
  private func side(ofRecord record: Int) throws -> Int {
    var cursor = FieldCursor(table, record: record)
    var column = 0
    while let field = cursor.next() {
      if column == pixelColumn {
        let count = table.bytes[field.range].split(separator: space).count
        let side = Int(Double(count).squareRoot())
        guard count > 0, side * side == count else {
          throw badCell(record, column, "\(count) numbers", "a square image such as 48 × 48 = 2304 numbers")
        }
        return side
      }
      column += 1
    }
    throw ragged(record)
  }

  private func readRow(
    _ row: Int, pixels: UnsafeMutableBufferPointer<UInt8>, _ codes: Results<UInt8>, _ parts: Results<RowMetadata.Part>
  ) throws {
    let record = row + 1
    var cursor = FieldCursor(table, record: record)
    var column = 0
    while let field = cursor.next() {
      switch column {
      case emotionColumn: codes[row] = try code(field, record)
      case pixelColumn: try readPixels(field.range, into: pixels, record)
      case usageColumn: parts[row] = try part(field, record)
      default: break
      }
      column += 1
    }
    guard column == columns else { throw ragged(record) }
  }

  private func code(_ field: TableField, _ record: Int) throws -> UInt8 {
    let text = table.text(of: field)
    if let code = Int(text), Self.emotions.indices.contains(code) { return UInt8(code) }
    if let emotion = EmotionSpelling.emotion(text), let code = Self.emotions.firstIndex(of: emotion) {
      return UInt8(code)
    }
    throw badCell(record, emotionColumn, text, "a number from 0 (anger) to 6 (neutral), or 7 (contempt)")
  }

  private func part(_ field: TableField, _ record: Int) throws -> RowMetadata.Part {
    let text = table.text(of: field)
    if let part = PartNames.part(named: text) { return part }
    throw badCell(record, usageColumn ?? 0, text, "Training, PublicTest or PrivateTest")
  }

  /// Numbers from 0 to 255 with spaces between them.
  private func readPixels(
    _ range: Range<Int>, into pixels: UnsafeMutableBufferPointer<UInt8>, _ record: Int
  ) throws {
    let text = UnsafeRawBufferPointer(rebasing: table.bytes[range])
    var index = 0
    var count = 0
    while index < text.count {
      if text[index] == UInt8(ascii: " ") {
        index += 1
        continue
      }
      guard let (value, length) = Self.pixel(text, at: index) else {
        throw badPixel(range.lowerBound + index, range, record)
      }
      if count < pixels.count { pixels[count] = value }
      count += 1
      index += length + 1
    }
    guard count == pixels.count else {
      throw badCell(record, pixelColumn, "\(count) numbers", "\(pixels.count), as in the first row")
    }
  }

  /// One number of at most three digits, up to the space or the end; nil for anything else.
  @inline(__always)
  private static func pixel(_ text: UnsafeRawBufferPointer, at index: Int) -> (value: UInt8, length: Int)? {
    var value: UInt32 = 0
    var length = 0
    while length < 4, index + length < text.count, text[index + length] != UInt8(ascii: " ") {
      let digit = UInt32(text[index + length] &- UInt8(ascii: "0"))
      guard digit < 10 else { return nil }
      value = value * 10 + digit
      length += 1
    }
    return value < 256 && length < 4 ? (UInt8(truncatingIfNeeded: value), length) : nil
  }

  private func badPixel(_ start: Int, _ range: Range<Int>, _ record: Int) -> DatasetError {
    let text = String(decoding: table.bytes[start..<range.upperBound].prefix { $0 != space }.prefix(20), as: UTF8.self)
    return badCell(record, pixelColumn, text, "numbers from 0 to 255")
  }

  private func badCell(_ record: Int, _ column: Int, _ text: String, _ expected: String) -> DatasetError {
    .badCell(
      file: table.name, line: table.line(ofRecord: record),
      column: ["emotion": emotionColumn, "pixels": pixelColumn]
        .first { $1 == column }?.key ?? "Usage", text: text, problem: .unexpected(expected))
  }

  private func ragged(_ record: Int) -> DatasetError {
    .raggedRow(
      file: table.name, line: table.line(ofRecord: record), found: table.fields(ofRecord: record).count,
      expected: columns)
  }
}
