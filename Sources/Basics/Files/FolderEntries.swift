import Glibc

/// Something in a folder.
public struct FolderEntry: Sendable, Equatable {
  /// What the folder itself says of it; a link or what is unknown takes a look at the thing.
  public enum Kind: Sendable {
    case file, folder, link, unknown
    /// A pipe, a device, a socket: never data, and opening one could wait for ever.
    case other
  }

  /// Repaired where it is no UTF-8; nothing can be opened under it then.
  public let name: String
  public let isUTF8: Bool
  public let kind: Kind

  fileprivate init(_ entry: inout dirent) {
    let text = withUnsafePointer(to: &entry.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: 256) { bytes -> (String, Bool) in
        String(validatingCString: bytes).map { ($0, true) } ?? (String(cString: bytes), false)
      }
    }
    (name, isUTF8) = text
    kind =
      switch Int(entry.d_type) {
      case Int(DT_REG): .file
      case Int(DT_DIR): .folder
      case Int(DT_LNK): .link
      case Int(DT_UNKNOWN): .unknown
      default: .other
      }
  }
}

/// What is in a folder, but for "." and "..", in no order. Cost: one read of the folder, no call an entry.
public func folderEntries(_ path: String) throws(SystemError) -> [FolderEntry] {
  guard let directory = opendir(path) else { throw SystemError() }
  defer { closedir(directory) }
  var entries: [FolderEntry] = []
  while let entry = readdir(directory) {
    let found = FolderEntry(&entry.pointee)
    if found.name != ".", found.name != ".." { entries.append(found) }
  }
  return entries
}

/// The names in a folder, without hidden ones, in no order; nil where it may not be read.
public func visibleNames(in folder: String) -> [String]? {
  (try? folderEntries(folder))?.map(\.name).filter { !$0.hasPrefix(".") }
}

/// Whether there is a folder at `path`, links followed.
public func isPresentFolder(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// Makes a folder and those above it that are missing; nothing where it is there.
public func makeFolder(_ path: String, permissions: mode_t = 0o755) throws(SystemError) {
  if path.isEmpty || mkdir(path, permissions) == 0 || errno == EEXIST { return }
  let error = SystemError()
  let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
  guard error.number == ENOENT, !parent.isEmpty, parent != path else { throw error }
  try makeFolder(parent, permissions: permissions)
  guard mkdir(path, permissions) == 0 || errno == EEXIST else { throw SystemError() }
}

/// A variable of the environment; nil where it is unset.
public func environmentVariable(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}
