import Files

extension FileBytes {
  /// Maps a file. Cost: pages are read when they are touched.
  /// - Throws: `DatasetError.permissionDenied`, `.pathMissing`, `.unreadableFile`.
  convenience init(mapping path: String) throws {
    try self.init(mapping: path, failure: DatasetError.opening)
  }
}

extension AtomicFile {
  /// - Throws: `DatasetError.permissionDenied`, `.diskFull`, `.writeFailed`, here and in every other call.
  convenience init(path: String) throws {
    try self.init(path: path, failure: DatasetError.writing)
  }
}
