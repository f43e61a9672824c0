import Basics
import Files

/// All bytes of a file.
/// - Throws: `DatasetError.pathMissing`, `.permissionDenied`, `.unreadableFile`.
public func readWholeFile(_ path: String) throws -> [UInt8] {
  let file = try FileBytes(mapping: path)
  // The mapping goes with the object, so that must outlive the copy.
  let bytes = withExtendedLifetime(file) { Array(file.bytes) }
  guard !file.hasShrunk else { throw DatasetError.shrunken(path) }
  return bytes
}

/// Writes a file whole or not at all: an older one is there until the new one is complete.
/// - Throws: `DatasetError.diskFull`, `.permissionDenied`, `.writeFailed`.
public func writeWholeFile(_ bytes: [UInt8], to path: String) throws {
  let file = try AtomicFile<DatasetError>(path: path)
  try file.write(bytes)
  try file.commit()
}

/// Makes a folder and those above it.
/// - Throws: `DatasetError.diskFull`, `.permissionDenied`, `.writeFailed`.
func makeDatasetFolder(_ path: String) throws(DatasetError) {
  do { try makeFolder(path) } catch { throw DatasetError.writing(path, error.number) }
}
