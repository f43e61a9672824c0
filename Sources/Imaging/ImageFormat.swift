/// A file format that can be decoded, told by how a file begins and never by its name.
public enum ImageFormat: String, Sendable, CaseIterable {
  case jpeg = "JPEG"
  case png = "PNG"
  case bmp = "BMP"
  case tiff = "TIFF"
  case webp = "WebP"
  case gif = "GIF"
  /// PBM, PGM and PPM.
  case pnm = "portable pixmap"

  /// The format whose signature `bytes` begin with, or nil. Twelve bytes are enough.
  public init?(sniffing bytes: UnsafeRawBufferPointer) {
    func begins(with signature: [UInt8]) -> Bool {
      bytes.count >= signature.count && bytes.prefix(signature.count).elementsEqual(signature)
    }
    if begins(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if begins(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if begins(with: [0x42, 0x4D]) {
      self = .bmp
    } else if begins(with: [0x49, 0x49, 42, 0]) || begins(with: [0x4D, 0x4D, 0, 42])
      || begins(with: [0x49, 0x49, 43, 0]) || begins(with: [0x4D, 0x4D, 0, 43])
    {
      self = .tiff
    } else if begins(with: Array("RIFF".utf8)), bytes.dropFirst(8).starts(with: Array("WEBP".utf8)) {
      self = .webp
    } else if begins(with: Array("GIF87a".utf8)) || begins(with: Array("GIF89a".utf8)) {
      self = .gif
    } else if bytes.count >= 3, bytes[0] == UInt8(ascii: "P"), (0x31...0x36).contains(bytes[1]),
      bytes[2] == 32 || (9...13).contains(bytes[2]) || bytes[2] == UInt8(ascii: "#")
    {
      self = .pnm
    } else {
      return nil
    }
  }
}
