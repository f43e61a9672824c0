import CArchive
import Files
import Numerics

/// The files of a tar, 7z, rar or cpio archive, packed or not, and single packed files such as `table.csv.gz`.
///
/// Such archives can only be read from beginning to end, so what could be data is unpacked into memory in one pass.
/// Memory: the unpacked size. Zip archives are read in place instead (`ZipFiles`).
struct UnpackedFiles: FileCollection {
  let displayName: String
  let listing: FileListing
  let notes: [String]
  /// Of each listed file; nil for those that no reader would ask for.
  private let contents: [FileBytes?]

  static let extensions: Set<String> = [
    "tar", "tgz", "tbz", "tbz2", "txz", "tzst", "gz", "bz2", "xz", "zst", "7z", "rar",
  ]

  /// - Throws: `DatasetError.badArchive`, `.unsafeArchive`, `.encryptedArchive`, `.tooLarge`, `.unsupportedFile` where
  ///   libarchive is not installed; `Interrupted`.
  init(_ file: FileBytes, name: String, maximumBytes: Int, context: ExecutionContext) throws {
    displayName = name
    guard let library = ArchiveLibrary.shared else {
      throw DatasetError.unsupportedFile(
        path: name, what: "an archive that libarchive reads, which is not installed",
        remedy: "install it (apt-get install libarchive13), or unpack the archive and load the folder")
    }
    var unpacking = Unpacking(archive: name, packedSize: file.count, maximumBytes: maximumBytes)
    do {
      let isTable = ["csv", "tsv"].contains(Paths.fileExtension(Paths.stem(Paths.lastComponent(name))))
      try unpacking.run(
        library.reader(of: file.bytes, isSingleFile: isTable), of: file.bytes, context: context)
      if unpacking.files.isEmpty, let whole = library.reader(of: file.bytes, isSingleFile: true) {
        try unpacking.refuseBomb(in: whole, context)
      }
    } catch let damage as ArchiveLibrary.ArchiveDamage {
      throw DatasetError.badArchive(path: name, reason: damage.reason)
    }
    (listing, contents) = FileListing.sorted(unpacking.files)
    notes = unpacking.notes
  }

  func contents(of file: Int, context: ExecutionContext) throws -> FileBytes {
    guard let bytes = contents[file] else {
      throw DatasetError.unreadableFile(name: listing.path(file), reason: "it was not unpacked")
    }
    return bytes
  }

  func makeReader() -> any FileReader { Reader(files: self) }

  private final class Reader: FileReader {
    private let files: UnpackedFiles

    init(files: UnpackedFiles) {
      self.files = files
    }

    func withBytes<Result>(of file: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
      let bytes = try files.contents(of: file, context: .plain)
      return try withExtendedLifetime(bytes) { try body(bytes.bytes) }
    }
  }
}

/// One pass over an archive.
private struct Unpacking {
  let archive: String
  let packedSize: Int
  let maximumBytes: Int
  /// By path; the last of two of one name, as unpackers leave it.
  var files: [String: FileBytes?] = [:]
  private var total = 0
  /// Unpacked with `total`, what was passed over counted in.
  private var seen = 0
  private var links = 0
  private var repeated = 0
  /// What is passed over is unpacked into this.
  private var waste: [UInt8] = []

  init(archive: String, packedSize: Int, maximumBytes: Int) {
    self.archive = archive
    self.packedSize = packedSize
    self.maximumBytes = maximumBytes
  }

  var notes: [String] {
    ArchiveNotes.all(links: links, repeated: repeated)
  }

  mutating func run(
    _ reader: ArchiveLibrary.Reader?, of bytes: UnsafeRawBufferPointer, context: ExecutionContext
  ) throws {
    let unknown = DatasetError.badArchive(path: archive, reason: "it is not of a kind that is read (zip, tar, 7z, rar)")
    guard let reader else { throw unknown }
    while let member = try reader.next() {
      try context.checkInterruption()
      if member.isEncrypted { throw DatasetError.encryptedArchive(path: archive, entry: member.name) }
      if reader.isSinglePackedFile {
        guard reader.isPacked else { throw unknown }
        let name = Paths.stem(Paths.lastComponent(archive))
        files[name] = try unpack(reader, as: name, claimed: nil, context)
        return
      }
      if member.isLink {
        links += 1
        continue
      }
      guard member.isFile else { continue }
      try take(member, from: reader, context)
    }
    // libarchive takes the end of the file for the end of the archive, and members behind it would be missed by nobody.
    if reader.isTape, !reader.isPacked, !bytes.suffix(512).allSatisfy({ $0 == 0 }) {
      throw DatasetError.badArchive(path: archive, reason: "it is cut off")
    }
  }

  private mutating func take(
    _ member: ArchiveLibrary.Member, from reader: ArchiveLibrary.Reader, _ context: ExecutionContext
  ) throws {
    let name = ArchiveNames.cleaned(member.name)
    if ZipEntry.leadsOutside(name) {
      throw DatasetError.unsafeArchive(path: archive, entry: name, reason: "leads out of the folder")
    }
    guard !name.isEmpty, !name.split(separator: "/").contains(where: { FileListing.isLitter($0) }) else { return }
    if files[name] != nil { repeated += 1 }
    let isWanted =
      PicturePlan.extensions.contains(Paths.fileExtension(name))
      || ContentReader.candidateExtensions.contains(Paths.fileExtension(name))
      || ["txt", "npy"].contains(Paths.fileExtension(name))
    if isWanted {
      files[name] = .some(try unpack(reader, as: name, claimed: member.size, context))
    } else {
      files[name] = .some(nil)
      try passOver(reader, name, context)
    }
  }

