import Numerics

/// The files of text (`.txt`, `.md`) below a folder, with their paths from it, in the byte order of those.
/// - Throws: `DatasetError` where the folder or a file cannot be read; `Interrupted`.
public func textFiles(below folder: String, context: ExecutionContext) throws -> [(path: String, bytes: [UInt8])] {
  let files = try FolderFiles(path: folder, context: context)
  return try files.listing.indices(withExtension: ["txt", "text", "md"]).map { file in
    try context.checkInterruption()
    let path = files.listing.path(file)
    return (path, try readWholeFile(folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"))
  }
}
