import Files
import Glibc
import Numerics

/// The files below a folder, links followed, litter left out.
struct FolderFiles: FileCollection {
  let path: String
  let listing: FileListing

  var displayName: String { path }

  /// Deeper than any data set.
  private static let greatestDepth = 24

  /// Lists everything below `path`. Cost: one directory read a folder, no call a file except for links.
  /// - Throws: `DatasetError.permissionDenied`, `Interrupted`.
  init(path: String, context: ExecutionContext) throws {
    self.path = path
    var listing = FileListing()
    try Self.list(path, as: "", inside: [], into: &listing, context: context)
    self.listing = listing
  }

  private static func list(
    _ path: String, as shown: String, inside ancestors: [FolderIdentity], into listing: inout FileListing,
    context: ExecutionContext
  ) throws {
    try context.checkInterruption()
    // A link to a folder above would lead in a circle.
    guard let identity = FolderIdentity(path), !ancestors.contains(identity), ancestors.count < greatestDepth else {
      return
    }
    var folder: Int?
    for entry in try entries(of: path) {
      if entry.isFolder {
        try list(
          Paths.joined(path, entry.name), as: Paths.joined(shown, entry.name), inside: ancestors + [identity],
          into: &listing, context: context)
        continue
      }
      let index = folder ?? listing.addFolder(shown)
      folder = index
      listing.addFile(entry.name, inFolder: index)
    }
  }

  private struct Entry {
    let name: String
    let isFolder: Bool
    /// Folders sort as if their name ended in "/", which makes the order that of whole paths.
    var key: String { isFolder ? name + "/" : name }
  }

  private static func entries(of path: String) throws -> [Entry] {
    guard let directory = opendir(path) else { throw DatasetError.opening(path, errno) }
    defer { closedir(directory) }
    var entries: [Entry] = []
    while let entry = readdir(directory) {
      let name = try withUnsafePointer(to: &entry.pointee.d_name) {
        try $0.withMemoryRebound(to: CChar.self, capacity: 256) { try text($0, in: path) }
      }
      guard !FileListing.isLitter(name) else { continue }
      switch Int(entry.pointee.d_type) {
      case Int(DT_REG): entries.append(Entry(name: name, isFolder: false))
      case Int(DT_DIR): entries.append(Entry(name: name, isFolder: true))
      case Int(DT_LNK), Int(DT_UNKNOWN):
        // Pipes and devices are never data, and opening one could wait for ever.
        let kind = Paths.kind(of: Paths.joined(path, name))
        if kind == .file || kind == .folder { entries.append(Entry(name: name, isFolder: kind == .folder)) }
      default: break
      }
    }
    return entries.map { ($0.key, $0) }.sorted { precedesInBytes($0.0, $1.0) }.map(\.1)
  }

  /// A name of the file system. What is not UTF-8 could not be opened by the text that it becomes, and a class that was
  /// passed over would be missed by nobody.
  private static func text(_ name: UnsafePointer<CChar>, in folder: String) throws -> String {
    if let text = String(validatingCString: name) { return text }
    throw DatasetError.unsupportedFile(
      path: Paths.joined(folder, String(cString: name)), what: "a name that is not UTF-8",
      remedy: "rename it; many at once by: convmv -f LATIN1 -t UTF-8 -r --notest FOLDER")
  }

  func contents(of file: Int, context: ExecutionContext) throws -> FileBytes {
    try FileBytes(mapping: fullPath(file))
  }

  func makeReader() -> any FileReader {
    FolderFileReader(files: self)
  }

  func fullPath(_ file: Int) -> String {
    Paths.joined(path, listing.path(file))
  }
}

/// What makes a folder the same folder under another path.
private struct FolderIdentity: Equatable {
  let device: UInt
  let number: UInt

  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    (device, number) = (UInt(status.st_dev), UInt(status.st_ino))
  }
}

/// Reads small files by `open` and `read`, which for them is several times faster than mapping.
private final class FolderFileReader: FileReader {
  private let files: FolderFiles
  private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 64)

  init(files: FolderFiles) {
    self.files = files
  }

  deinit {
    buffer.deallocate()
  }

  func withBytes<Result>(of file: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
    let path = files.fullPath(file)
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw DatasetError.opening(path, errno) }
    defer { close(descriptor) }
    var filled = 0
    while true {
      let count = read(descriptor, buffer.baseAddress?.advanced(by: filled), buffer.count - filled)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw DatasetError.opening(path, errno) }
      if count == 0 { break }
      filled += count
      if filled == buffer.count { grow(keeping: filled) }
    }
    return try body(UnsafeRawBufferPointer(rebasing: buffer[0..<filled]))
  }

  private func grow(keeping filled: Int) {
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.count * 4, alignment: 64)
    larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[0..<filled]))
    buffer.deallocate()
    buffer = larger
  }
}
