/// A file format that can be decoded, told by how a file begins and never by its name.
public enum ImageFormat: String, Sendable, CaseIterable {
  case jpeg = "JPEG"
  case png = "PNG"
  case bmp = "BMP"
  case tiff = "TIFF"

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
    } else {
      return nil
    }
  }
}
