import Numerics
import Samples

extension RowMetadata {
  /// Tells what follows from the forms of older versions, which have to be made anew.
  private static let form = "metadata 2"

  func write(to writer: inout ByteWriter) {
    writer.write(Self.form)
    writer.write(count)
    writer.write(columns.count)
    for column in columns { column.write(to: &writer) }
    origin.write(to: &writer)
  }

  init(from reader: inout ByteReader) throws(MalformedValue) {
    guard try reader.text() == Self.form else { throw MalformedValue() }
    let count = try reader.integer()
    var columns: [MetadataColumn] = []
    for _ in 0..<(try reader.count()) { columns.append(try MetadataColumn(from: &reader)) }
    let origin = try DataProvenance(from: &reader)
    do { try self.init(count: count, columns: columns, origin: origin) } catch { throw MalformedValue() }
  }
}

extension MetadataColumn {
  fileprivate func write(to writer: inout ByteWriter) {
    writer.write(name)
    writer.write(role.rawValue)
    switch values {
    case .texts(let list):
      writer.write(UInt8(0))
      writer.write(missingOf: list)
      writer.write(list.map { $0 ?? "" })
    case .wholeNumbers(let list):
      writer.write(UInt8(1))
      writer.write(missingOf: list)
      writer.write(list.map { $0 ?? 0 })
    case .numbers(let list):
      writer.write(UInt8(2))
      writer.write(list.count)
      writer.write(missingOf: list)
      for number in list { writer.write(number ?? 0) }
    case .classes(let labels):
      writer.write(UInt8(3))
      writer.write(labels.names)
      writer.write(labels.codes)
    }
  }

  fileprivate init(from reader: inout ByteReader) throws(MalformedValue) {
    let (name, role) = (try reader.text(), Role(rawValue: try reader.text()))
    self.init(name, role, try Self.values(from: &reader))
  }

  private static func values(from reader: inout ByteReader) throws(MalformedValue) -> Values {
    switch try reader.byte() {
    case 0:
      let missing = try reader.integers()
      return .texts(try filled(reader.texts(), missing))
    case 1:
      let missing = try reader.integers()
      return .wholeNumbers(try filled(reader.integers(), missing))
    case 2:
      let count = try reader.count()
      let missing = try reader.integers()
      var numbers: [Double] = []
      for _ in 0..<count { numbers.append(try reader.double()) }
      return .numbers(try filled(numbers, missing))
    case 3:
      let (names, codes) = (try reader.texts(), try reader.integers())
      guard codes.allSatisfy(names.indices.contains) else { throw MalformedValue() }
      return .classes(Labels(names: names, codes: codes))
    default: throw MalformedValue()
    }
  }

  private static func filled<Value>(_ list: [Value], _ missing: [Int]) throws(MalformedValue) -> [Value?] {
    guard missing.allSatisfy(list.indices.contains) else { throw MalformedValue() }
    var values = list.map(Optional.some)
    for row in missing { values[row] = nil }
    return values
  }
}

extension ByteWriter {
  /// The rows that have no value.
  fileprivate mutating func write<Value>(missingOf list: [Value?]) {
    write(list.indices.filter { list[$0] == nil })
  }
}
