import Basics
import Glibc

/// What is at a path.
enum PathKind: Sendable {
  case file, folder, other
}

/// Small questions about paths, asked of the system by plain calls.
enum Paths {
  /// The kind of thing at `path`, links followed; nil where there is nothing or it may not be looked at.
  static func kind(of path: String) -> PathKind? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: return .other
    }
  }

  static func joined(_ folder: String, _ name: String) -> String {
    if folder.isEmpty { return name }
    return folder.utf8.last == UInt8(ascii: "/") ? folder + name : folder + "/" + name
  }

  /// The last component, "/" at the end ignored: `a/b/` gives `b`.
  static func lastComponent(_ path: String) -> String {
    let bytes = path.utf8
    if bytes.last != UInt8(ascii: "/") {
      return bytes.lastIndex(of: UInt8(ascii: "/")).map { String(path[bytes.index(after: $0)...]) } ?? path
    }
    return path.split(separator: "/").last.map(String.init) ?? path
  }

  /// Everything before the last component; empty where there is only one.
  static func folder(of path: String) -> String {
    var trimmed = Substring(path)
    while trimmed.utf8.count > 1, trimmed.utf8.last == UInt8(ascii: "/") { trimmed.removeLast() }
    guard let slash = trimmed.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
  }

  /// The name without its last extension.
  static func stem(_ name: String) -> String {
    guard let dot = lastDot(name) else { return name }
    return String(name[..<dot])
  }

  /// The last extension in lower case, without the dot; empty where there is none.
  static func fileExtension(_ name: String) -> String {
    guard let dot = lastDot(name) else { return "" }
    return name[name.utf8.index(after: dot)...].lowercased()
  }

  /// By bytes: going through a name by its characters takes ten times as long. A first one makes a file hidden and no
  /// extension.
  private static func lastDot(_ name: String) -> String.Index? {
    name.utf8.lastIndex(of: UInt8(ascii: ".")).flatMap { $0 == name.startIndex ? nil : $0 }
  }

  /// `~/x` as a path in the home folder, and a relative path as one in `base` where that is given.
  static func expanded(_ path: String, relativeTo base: String? = nil) -> String {
    if path == "~" || path.hasPrefix("~/"), let home = environment("HOME") {
      return home + path.dropFirst()
    }
    if let base, !path.hasPrefix("/") { return joined(base, path) }
    return path
  }

  /// The path from the root, with links resolved where it exists.
  static func absolute(_ path: String) -> String {
    if let resolved = realpath(path, nil) {
      defer { free(resolved) }
      return String(cString: resolved)
    }
    guard !path.hasPrefix("/"), let current = getcwd(nil, 0) else { return path }
    defer { free(current) }
    return joined(String(cString: current), path)
  }

  /// A variable of the environment; nil where it is unset or empty.
  static func environment(_ name: String) -> String? {
    environmentVariable(name).flatMap { $0.isEmpty ? nil : $0 }
  }
}

/// Whether the bytes of `a` come before those of `b`: an order that no locale and no Unicode table can change.
func precedesInBytes(_ a: String, _ b: String) -> Bool {
  let order = a.utf8.withContiguousStorageIfAvailable { first in
    b.utf8.withContiguousStorageIfAvailable { second in
      let common = min(first.count, second.count)
      guard common > 0, let left = first.baseAddress, let right = second.baseAddress else {
        return first.count < second.count
      }
      let order = memcmp(left, right, common)
      return order == 0 ? first.count < second.count : order < 0
    }
  }
  return (order ?? nil) ?? a.utf8.lexicographicallyPrecedes(b.utf8)
}
