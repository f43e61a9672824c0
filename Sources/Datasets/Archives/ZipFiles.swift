import Files
import Numerics

/// The files of a zip archive, litter and folders left out.
struct ZipFiles: FileCollection {
  let archive: ZipArchive
  let listing: FileListing
  let notes: [String]
  /// The entry of each listed file.
  private let entryIndices: [Int]

  var displayName: String { archive.name }

  init(_ archive: ZipArchive) {
    self.archive = archive
    var files: [String: Int] = [:]
    var (links, repeated) = (0, 0)
    for (index, entry) in archive.entries.enumerated() {
      guard !entry.isFolder, !entry.name.isEmpty,
        !entry.name.split(separator: "/").contains(where: { FileListing.isLitter($0) })
      else { continue }
      if entry.isLink {
        links += 1
      } else if files.updateValue(index, forKey: entry.name) != nil {
        repeated += 1
      }
    }
    (listing, entryIndices) = FileListing.sorted(files)
    notes = ArchiveNotes.all(links: links, repeated: repeated)
  }

  func contents(of file: Int, context: ExecutionContext) throws -> FileBytes {
    try archive.contents(of: entryIndices[file], context: context)
  }

  func makeReader() -> any FileReader {
    ZipFileReader(archive: archive, entryIndices: entryIndices)
  }
}

private final class ZipFileReader: FileReader {
  private let archive: ZipArchive
  private let entryIndices: [Int]
  private let inflater = Inflater()
  private var buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 64)

  init(archive: ZipArchive, entryIndices: [Int]) {
    self.archive = archive
    self.entryIndices = entryIndices
  }

  deinit {
    buffer.deallocate()
  }

  func withBytes<Result>(of file: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
    let index = entryIndices[file]
    try archive.checkReadable(index)
    let size = archive.entries[index].size
    if size > buffer.count {
      buffer.deallocate()
      buffer = .allocate(byteCount: size, alignment: 64)
    }
    let target = UnsafeMutableRawBufferPointer(rebasing: buffer[0..<size])
    try archive.unpack(index, into: target, with: inflater, context: .plain)
    return try body(UnsafeRawBufferPointer(target))
  }
}
