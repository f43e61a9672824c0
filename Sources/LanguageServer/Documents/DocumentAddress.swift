/// Between the addresses of an editor (`file:///home/a%20b.mien`) and the paths that scripts and messages name.
enum DocumentAddress {
  /// The path of a file; nil for what is no file, such as a text that was never saved.
  static func path(of uri: String) -> String? {
    guard uri.hasPrefix("file://") else { return nil }
    let rest = uri.dropFirst("file://".count)
    // A host may stand there, which is this one.
    guard let slash = rest.firstIndex(of: "/") else { return nil }
    return decoded(rest[slash...])
  }

  static func uri(ofPath path: String) -> String {
    let kept = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/".utf8)
    let encoded = path.utf8.map { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return kept.contains(byte)
        ? String(UnicodeScalar(byte)) : "%" + (digits.utf8.count == 1 ? "0" : "") + digits
    }
    return "file://" + encoded.joined()
  }

  /// As a person in `folder` would name a file: without the folder where the file is inside it.
  static func name(ofPath path: String, in folder: String?) -> String {
    guard let folder, !folder.isEmpty, path.hasPrefix(folder.hasSuffix("/") ? folder : folder + "/") else {
      return path
    }
    return String(path.dropFirst(folder.hasSuffix("/") ? folder.count : folder.count + 1))
  }

  private static func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16),
        rest.count >= 2
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
