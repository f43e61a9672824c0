import Basics
import Files
import Glibc
import Imaging
import Numerics
import Samples
import Synchronization

/// How images are written into class folders.
public enum ImageFile: String, Sendable, CaseIterable {
  /// Without loss.
  case png
  /// A tenth of the bytes, at quality 95; the pixels change a little.
  case jpg
}

extension Samples {
  /// Writes all images into class folders, `happy/000012.png`, below `train` and `test` where there is a split; and
  /// beside them the table `RowsTable.fileName` with what a path cannot say of a row, so that `load` gives the same
  /// rows again: subjects, groups, and that they are synthetic. The folder appears when it is complete.
  ///
  /// Cost: encoding, shared over the threads, and a file for each row.
  /// - Parameter isReplacing: whether an older folder that this wrote gives way, with all that is in it.
  /// - Throws: `DatasetError.notWritable` where there are no images, or the folder holds something already;
  ///   `.diskFull`, `.permissionDenied`, `.writeFailed`; `Interrupted`. Nothing is left behind then.
  public func writeFolder(
    to path: String, images format: ImageFile = .png, replacing isReplacing: Bool = false,
    context: ExecutionContext = .plain
  ) throws {
    guard let stack = content as? ImageStack else {
      throw DatasetError.notWritable(
        path: path, reason: "rows of numbers are no images", remedy: "write .npz or .csv")
    }
    try Self.checkRoom(at: path, replacing: isReplacing)
    let abandonedGuard = AbandonedFolderGuard(besides: path)
    defer { withExtendedLifetime(abandonedGuard) {} }
    let folder = try inPlace(path) { () throws(SystemError) in try AtomicFolder(besides: path) }
    let names = try fileNames(format)
    for name in Set(names.map { Paths.folder(of: $0) }).sorted() {
      try makeDatasetFolder(Paths.joined(folder.path, name))
    }
    let target = folder.path
    let done = Atomic<Int>(0)
    try context.forEachPiece(of: count, size: 64) { rows in
      for row in rows {
        try context.checkInterruption()
        let bytes = try format == .png ? encodePNG(stack[row]) : encodeJPEG(stack[row], quality: 95)
        try Self.write(bytes, to: Paths.joined(target, names[row]))
      }
      let written = done.wrappingAdd(rows.count, ordering: .relaxed).newValue
      context.report(fraction: Double(written) / Double(count))
    }
    try Self.write(RowsTable.text(of: metadata, files: names), to: Paths.joined(folder.path, RowsTable.fileName))
    if isReplacing, Self.exchange(folder, path) { return }
    try inPlace(path) { () throws(SystemError) in try folder.commit(replacing: isReplacing) }
  }

  /// Lets a new folder and an older one change their names at once, so that there is no moment without either; the older
  /// one goes with the unfinished part that it has become. False where the file system cannot, or no folder is there.
  private static func exchange(_ folder: AtomicFolder, _ path: String) -> Bool {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return false }
    // Of Linux alone, so Swift does not import it; the flag is RENAME_EXCHANGE of stdio.h.
    typealias Rename = @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32
    guard let symbol = dlsym(nil, "renameat2") else { return false }
    let rename = unsafeBitCast(symbol, to: Rename.self)
    return withExtendedLifetime(folder) { rename(AT_FDCWD, folder.path, AT_FDCWD, path, 2) == 0 }
  }

  private static func checkRoom(at path: String, replacing isReplacing: Bool) throws {
    guard let names = visibleNames(in: path), !names.isEmpty else { return }
    if isReplacing, names.contains(RowsTable.fileName) { return }
    throw DatasetError.notWritable(
      path: path,
      reason: isReplacing ? "the folder holds what was not saved as a data set" : "the folder holds something already",
      remedy: isReplacing
        ? "name a new folder" : "name a new folder, or say overwrite=yes where a data set was saved in it")
  }

  private func inPlace<Value>(_ path: String, _ work: () throws(SystemError) -> Value) throws -> Value {
    do { return try work() } catch { throw DatasetError.writing(path, error.number) }
  }

  /// Where each row goes, below the folder.
  private func fileNames(_ format: ImageFile) throws -> [String] {
    let labels = try metadata.labels
    let parts = metadata.parts
    let folders = Self.folderNames(labels.names)
    return (0..<count).map { row in
      let digits = String(row + 1)
      let number = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
      let name = "\(folders[labels.codes[row]])/\(number).\(format.rawValue)"
      return parts.map { "\($0[row].rawValue)/\(name)" } ?? name
    }
  }

  /// A class may be called anything; a folder may not, on one system or another. No two classes share one.
  static func folderNames(_ classes: [String]) -> [String] {
    var taken: Set = [RowsTable.fileName]
    return classes.map { name in
      let safe = safeName(name)
      var folder = safe
      var number = 2
      while !taken.insert(folder.lowercased()).inserted {
        folder = "\(safe)-\(number)"
        number += 1
      }
      return folder
    }
  }

  /// Names that Windows keeps for devices.
  private static let devices: Set = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "lpt1", "lpt2", "lpt3",
  ]

  private static func safeName(_ name: String) -> String {
    let isUnsafe = { (scalar: Unicode.Scalar) in
      ControlCharacters.isObeyed(scalar) || "\n\t/\\:*?\"<>|".unicodeScalars.contains(scalar)
    }
    var safe = ""
    // A file system takes 255 bytes; what follows the name needs some.
    for character in name where safe.utf8.count + character.utf8.count <= 100 {
      safe.append(character.unicodeScalars.contains(where: isUnsafe) ? "_" : character)
    }
    let mustChange = safe.isEmpty || safe.hasPrefix(".") || devices.contains(safe.lowercased())
    return mustChange ? "_" + safe : safe
  }

  /// Without the sync of `AtomicFile`: it is the folder that appears whole or not at all.
  private static func write(_ bytes: [UInt8], to path: String) throws {
    guard let file = fopen(path, "wb") else { throw DatasetError.writing(path, errno) }
    let written = fwrite(bytes, 1, bytes.count, file)
    let reason = errno
    guard fclose(file) == 0, written == bytes.count else { throw DatasetError.writing(path, reason) }
  }
}
