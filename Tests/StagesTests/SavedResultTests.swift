import Basics
import Foundation
import Plans
import Testing

@testable import Stages

/// A file may hold anything, with a checksum that is right.
@Suite struct SavedResultTests {
  private func opened(_ change: (inout SavedResult) -> Void) throws -> String {
    let path = FileManager.default.temporaryDirectory.appending(path: "mien-\(UUID().uuidString).result").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let session = StageSession()
    var saved = SavedResult(try session.result("x = faces n=60 subjects=6 | lbp grid=2 | knn | cv 3\nx"))
    change(&saved)
    try SavedFile.result(saved).write(to: path)
    let value = try session.last("y = open \"\(path)\"\ny")
    return value.payload.tables.map { "\($0.rows.count)" }.joined()
  }

  /// Whoever takes the mark out of the file takes its checksum's word with it.
  @Test func aResultWithoutItsMarkIsRefused() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "mien-\(UUID().uuidString).result").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let session = StageSession()
    _ = try session.last("x = faces n=60 subjects=6 | lbp grid=2 | knn | cv 3\nx | save \"\(path)\"")
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    let mark = Array("synthetic faces".utf8)
    let places = bytes.indices.filter { bytes[$0...].starts(with: mark) }
    #expect(!places.isEmpty)
    for place in places {
      bytes.replaceSubrange(place..<(place + mark.count), with: Array("photographs of us".utf8.prefix(15)))
    }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    #expect(throws: (any Error).self) { try session.last("y = open \"\(path)\"\ny") }
  }

  @Test func madeUpNumbersAreRefused() throws {
    #expect(try !opened { _ in }.isEmpty, "as it was saved it opens")
    let changes: [(inout SavedResult) -> Void] = [
      { $0.folds[1].test[4] = .max }, { $0.folds[1].test[4] = -1 }, { $0.folds[0].train[0] = .min },
      { $0.folds[0].repetition = .max }, { $0.folds[2].fold = -1 }, { $0.folds[0].trainingRows = .max },
      { $0.testSplitScored = .min }, { $0.testSplitScored = .max }, { $0.seconds = .nan }, { $0.folds = [] },
      { $0.synthetic = nil }, { $0.classNames = [] }, { $0.folds[0].truth[0] = 99 }, { $0.folds[0].predicted[0] = -1 },
      { $0.folds[0].sources = [] }, { $0.folds[0].subjects = ["a"] }, { $0.folds[1].predicted.append(0) },
    ]
    for (number, change) in changes.enumerated() {
      #expect(throws: (any Error).self, "\(number)") { try opened(change) }
    }
  }
}
