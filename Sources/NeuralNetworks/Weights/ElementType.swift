/// How the numbers of a stored tensor are written. All are read as `Float`; integers only serve counters.
enum ElementType: String, Sendable {
  case float32 = "F32"
  case float16 = "F16"
  case bfloat16 = "BF16"
  case float64 = "F64"
  case int64 = "I64"
  case int32 = "I32"
  case int16 = "I16"
  case int8 = "I8"
  case uint8 = "U8"
  case boolean = "BOOL"

  var size: Int {
    switch self {
    case .float64, .int64: 8
    case .float32, .int32: 4
    case .float16, .bfloat16, .int16: 2
    case .int8, .uint8, .boolean: 1
    }
  }

  /// Little-endian numbers at the given places, counted in elements. - Precondition: all lie in `bytes`.
  func floats(_ bytes: UnsafeRawBufferPointer, at places: some Collection<Int>) -> [Float] {
    switch self {
    case .float32: places.map { Float(bitPattern: Self.load(bytes, $0)) }
    case .float16: places.map { Float(Float16(bitPattern: Self.load(bytes, $0))) }
    case .bfloat16: places.map { Float(bitPattern: UInt32(Self.load(bytes, $0) as UInt16) << 16) }
    case .float64: places.map { Float(Double(bitPattern: Self.load(bytes, $0))) }
    case .int64: places.map { Float(Self.load(bytes, $0) as Int64) }
    case .int32: places.map { Float(Self.load(bytes, $0) as Int32) }
    case .int16: places.map { Float(Self.load(bytes, $0) as Int16) }
    case .int8: places.map { Float(Self.load(bytes, $0) as Int8) }
    case .uint8, .boolean: places.map { Float(bytes[$0]) }
    }
  }

  private static func load<Number: FixedWidthInteger>(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> Number {
    Number(
      littleEndian: bytes.loadUnaligned(fromByteOffset: place * MemoryLayout<Number>.size, as: Number.self))
  }
}
