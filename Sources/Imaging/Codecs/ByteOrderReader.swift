/// Whole numbers of either byte order, nil beyond the end.
struct ByteOrderReader {
  let bytes: UnsafeRawBufferPointer
  let isBigEndian: Bool

  func number<Number: FixedWidthInteger>(_ type: Number.Type, at offset: Int) -> Number? {
    guard offset >= 0, offset <= bytes.count - MemoryLayout<Number>.size else { return nil }
    let stored = bytes.loadUnaligned(fromByteOffset: offset, as: Number.self)
    return isBigEndian ? Number(bigEndian: stored) : Number(littleEndian: stored)
  }
}

/// Whether the bytes from `offset` are those of `text`. No list is made of them: this is asked of every part of every
/// file.
func holds(_ text: StaticString, _ bytes: UnsafeRawBufferPointer, at offset: Int) -> Bool {
  let count = text.utf8CodeUnitCount
  return offset + count <= bytes.count && (0..<count).allSatisfy { bytes[offset + $0] == text.utf8Start[$0] }
}
