import Basics
import Files
import Glibc
import Numerics

/// The files below a folder, links followed, litter left out.
struct FolderFiles: FileCollection {
  let path: String
  let listing: FileListing

  var displayName: String { path }

  let notes: [String]

  /// Lists everything below `path`, each folder once: a second way to a folder, by a link, is passed over and told, so
  /// that links in a circle end and no row is there twice. Cost: one directory read a folder, no call a file except for
  /// links.
  /// - Throws: `DatasetError.permissionDenied`, `Interrupted`.
  init(path: String, context: ExecutionContext) throws {
    self.path = path
    var walk = FolderWalk(top: path)
    try walk.run(context: context)
    listing = walk.listing
    var notes: [String] = []
    if walk.repeatedLinks > 0 {
      notes.append(
        "\(counted(walk.repeatedLinks, "link")) to folders that are read already "
          + "\(walk.repeatedLinks == 1 ? "was" : "were") passed over")
    }
    if !walk.notFiles.isEmpty {
      let names = listed(walk.notFiles.sorted(by: precedesInBytes), atMost: 8)
      notes.append("passed over, as no file lies there (links that lead nowhere, pipes, devices): \(names)")
    }
    if !walk.emptyFolders.isEmpty { notes.append("empty folders: \(listed(walk.emptyFolders, atMost: 8))") }
    self.notes = notes
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

/// One walk through a folder and all below it.
private struct FolderWalk {
  let top: String
  private(set) var listing = FileListing()
  private(set) var repeatedLinks = 0
  /// Folders in which nothing lies, which may be classes that were lost.
  private(set) var emptyFolders: [String] = []
  /// Links that lead nowhere, as where only the names of a set were fetched, pipes and devices: rows that were lost.
  private(set) var notFiles: [String] = []
  private var visited: Set<FolderIdentity> = []
  /// Links to folders, as paths below the top: followed when all real folders have been seen.
  private var links: [String] = []

  /// Deeper than any data set, and well within what a path may be long.
  private static let greatestDepth = 24

  init(top: String) {
    self.top = top
  }

  mutating func run(context: ExecutionContext) throws {
    try list("", depth: 0, context: context)
    var next = 0
    while next < links.count {
      let link = links[next]
      next += 1
      if let identity = FolderIdentity(Paths.joined(top, link)), visited.contains(identity) {
        repeatedLinks += 1
      } else {
        try list(link, depth: link.split(separator: "/").count, context: context)
      }
    }
    guard next > 0 else { return }
    // What was reached through links comes where its path belongs.
    let paths = listing.files.indices.map { (listing.path($0), ()) }
    listing = FileListing.sorted(Dictionary(paths, uniquingKeysWith: { first, _ in first })).listing
  }

  private mutating func list(_ shown: String, depth: Int, context: ExecutionContext) throws {
    try context.checkInterruption()
    let path = shown.isEmpty ? top : Paths.joined(top, shown)
    guard let identity = FolderIdentity(path), depth < Self.greatestDepth, visited.insert(identity).inserted else {
      return
    }
    var folder: Int?
    let entries = try self.entries(of: path, shown: shown)
    if entries.isEmpty, !shown.isEmpty { emptyFolders.append(shown) }
    for entry in entries {
      let name = Paths.joined(shown, entry.name)
      if entry.isFolder, entry.isLink {
        links.append(name)
      } else if entry.isFolder {
        try list(name, depth: depth + 1, context: context)
      } else {
        let index = folder ?? listing.addFolder(shown)
        folder = index
        listing.addFile(entry.name, inFolder: index)
      }
    }
  }

  private struct Entry {
    let name: String
    let isFolder: Bool
    var isLink = false
    /// Folders sort as if their name ended in "/", which makes the order that of whole paths.
    var key: String { isFolder ? name + "/" : name }
  }

  private mutating func entries(of path: String, shown: String) throws -> [Entry] {
    let found: [FolderEntry]
    do { found = try folderEntries(path) } catch { throw DatasetError.opening(path, error.number) }
    var entries: [Entry] = []
    for entry in found {
      let name = try Self.text(entry, in: path)
      guard !FileListing.isLitter(name) else { continue }
      switch entry.kind {
      case .file: entries.append(Entry(name: name, isFolder: false))
      case .folder: entries.append(Entry(name: name, isFolder: true))
      case .link, .unknown:
        let kind = Paths.kind(of: Paths.joined(path, name))
        if kind == .file || kind == .folder {
          entries.append(Entry(name: name, isFolder: kind == .folder, isLink: entry.kind == .link))
        } else {
          notFiles.append(Paths.joined(shown, name))
        }
      case .other: notFiles.append(Paths.joined(shown, name))
      }
    }
    return entries.map { ($0.key, $0) }.sorted { precedesInBytes($0.0, $1.0) }.map(\.1)
  }

  /// A name of the file system. What is not UTF-8 could not be opened by the text that it becomes, and a class that was
  /// passed over would be missed by nobody.
  private static func text(_ entry: FolderEntry, in folder: String) throws -> String {
    if entry.isUTF8 { return entry.name }
    throw DatasetError.unsupportedFile(
      path: Paths.joined(folder, entry.name), what: "a name that is not UTF-8",
      remedy: "rename it; many at once by: convmv -f LATIN1 -t UTF-8 -r --notest FOLDER")
  }

}

/// What makes a folder the same folder under another path.
private struct FolderIdentity: Hashable {
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
