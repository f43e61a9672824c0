import Basics
import Numerics
import Testing

@testable import Datasets

struct DatasetErrorTests {
  private static let examples: [DatasetError] = [
    .pathMissing(path: "p", nearest: nil), .permissionDenied(path: "p"), .emptyFolder(path: "p"),
    .noImages(path: "p", found: "f"), .unknownLayout(path: "p", found: "f"),
    .unsupportedFile(path: "p", what: "w", remedy: "r"), .severalCandidates(path: "p", files: ["a", "b"]),
    .clipsNotRead(path: "p", like: "SMIC", clips: 2), .noLabelledRows(rows: 2), .badSeparator(";;"),
    .notTheDataset(name: "n", path: "p", expected: "e", found: "f"),
    .tooLarge(name: "n", bytes: 2_000_000_000, limit: 1_000_000_000),
    .unreadableFile(name: "n", reason: "r"), .tooManyUnreadable(count: 2, total: 3, limit: 1, first: []),
    .emptyTable(file: "f"), .labelColumnMissing(wanted: "w", columns: ["a"], nearest: nil),
    .labelColumnAmbiguous(candidates: ["a", "b"], columns: ["a", "b"]),
    .columnMissing(parameter: "subject", wanted: "w", columns: ["a"], nearest: nil),
    .columnTwice(name: "a", first: "label", second: "drop"), .noColumns(name: "f", parameter: "drop"),
    .badCell(file: "f", line: 1, column: "c", text: "t", problem: .text),
    .raggedRow(file: "f", line: 1, found: 1, expected: 2), .unclosedQuote(file: "f", line: 1),
    .badEncoding(file: "f", what: "w"), .noFeatures(file: "f", columns: []), .labelsNotClasses(example: "1.5"),
    .badArchive(path: "p", reason: "r"), .encryptedArchive(path: "p", entry: "e"),
    .unsafeArchive(path: "p", entry: "e", reason: "r"), .unsupportedCompression(path: "p", entry: "e", method: 9),
    .badArray(name: "n", reason: "r"), .objectArray(name: "n"), .arrayMissing(wanted: "X", found: []),
    .arrayShape(name: "n", shape: [1, 2], expected: "e"), .notFinite(name: "n", row: 0, column: 0, value: "v"),
    .mismatchedCounts(what: "w", count: 1, rows: 2), .cannotMerge(first: "a", second: "b", reason: "r"),
    .diskFull(path: "p"), .writeFailed(path: "p", reason: "r"), .notInstalled(name: "n", title: "t", source: "s"),
    .badName(name: "n"), .notRegistered(name: "n", nearest: nil, known: []), .brokenManifest(path: "p", reason: "r"),
    .notWritable(path: "p", reason: "r", remedy: "m"),
  ]

  @Test func everyErrorSaysWhatWhyAndWhatToDo() {
    #expect(Set(Self.examples.map(\.code)).count == 44)
    for error in Self.examples {
      #expect(error.code.hasPrefix("E05"))
      for text in [error.problem, error.remedy, error.explanation] { #expect(!text.isEmpty, "\(error)") }
    }
  }

  @Test func numbersAreGrouped() {
    #expect(grouped(0) == "0")
    #expect(grouped(45_379) == "45,379")
    #expect(grouped(-1_234_567) == "-1,234,567")
    #expect(counted(1, "row") == "1 row")
  }

  @Test func nearNames() {
    #expect(nearestName(to: "emtion", among: ["emotion", "pixels"]) == "emotion")
    #expect(nearestName(to: "xyz", among: ["emotion", "pixels"]) == nil)
  }
}
