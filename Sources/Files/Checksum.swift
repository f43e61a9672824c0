import CZlib

/// The CRC-32 that zip archives carry for each file.
package func checksum(of bytes: UnsafeRawBufferPointer, continuing start: UInt = 0) -> UInt {
  UInt(crc32_z(start, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count))
}
