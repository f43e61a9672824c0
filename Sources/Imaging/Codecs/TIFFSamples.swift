import CTIFF

/// Reads the samples of deep TIFF pictures as numbers, strip by strip or tile by tile.
struct TIFFSamples {
  private let file: OpaquePointer
  private let layout: tiff_layout
  private let source: UnsafeMutablePointer<tiff_source>

  init(_ file: OpaquePointer, _ layout: tiff_layout, _ source: UnsafeMutablePointer<tiff_source>) {
    self.file = file
    self.layout = layout
    self.source = source
  }

  private var isPlanar: Bool { Int32(layout.planes) == PLANARCONFIG_SEPARATE }

  /// The first `kept` samples of every pixel, in rows. Cost: eight bytes a sample.
  /// - Throws: `ImagingError`.
  func read(_ kept: Int) throws -> [Double] {
    var samples = [Double](repeating: 0, count: Int(layout.width) * Int(layout.height) * kept)
    let isTiled = TIFFIsTiled(file) != 0
    let size = Int(isTiled ? TIFFTileSize(file) : TIFFScanlineSize(file))
    guard size > 0, size <= 4 * pixelLimit else { throw explanation(of: source, fallback: "its pieces make no sense") }
    var buffer = [UInt8](repeating: 0, count: size)
    for plane in 0..<(isPlanar ? kept : 1) {
      if isTiled {
        try readTiles(plane: plane, kept: kept, &buffer, into: &samples)
      } else {
        for row in 0..<layout.height {
          guard TIFFReadScanline(file, &buffer, row, UInt16(plane)) == 1 else { throw unreadable }
          take(buffer[...], row: Int(row), column: 0, count: Int(layout.width), plane: plane, kept: kept, &samples)
        }
      }
    }
    return samples
  }

  private var unreadable: ImagingError { explanation(of: source, fallback: "its pixels cannot be read") }

  private func readTiles(plane: Int, kept: Int, _ buffer: inout [UInt8], into samples: inout [Double]) throws {
    let (tileWidth, tileHeight) = (Int(layout.tile_width), Int(layout.tile_height))
    guard tileWidth > 0, tileHeight > 0, buffer.count >= rowBytes(tileWidth) * tileHeight else { throw unreadable }
    for top in stride(from: 0, to: Int(layout.height), by: tileHeight) {
      for left in stride(from: 0, to: Int(layout.width), by: tileWidth) {
        guard TIFFReadTile(file, &buffer, UInt32(left), UInt32(top), 0, UInt16(plane)) > 0 else { throw unreadable }
        let count = min(tileWidth, Int(layout.width) - left)
        for row in 0..<min(tileHeight, Int(layout.height) - top) {
          let start = row * rowBytes(tileWidth)
          take(
            buffer[start...], row: top + row, column: left, count: count, plane: plane, kept: kept, &samples)
        }
      }
    }
  }

  private func rowBytes(_ width: Int) -> Int {
    width * Int(layout.bits) / 8 * (isPlanar ? 1 : Int(layout.samples))
  }

  /// Puts one row of a strip or tile where it belongs.
  private func take(
    _ bytes: ArraySlice<UInt8>, row: Int, column: Int, count: Int, plane: Int, kept: Int, _ samples: inout [Double]
  ) {
    let size = Int(layout.bits) / 8
    let perPixel = isPlanar ? 1 : Int(layout.samples)
    bytes.withUnsafeBytes { bytes in
      for pixel in 0..<count {
        let target = (row * Int(layout.width) + column + pixel) * kept
        for channel in 0..<(isPlanar ? 1 : kept) {
          let value = number(bytes, at: (pixel * perPixel + channel) * size)
          samples[target + (isPlanar ? plane : channel)] = value
        }
      }
    }
  }

  /// libtiff gives samples in the byte order of the machine.
  private func number(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Double {
    guard offset + Int(layout.bits) / 8 <= bytes.count else { return 0 }
    switch (Int32(layout.format) == SAMPLEFORMAT_IEEEFP, layout.bits) {
    case (true, 16): return Double(Float16(bitPattern: bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)))
    case (true, 32): return Double(bytes.loadUnaligned(fromByteOffset: offset, as: Float.self))
    case (true, _): return bytes.loadUnaligned(fromByteOffset: offset, as: Double.self)
    case (false, 16): return Double(bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
    case (false, 32): return Double(bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    case (false, _): return Double(bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
  }
}

/// Deep samples as 8-bit levels. Whole numbers are divided by what their depth holds and rounded, as libpng does.
/// Floating-point ones are 0 to 1 where none is above 1, which is how pictures are computed with, and else 0 to 255.
struct EightBitLevels {
  private let samples: [Double]
  private let isFloat: Bool
  private let bits: Int

  init(_ samples: [Double], isFloat: Bool, bits: Int) {
    self.samples = samples
    self.isFloat = isFloat
    self.bits = bits
  }

  /// - Throws: `ImagingError.damaged` for what is not finite, `.unsupported` for numbers outside of 0 to 255.
  func levels() throws -> [UInt8] {
    guard isFloat else {
      let greatest = bits == 16 ? 65_535.0 : bits == 32 ? 4_294_967_295.0 : 18_446_744_073_709_551_615.0
      return samples.map { UInt8(min(255, ($0 / greatest * 255).rounded())) }
    }
    guard samples.allSatisfy(\.isFinite) else { throw ImagingError.damaged(.tiff, detail: "a pixel is no number") }
    let (least, most) = (samples.min() ?? 0, samples.max() ?? 0)
    guard least >= 0, most <= 255 else {
      throw ImagingError.unsupported(
        .tiff, variant: "floating-point pixels from \(least) to \(most), where 0 to 1 or 0 to 255 are usual")
    }
    let scale = most <= 1 ? 255.0 : 1
    return samples.map { UInt8(($0 * scale).rounded()) }
  }
}
