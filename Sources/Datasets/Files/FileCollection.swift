import Files
import Numerics

/// Files that can be listed and read by number: a folder, or an archive that is read in place.
protocol FileCollection: Sendable {
  /// What messages call it.
  var displayName: String { get }
  var listing: FileListing { get }
  /// What was passed over while it was listed.
  var notes: [String] { get }

  /// A reader for one thread at a time; each keeps its own buffer.
  func makeReader() -> any FileReader

  /// A whole file, mapped or unpacked: for the large ones.
  func contents(of file: Int, context: ExecutionContext) throws -> FileBytes
}

/// Reads one file after another into the same memory.
protocol FileReader: AnyObject {
  /// - Throws: `DatasetError.unreadableFile` or what `body` throws.
  func withBytes<Result>(of file: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result
}
