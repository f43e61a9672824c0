import Glibc
import Numerics

/// Everything that can be wrong with data on its way in or out. `E0501`…`E0545`.
public enum DatasetError: Error, Sendable, Equatable {
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

  /// What a cell of numbers can have instead of one.
  public enum CellProblem: Sendable, Equatable {
    case empty, missing, infinite, text, decimalComma, tooLarge
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

extension DatasetError: ExplainableError {
  public var code: String {
    switch self {
    case .pathMissing: "E0501"
    case .permissionDenied: "E0502"
    case .emptyFolder: "E0503"
    case .noImages: "E0504"
    case .unknownLayout: "E0505"
    case .unsupportedFile: "E0506"
    case .severalCandidates: "E0507"
    case .clipsNotRead: "E0508"
    case .tooLarge: "E0509"
    case .unreadableFile: "E0510"
    case .tooManyUnreadable: "E0511"
    case .emptyTable: "E0512"
    case .labelColumnMissing: "E0513"
    case .labelColumnAmbiguous: "E0514"
    case .columnMissing: "E0540"
    case .columnTwice: "E0541"
    case .noColumns: "E0542"
    case .badCell: "E0515"
    case .raggedRow: "E0516"
    case .unclosedQuote: "E0517"
    case .badEncoding: "E0518"
    case .noFeatures: "E0519"
    case .labelsNotClasses: "E0520"
    case .badArchive: "E0521"
    case .encryptedArchive: "E0522"
    case .unsafeArchive: "E0523"
    case .unsupportedCompression: "E0524"
    case .badArray: "E0525"
    case .objectArray: "E0526"
    case .arrayMissing: "E0527"
    case .arrayShape: "E0528"
    case .notFinite: "E0529"
    case .mismatchedCounts: "E0530"
    case .cannotMerge: "E0531"
    case .sameData: "E0539"
    case .diskFull: "E0532"
    case .writeFailed: "E0533"
    case .notInstalled: "E0534"
    case .badName: "E0535"
    case .notRegistered: "E0536"
    case .brokenManifest: "E0537"
    case .notWritable: "E0538"
    case .notTheDataset: "E0543"
    case .badSeparator: "E0545"
    case .noLabelledRows: "E0544"
    }
  }
}
