import Basics
import Files
import Glibc

extension DatasetError {
  /// A pipe, a socket or a device, where reading could wait for ever or never end.
  static func neitherFileNorFolder(_ path: String) -> DatasetError {
    .unsupportedFile(
      path: path, what: "neither a file nor a folder", remedy: "write what comes from there into a file first")
  }

  static func shrunken(_ name: String) -> DatasetError {
    .unreadableFile(name: name, reason: "it became shorter while it was read")
  }
}

extension FileBytes {
  /// Maps a file. Cost: pages are read when they are touched.
  /// - Throws: `DatasetError.permissionDenied`, `.pathMissing`, `.unreadableFile`.
  convenience init(mapping path: String) throws {
    if Paths.kind(of: path) == .other { throw DatasetError.neitherFileNorFolder(path) }
    try self.init(mapping: path, failure: DatasetError.opening)
  }
}

extension AtomicFile where Failure == DatasetError {
  /// - Throws: `DatasetError.permissionDenied`, `.diskFull`, `.writeFailed`, here and in every other call.
  convenience init(path: String) throws(DatasetError) {
    try self.init(path: path, failure: DatasetError.writing)
  }
}
