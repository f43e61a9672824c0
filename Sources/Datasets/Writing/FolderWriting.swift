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
  /// - Throws: `DatasetError.notWritable` where there are no images, or the folder holds something already;
  ///   `.diskFull`, `.permissionDenied`, `.writeFailed`; `Interrupted`. Nothing is left behind then.
  public func writeFolder(
    to path: String, images format: ImageFile = .png, context: ExecutionContext = .plain
  ) throws {
    guard let stack = content as? ImageStack else {
      throw DatasetError.notWritable(
        path: path, reason: "rows of numbers are no images", remedy: "write .npz or .csv")
    }
    if let names = visibleNames(in: path), !names.isEmpty {
      throw DatasetError.notWritable(
        path: path, reason: "the folder holds something already", remedy: "name a new folder")
    }
    let folder = UnfinishedFolder(besides: path)
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
    try folder.commit(to: path)
  }

  /// Where each row goes, below the folder.
  private func fileNames(_ format: ImageFile) throws -> [String] {
    let labels = try metadata.labels
    let parts = metadata.parts
    let folders = labels.names.map(Self.folderName)
    return (0..<count).map { row in
      let digits = String(row + 1)
      let number = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
      let name = "\(folders[labels.codes[row]])/\(number).\(format.rawValue)"
      return parts.map { "\($0[row].rawValue)/\(name)" } ?? name
    }
  }

  /// A class may be called anything; a folder may not.
  private static func folderName(_ name: String) -> String {
    let safe = String(name.map { "/\\:*?\"<>|\0".contains($0) ? "_" : $0 })
    return safe.isEmpty || safe.hasPrefix(".") ? "_" + safe : safe
  }

  /// Without the sync of `AtomicFile`: it is the folder that appears whole or not at all.
  private static func write(_ bytes: [UInt8], to path: String) throws {
    guard let file = fopen(path, "wb") else { throw DatasetError.writing(path, errno) }
    let written = fwrite(bytes, 1, bytes.count, file)
    let reason = errno
    guard fclose(file) == 0, written == bytes.count else { throw DatasetError.writing(path, reason) }
  }
}

/// A folder that is put in its place when it is complete, and taken away with all that is in it otherwise.
private final class UnfinishedFolder {
  let path: String
  private var isCommitted = false

  init(besides final: String) {
    let trimmed = final.count > 1 && final.hasSuffix("/") ? String(final.dropLast()) : final
    path = "\(trimmed).\(getpid()).part"
  }

  deinit {
    guard !isCommitted else { return }
    Self.removeTree(path)
  }

  func commit(to final: String) throws {
    guard rename(path, final) == 0 else { throw DatasetError.writing(final, errno) }
    isCommitted = true
  }

  private static func removeTree(_ path: String) {
    if Paths.kind(of: path) == .folder {
      for name in visibleNames(in: path) ?? [] { removeTree(Paths.joined(path, name)) }
      rmdir(path)
    } else {
      unlink(path)
    }
  }
}
