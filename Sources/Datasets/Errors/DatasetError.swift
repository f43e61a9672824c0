import Glibc
import Numerics

/// Everything that can be wrong with data on its way in or out. `E0501`…`E0545`.
public enum DatasetError: ExplainableError, Equatable {
  // Paths and folders
  case pathMissing(path: String, nearest: String?)
  case permissionDenied(path: String)
  case emptyFolder(path: String)
  case noImages(path: String, found: String)
  case unknownLayout(path: String, found: String)
  case unsupportedFile(path: String, what: String, remedy: String)
  case severalCandidates(path: String, files: [String])
  case clipsNotRead(path: String, like: String, clips: Int)
  case badSeparator(String)
  case noLabelledRows(rows: Int)
  case notTheDataset(name: String, path: String, expected: String, found: String)
  case tooLarge(name: String, bytes: Int, limit: Int)
  // Unreadable files
  case unreadableFile(name: String, reason: String)
  case tooManyUnreadable(count: Int, total: Int, limit: Int, first: [SkippedFile])
  // Tables
  case emptyTable(file: String)
  case labelColumnMissing(wanted: String?, columns: [String], nearest: String?)
  case labelColumnAmbiguous(candidates: [String], columns: [String])
  case columnMissing(parameter: String, wanted: String, columns: [String], nearest: String?)
  case columnTwice(name: String, first: String, second: String)
  case noColumns(name: String, parameter: String)
  case badCell(file: String, line: Int, column: String, text: String, problem: CellProblem)
  case raggedRow(file: String, line: Int, found: Int, expected: Int)
  case unclosedQuote(file: String, line: Int)
  case badEncoding(file: String, what: String)
  case noFeatures(file: String, columns: [String])
  case labelsNotClasses(example: String)
  // Archives
  case badArchive(path: String, reason: String)
  case encryptedArchive(path: String, entry: String)
  case unsafeArchive(path: String, entry: String, reason: String)
  case unsupportedCompression(path: String, entry: String, method: Int)
  // Arrays
  case badArray(name: String, reason: String)
  case objectArray(name: String)
  case arrayMissing(wanted: String, found: [String])
  case arrayShape(name: String, shape: [Int], expected: String)
  case notFinite(name: String, row: Int, column: Int, value: String)
  // Joining
  case mismatchedCounts(what: String, count: Int, rows: Int)
  case cannotMerge(first: String, second: String, reason: String)
  case sameData(first: String, second: String)
  // Writing
  case diskFull(path: String)
  case writeFailed(path: String, reason: String)
  case notWritable(path: String, reason: String, remedy: String)
  // Registry
  case notInstalled(name: String, title: String, source: String)
  case badName(name: String)
  case notRegistered(name: String, nearest: String?, known: [String])
  case brokenManifest(path: String, reason: String)

  public static let samples: [Self] = [
    .pathMissing(path: "faces", nearest: nil), .permissionDenied(path: "faces"), .emptyFolder(path: "faces"),
    .noImages(path: "faces", found: "…"), .unknownLayout(path: "faces", found: "…"),
    .unsupportedFile(path: "faces", what: "…", remedy: "…"),
    .severalCandidates(path: "faces", files: ["a.csv", "b.csv"]),
    .clipsNotRead(path: "faces", like: "CASME II", clips: 1), .badSeparator("…"), .noLabelledRows(rows: 1),
    .notTheDataset(name: "…", path: "faces", expected: "…", found: "…"),
    .tooLarge(name: "faces", bytes: 2_000_000_000, limit: 1_000_000_000),
    .unreadableFile(name: "fear/1.jpg", reason: "…"), .tooManyUnreadable(count: 30, total: 100, limit: 20, first: []),
    .emptyTable(file: "faces.csv"), .labelColumnMissing(wanted: nil, columns: ["a", "b"], nearest: nil),
    .labelColumnAmbiguous(candidates: ["label", "class"], columns: ["a", "b"]),
    .columnMissing(parameter: "subject", wanted: "person", columns: ["a", "b"], nearest: nil),
    .columnTwice(name: "age", first: "label", second: "drop"), .noColumns(name: "faces", parameter: "subject"),
    .badCell(file: "faces.csv", line: 6, column: "b", text: "inf", problem: .infinite),
    .raggedRow(file: "faces.csv", line: 6, found: 1, expected: 3), .unclosedQuote(file: "faces.csv", line: 6),
    .badEncoding(file: "faces.csv", what: "…"), .noFeatures(file: "faces.csv", columns: ["a", "b"]),
    .labelsNotClasses(example: "…"), .badArchive(path: "faces", reason: "…"),
    .encryptedArchive(path: "faces", entry: "a.jpg"), .unsafeArchive(path: "faces", entry: "a.jpg", reason: "…"),
    .unsupportedCompression(path: "faces", entry: "a.jpg", method: 12), .badArray(name: "X", reason: "…"),
    .objectArray(name: "y"), .arrayMissing(wanted: "X", found: ["x"]),
    .arrayShape(name: "X", shape: [2, 3], expected: "…"),
    .notFinite(name: "X", row: 1, column: 1, value: "an infinite or too large number"),
    .mismatchedCounts(what: "…", count: 30, rows: 1), .cannotMerge(first: "a", second: "b", reason: "…"),
    .sameData(first: "a", second: "b"), .diskFull(path: "faces"), .writeFailed(path: "faces", reason: "…"),
    .notWritable(path: "faces", reason: "…", remedy: "…"), .notInstalled(name: "ck48", title: "…", source: "…"),
    .badName(name: "a/b"), .notRegistered(name: "ck84", nearest: "ck48", known: ["ck48", "kori"]),
    .brokenManifest(path: "faces", reason: "…"),
  ]

  public var entry: ErrorEntry {
    pathsEntry ?? tablesEntry ?? cellsEntry ?? archivesEntry ?? arraysEntry ?? outputEntry ?? .unlisted(self)
  }

  /// What a cell of numbers can have instead of one.
  public enum CellProblem: Sendable, Equatable {
    case empty, missing, infinite, text, decimalComma, tooLarge
    /// Thousands stand apart from each other: "1.000,5", "1 000", "1'000".
    case grouped
    case emptyLabel
    /// It should have been one of these.
    case unexpected(String)
  }

  /// The error for a failed `open` or `read`.
  static func opening(_ path: String, _ number: Int32) -> DatasetError {
    switch number {
    case EACCES, EPERM: .permissionDenied(path: path)
    case ENOENT, ENOTDIR: .pathMissing(path: path, nearest: nil)
    default: .unreadableFile(name: path, reason: systemMessage(number))
    }
  }

  /// The error for a failed `write`, `mkdir` or `rename`.
  static func writing(_ path: String, _ number: Int32) -> DatasetError {
    switch number {
    case ENOSPC, EDQUOT: .diskFull(path: path)
    case EACCES, EPERM, EROFS: .permissionDenied(path: path)
    default: .writeFailed(path: path, reason: systemMessage(number))
    }
  }

  private static func systemMessage(_ number: Int32) -> String {
    String(cString: strerror(number)).lowercased()
  }
}