  /// Looks at the whole of an archive in which there was nothing: zeros without end are a tar without members.
  mutating func refuseBomb(in whole: ArchiveLibrary.Reader, _ context: ExecutionContext) throws {
    guard try whole.next() != nil, whole.isPacked else { return }
    seen = 0
    let name = Paths.stem(Paths.lastComponent(archive))
    try passOver(whole, name, context)
    try check(seen, name)
  }

  /// Reads to the end of a member that nobody asks for. libarchive does so by itself, but tells of nothing meanwhile, and
  /// what is packed may be long.
  private mutating func passOver(
    _ reader: ArchiveLibrary.Reader, _ name: String, _ context: ExecutionContext
  ) throws {
    guard reader.isPacked || !reader.isTape else { return }
    if waste.isEmpty { waste = [UInt8](repeating: 0, count: 1 << 20) }
    while true {
      try context.checkInterruption()
      let count = try waste.withUnsafeMutableBytes { try reader.read(into: $0) }
      if count == 0 { return }
      try note(count, of: name, from: reader)
    }
  }

  /// Counts what has been unpacked. - Throws: `DatasetError.unsafeArchive` as soon as it is far more than what it came
  /// from, not only when all has been unpacked.
  private mutating func note(_ count: Int, of name: String, from reader: ArchiveLibrary.Reader) throws {
    seen += count
    guard seen >= ArchiveNames.sizeJudgedBefore, ArchiveNames.isBomb(size: seen, packed: reader.packedBytesRead) else {
      return
    }
    throw bomb(seen, from: reader.packedBytesRead, name)
  }

  private mutating func unpack(
    _ reader: ArchiveLibrary.Reader, as name: String, claimed: Int?, _ context: ExecutionContext
  ) throws -> FileBytes {
    if let claimed { try check(total + max(0, claimed), name) }
    var pieces: [[UInt8]] = []
    var size = 0
    while true {
      try context.checkInterruption()
      if size >= 1 << 20 { try AddressSpace.require(1 << 22) }
      var piece = [UInt8](repeating: 0, count: 1 << (size < 1 << 20 ? 16 : 22))
      let count = try piece.withUnsafeMutableBytes { try reader.read(into: $0) }
      if count == 0 { break }
      if count < piece.count { piece.removeLast(piece.count - count) }
      pieces.append(piece)
      size += count
      try note(count, of: name, from: reader)
      try check(total + size, name)
    }
    total += size
    pieces.reverse()
    try AddressSpace.require(size)
    return try FileBytes(count: size) { target in
      var offset = 0
      // Each piece is freed when it is copied, so that no more than the size is held.
      while let piece = pieces.popLast() {
        target[offset...].copyBytes(from: piece)
        offset += piece.count
      }
    }
  }

  private func bomb(_ bytes: Int, from packed: Int, _ name: String) -> DatasetError {
    .unsafeArchive(
      path: archive, entry: name,
      reason: "unpacks to \(inGigabytes(bytes)) or more from "
        + (packed < 1_000_000 ? "less than 1 MB" : inGigabytes(packed)) + ", which no data set does")
  }

  private func check(_ bytes: Int, _ name: String) throws {
    if ArchiveNames.isBomb(size: bytes, packed: packedSize) {
      throw bomb(bytes, from: packedSize, name)
    }
    guard bytes <= maximumBytes else {
      throw DatasetError.tooLarge(name: archive, bytes: bytes, limit: maximumBytes)
    }
  }
}

/// What all kinds of archives do with the names and sizes of their members.
enum ArchiveNames {
  /// Without components that say "here", as `tar c .` and `zip -r x.zip ./` write them.
  static func cleaned(_ name: String) -> String {
    guard name.hasPrefix(".") || name.contains("/.") || name.contains("//") else { return name }
    let isAbsolute = name.hasPrefix("/")
    return (isAbsolute ? "/" : "") + name.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }

  /// From here on the beginning of an archive is judged by itself: shorter ones may begin with much that is alike.
  static let sizeJudgedBefore = 256 << 20

  /// Bombs reach a thousand to one and far more; pictures, tables and arrays stay below a hundred.
  static func isBomb(size: Int, packed: Int) -> Bool {
    size >= 64 << 20 && size / 900 > packed
  }
}

enum ArchiveNotes {
  static func all(links: Int, repeated: Int) -> [String] {
    var notes: [String] = []
    if links > 0 { notes.append("\(counted(links, "link")) in the archive \(links == 1 ? "was" : "were") passed over") }
    if repeated > 0 {
      notes.append(
        "\(counted(repeated, "file")) \(repeated == 1 ? "stands" : "stand") in the archive under a name that comes again: "
          + "the last of each name counts")
    }
    return notes
  }
}
