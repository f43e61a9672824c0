/// One file of a zip archive, as the central directory describes it.
package struct ZipEntry: Sendable {
  package let name: String
  package let method: Int
  package let isEncrypted: Bool
  package let compressedSize: Int
  package let size: Int
  package let checksum: UInt32
  /// Where its local header begins.
  package let headerOffset: Int
  /// A symbolic link of Unix, whose content is the path that it leads to.
  package let isLink: Bool

  package var isFolder: Bool { name.hasSuffix("/") }

  /// The same entry where its header begins somewhere else than the directory says.
  func headed(at offset: Int) -> ZipEntry {
    ZipEntry(
      name: name, method: method, isEncrypted: isEncrypted, compressedSize: compressedSize, size: size,
      checksum: checksum, headerOffset: offset, isLink: isLink)
  }

  /// The name leads out of the folder that the archive would be unpacked into.
  package var leadsOutside: Bool {
    Self.leadsOutside(name)
  }

  /// Whether a name in an archive begins at the root or a drive, or goes up.
  package static func leadsOutside(_ name: String) -> Bool {
    let bytes = name.utf8
    if bytes.first == UInt8(ascii: "/") || bytes.dropFirst().first == UInt8(ascii: ":") { return true }
    // By bytes: a search for text takes longer than all else that is done with a name.
    var (length, dots) = (0, 0)
    for byte in bytes {
      if byte == UInt8(ascii: "/") {
        if dots == 2, length == 2 { return true }
        (length, dots) = (0, 0)
      } else {
        length += 1
        if byte == UInt8(ascii: ".") { dots += 1 }
      }
    }
    return dots == 2 && length == 2
  }

  /// Deflate packs at most 1032 to one; whoever claims more lies about the size.
  package var hasImpossibleSize: Bool {
    method == 8 ? size / 1032 > compressedSize + 64 : method == 0 && size != compressedSize
  }
}

extension ZipEntry {
  /// Reads the record of the central directory at `offset`.
  /// - Returns: the entry and where the next record begins, or nil where the record is damaged.
  package static func read(from bytes: UnsafeRawBufferPointer, at offset: Int) -> (entry: ZipEntry, next: Int)? {
    guard bytes.littleEndian(UInt32.self, at: offset) == 0x0201_4B50,
      let flags = bytes.littleEndian(UInt16.self, at: offset + 8),
      let method = bytes.littleEndian(UInt16.self, at: offset + 10),
      let checksum = bytes.littleEndian(UInt32.self, at: offset + 16),
      let compressed = bytes.littleEndian(UInt32.self, at: offset + 20),
      let size = bytes.littleEndian(UInt32.self, at: offset + 24),
      let nameLength = bytes.littleEndian(UInt16.self, at: offset + 28),
      let extraLength = bytes.littleEndian(UInt16.self, at: offset + 30),
      let commentLength = bytes.littleEndian(UInt16.self, at: offset + 32),
      let maker = bytes.littleEndian(UInt16.self, at: offset + 4),
      let attributes = bytes.littleEndian(UInt32.self, at: offset + 38),
      let header = bytes.littleEndian(UInt32.self, at: offset + 42)
    else { return nil }
    let nameStart = offset + 46
    let extraStart = nameStart + Int(nameLength)
    let next = extraStart + Int(extraLength) + Int(commentLength)
    guard next <= bytes.count else { return nil }
    let name = text(bytes[nameStart..<extraStart])
    let extra = UnsafeRawBufferPointer(rebasing: bytes[extraStart..<extraStart + Int(extraLength)])
    var wide = Zip64Fields(extra)
    guard let fullSize = wide.widened(size), let fullCompressed = wide.widened(compressed),
      let fullHeader = wide.widened(header)
    else { return nil }
    let entry = ZipEntry(
      name: cleaned(name), method: Int(method),
      isEncrypted: flags & 1 != 0, compressedSize: fullCompressed, size: fullSize, checksum: checksum,
      headerOffset: fullHeader, isLink: maker >> 8 == 3 && attributes >> 28 == 0xA)
    return (entry, next)
  }
}

extension ZipEntry {
  /// Some packers on Windows write backslashes; others begin every name with "./".
  private static func cleaned(_ name: String) -> String {
    let bytes = name.utf8
    let name = bytes.contains(UInt8(ascii: "\\")) ? String(name.map { $0 == "\\" ? "/" : $0 }) : name
    guard hasIdleComponent(name) else { return name }
    let components = name.split(separator: "/").filter { $0 != "." }
    guard !components.isEmpty else { return "" }
    return (name.hasPrefix("/") ? "/" : "") + components.joined(separator: "/") + (name.hasSuffix("/") ? "/" : "")
  }

  /// Whether a folder of it is called "." or nothing at all.
  private static func hasIdleComponent(_ name: String) -> Bool {
    var (position, start) = (0, 0)
    var isDot = false
    for byte in name.utf8 {
      if byte == UInt8(ascii: "/") {
        if position - start == 0, position > 0 { return true }
        if position - start == 1, isDot { return true }
        start = position + 1
      } else {
        isDot = byte == UInt8(ascii: ".")
      }
      position += 1
    }
    return false
  }

  /// A name: UTF-8, as packers of today write it whether they say so or not, otherwise code page 437 (APPNOTE.TXT, D.1).
  private static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    return String(bytes.map { $0 < 128 ? Character(Unicode.Scalar($0)) : codePage437[Int($0) - 128] })
  }

  private static let codePage437 = Array(
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐"
      + "└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}")
}

/// The extra field in which zip64 keeps, in order, those numbers that do not fit 32 bits.
private struct Zip64Fields {
  private var fields: UnsafeRawBufferPointer?
  private var offset = 0

  init(_ extra: UnsafeRawBufferPointer) {
    var position = 0
    while let tag = extra.littleEndian(UInt16.self, at: position),
      let length = extra.littleEndian(UInt16.self, at: position + 2), position + 4 + Int(length) <= extra.count
    {
      if tag == 1 {
        fields = UnsafeRawBufferPointer(rebasing: extra[position + 4..<position + 4 + Int(length)])
        return
      }
      position += 4 + Int(length)
    }
  }

  /// The number itself, or the wide one that stands for it; nil where that is missing or absurd.
  mutating func widened(_ narrow: UInt32) -> Int? {
    guard narrow == .max else { return Int(narrow) }
    guard let value = fields?.littleEndian(UInt64.self, at: offset) else { return nil }
    offset += 8
    return value < 1 << 48 ? Int(value) : nil
  }
}
