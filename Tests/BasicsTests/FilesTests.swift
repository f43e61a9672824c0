import Foundation
import Glibc
import Testing

@testable import Basics

@Suite final class FilesTests {
  private let folder = NSTemporaryDirectory() + "mien-basics-\(UUID().uuidString)"

  init() throws { try makeFolder(folder) }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

  /// In place of an older one as well; and in the meantime nothing lies there unless it must, for a killed process to leave.
  @Test(arguments: [false, true]) func aFileAppearsWhenItIsCommitted(isNamed: Bool) throws {
    let path = folder + "/a"
    for old in [nil, "older"] {
      let file = try AtomicFile(path: path, permissions: 0o644, isNamed: isNamed) { SystemError($1) }
      try file.write(Array("xello".utf8))
      try file.overwrite(Array("h".utf8), at: 0)
      #expect(file.count == 5 && text(path) == old)
      #expect(try folderEntries(folder).contains { $0.name != "a" } != file.isNameless)
      try file.commit()
      #expect(text(path) == "hello")
      #expect(try folderEntries(folder).map(\.name) == ["a"])
      #expect(throws: SystemError(EBADF)) { try file.overwrite(Array("x".utf8), at: 0) }
      try "older".write(toFile: path, atomically: false, encoding: .utf8)
    }
  }

  @Test func whatIsNotCommittedLeavesNothing() throws {
    try "old".write(toFile: folder + "/a", atomically: false, encoding: .utf8)
    do { try AtomicFile<SystemError>(path: folder + "/a").write(Array("new".utf8)) }
    #expect(text(folder + "/a") == "old")
    #expect(try folderEntries(folder).count == 1)
  }

  @Test func permissionsAndLinksStay() throws {
    let (path, link) = (folder + "/a", folder + "/link")
    try "old".write(toFile: path, atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o750], ofItemAtPath: path)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    let file = try AtomicFile<SystemError>(path: link)
    try file.write(Array("new".utf8))
    try file.commit(isSynced: false)
    #expect(text(path) == "new")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == path)
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o750)
  }

  @Test func failuresSayWhatTheSystemSaid() {
    #expect(throws: SystemError(ENOENT)) { try AtomicFile<SystemError>(path: folder + "/none/a") }
    #expect(throws: SystemError(ENOENT)) { try folderEntries(folder + "/none") }
    #expect(throws: SystemError(ENOTDIR)) { try makeFolder("/dev/null/a/b") }
    #expect(SystemError(ENOSPC).reason == "No space left on device")
  }

  @Test func foldersTellWhatIsInThem() throws {
    try makeFolder(folder + "/b/c/d")
    try makeFolder(folder + "/b/c")
    for name in [".hidden", "file"] { try "".write(toFile: folder + "/b/" + name, atomically: false, encoding: .utf8) }
    try FileManager.default.createSymbolicLink(atPath: folder + "/b/to", withDestinationPath: folder + "/b/c")
    let kinds = Dictionary(uniqueKeysWithValues: try folderEntries(folder + "/b").map { ($0.name, $0.kind) })
    #expect(kinds == [".hidden": .file, "file": .file, "c": .folder, "to": .link])
    #expect(visibleNames(in: folder + "/b")?.sorted() == ["c", "file", "to"])
    #expect(visibleNames(in: folder + "/none") == nil)
    #expect(isPresentFolder(folder + "/b/to") && !isPresentFolder(folder + "/b/file"))
  }

  @Test func whatAKilledProcessLeftIsTakenAway() throws {
    let held = try AtomicFolder(besides: folder + "/a")
    try "half".write(toFile: folder + "/b.123-456.part", atomically: false, encoding: .utf8)
    try makeFolder(folder + "/c.7-8.part/happy")
    try "half".write(toFile: folder + "/c.7-8.part/happy/1.png", atomically: false, encoding: .utf8)
    let mine = ["b.part", "b.12.part", "b.x-1.part", "b.1-2.parts"]
    for name in mine { try "mine".write(toFile: "\(folder)/\(name)", atomically: false, encoding: .utf8) }
    UnfinishedParts.removeAbandoned(besides: folder + "/a")
    let left = try folderEntries(folder).map(\.name)
    #expect(Set(left).isSuperset(of: mine) && left.count == mine.count + 1, "one is being written: \(left)")
    try held.commit()
    #expect(isPresentFolder(folder + "/a"))
  }

  @Test func aFolderGivesWayOnlyWhenItIsTold() throws {
    try makeFolder(folder + "/out/old")
    for isReplacing in [false, true] {
      let new = try AtomicFolder(besides: folder + "/out")
      try makeFolder(new.path + "/new")
      if isReplacing {
        try new.commit(replacing: true)
      } else {
        #expect(throws: SystemError(ENOTEMPTY)) { try new.commit() }
      }
    }
    #expect(visibleNames(in: folder + "/out") == ["new"] && visibleNames(in: folder)?.count == 1)
  }

  @Test func formulasOfSpreadsheetsAreKnown() {
    let formulas = ["=1+1", "+cmd", "-x", "@SUM(A1)", "\t=1", "=", "-1-1"]
    #expect(formulas.allSatisfy(SpreadsheetFormula.isFormula))
    #expect(!["-1.5", "+2", "a=b", "", "1-1", "-1e5"].contains(where: SpreadsheetFormula.isFormula))
    #expect(SpreadsheetFormula.defused("=1+1") == "'=1+1" && SpreadsheetFormula.defused("-1") == "-1")
  }
}
