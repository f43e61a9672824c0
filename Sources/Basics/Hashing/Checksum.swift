/// A 128-bit sum of bytes, by which a file that was altered is told from one that was not. Four lanes, so that the
/// processor can work on all at once. Not for security.
public enum Checksum {
  /// - Parameter key: what the bytes are kept under, so that a file under another's name is told too.
  /// Cost: as fast as memory is read.
  public static func of(_ bytes: UnsafeRawBufferPointer, key: Digest) -> Digest {
    var lanes = SIMD4<UInt64>(
      0x9E37_79B9_7F4A_7C15, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x27D4_EB2F_1656_67C5)
    let whole = bytes.count / 32
    for block in 0..<whole {
      let words = bytes.loadUnaligned(fromByteOffset: block * 32, as: SIMD4<UInt64>.self)
      lanes = (lanes ^ words) &* SIMD4(repeating: 0x9FB2_1C65_1E98_DF25)
      lanes ^= lanes &>> 29
    }
    var digest = Digest("checksum")
    digest.combine(key)
    for lane in 0..<4 { digest.combine(Int(bitPattern: UInt(lanes[lane]))) }
    digest.combine(bytes[(whole * 32)...].map(Int.init))
    digest.combine(bytes.count)
    return digest
  }
}
