import Basics
import Foundation
import GRDB
import Plans
import Testing

@testable import Store

/// Whatever happens to the files, the numbers are right.
@Suite struct DamageTests {
  static let line = "faces n=60 subjects=12 intensity=1 | lbp grid=4 | pca {4, 8} | svm linear | cv 2"

  let folder: TemporaryFolder
  let right: String

  init() throws {
    folder = try TemporaryFolder()
    right = try Sitting(in: folder.path).run(Self.line)
  }

  private func expectRecomputed(_ warning: String, _ comment: Comment? = nil) throws {
    let sitting = Sitting(in: folder.path)
    #expect(try sitting.run(Self.line) == right, comment)
    #expect(sitting.warnings.all.count == 1, comment)
    #expect(sitting.warnings.all.first?.contains(warning) == true, comment)
    #expect(sitting.observer.ran.contains("svm linear"), comment)
    let after = Sitting(in: folder.path)
    #expect(try after.run(Self.line) == right, comment)
    #expect(after.observer.ran == [], comment)
    #expect(after.warnings.all == [], comment)
  }

  @Test func truncatedFilesAreComputedAgain() throws {
    let files = folder.valueFiles()
    #expect(files.count > 4)
    for (number, file) in files.enumerated() {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
      try bytes.prefix([0, 7, 48, bytes.count / 2, bytes.count - 1][number % 5]).write(to: URL(fileURLWithPath: file))
    }
    try expectRecomputed("damaged")
  }

  @Test func aFlippedBitAnywhereIsNoticed() throws {
    for round in 0..<4 {
      // Listed anew: what was quick to learn is kept in one run and not in another.
      for (number, file) in folder.valueFiles().enumerated() {
        var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        let place = (number * 7919 + round * 104_729) % bytes.count
        bytes[place] ^= UInt8(1 << (round * 2))
        try bytes.write(to: URL(fileURLWithPath: file))
      }
      try expectRecomputed("damaged", "round \(round)")
    }
  }

  @Test func aFileUnderAnothersNameIsNoticed() throws {
    let files = folder.valueFiles()
    let contents = try files.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
    for (file, content) in zip(files, contents.dropFirst() + contents.prefix(1)) {
      try content.write(to: URL(fileURLWithPath: file))
    }
    try expectRecomputed("damaged")
  }

  @Test func missingFilesAreComputedAgainWithoutAWord() throws {
    for file in folder.valueFiles() { try FileManager.default.removeItem(atPath: file) }
    let sitting = Sitting(in: folder.path)
    #expect(try sitting.run(Self.line) == right)
    #expect(sitting.warnings.all == [])
  }

  @Test(arguments: ["old", "rubbish", "empty"])
  func anIndexOfAnotherVersionIsPutAside(_ kind: String) throws {
    let index = folder.path + "/index.sqlite"
    for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: index + ending) }
    switch kind {
    case "old":
      let old = try DatabaseQueue(path: index)
      try old.write { try $0.execute(sql: "CREATE TABLE value (key TEXT); PRAGMA user_version = 99") }
      try old.close()
    case "rubbish": try Data(repeating: 0x5A, count: 20_000).write(to: URL(fileURLWithPath: index))
    default: try Data().write(to: URL(fileURLWithPath: index))
    }
    let sitting = Sitting(in: folder.path)
    #expect(try sitting.run(Self.line) == right)
    #expect(sitting.observer.ran == [], "values are found without the index")
    #expect(sitting.warnings.all.count == (kind == "empty" ? 0 : 1))
    let usage = sitting.store.usage()
    #expect(usage.problem == nil)
    #expect(usage.entries == folder.valueFiles().count)
  }

  @Test(arguments: [
    "ALTER TABLE run DROP COLUMN data", "DROP TABLE score", "ALTER TABLE value DROP COLUMN rows",
  ])
  func tablesOfTheWrongFormArePutAside(_ change: String) throws {
    try alterIndex(change)
    let sitting = Sitting(in: folder.path)
    #expect(try sitting.run(Self.line) == right)
    #expect(sitting.store.runs().count == 2)
    #expect(sitting.warnings.all.count == 1)
    let next = Sitting(in: folder.path)
    #expect(try next.run(Self.line) == right)
    #expect(next.warnings.all == [])
  }

  @Test(arguments: [
    "UPDATE run SET seed = 'abc'", "UPDATE run SET plan_text = x'ff00fe', seconds = 'long'",
    "UPDATE run SET id = number",
    "UPDATE value SET bytes = 1e300", "UPDATE value SET bytes = 'many', key = hex(key)",
    "PRAGMA foreign_keys = OFF; DELETE FROM run",
    "UPDATE score SET name = x'ff', value = 'high'", "UPDATE look SET ordinal = 9223372036854775807",
  ])
  func whatIsNoNumberInTheIndexCostsNoCrash(_ change: String) throws {
    try alterIndex(change)
    let sitting = Sitting(in: folder.path)
    let other = Self.line.replacingOccurrences(of: "linear", with: "rbf")
    #expect(try sitting.run(other + "\n" + other + " | select [accuracy]").contains("accuracy"))
    _ = (sitting.store.runs(), sitting.store.usage(), sitting.store.secondsPerRow(of: "lbp"))
    sitting.store.cap = 1
  }

  @Test func anIndexThatSomebodyHoldsCostsNoNumber() throws {
    let holder = try DatabaseQueue(path: folder.path + "/index.sqlite")
    let line = Self.line.replacingOccurrences(of: "linear", with: "rbf")
    let fresh = try Sitting(in: TemporaryFolder().path).run(line)
    try holder.writeWithoutTransaction { db in
      try db.execute(sql: "BEGIN IMMEDIATE")
      let sitting = Sitting(in: folder.path)
      #expect(try sitting.run(line) == fresh)
      #expect(!sitting.warnings.all.isEmpty)
      try db.execute(sql: "ROLLBACK")
    }
  }

  @Test func plansThatCouldNotBeWrittenDownAreCountedAllTheSame() throws {
    let sitting = Sitting(in: folder.path)
    let run = try #require(sitting.store.runs().last)
    func other(_ name: String) -> RunRecord {
      var record = run
      (record.id, record.plan) = (Digest("run", name), Digest("plan", name))
      return record
    }
    let before = sitting.store.looks(at: run.test)
    #expect(sitting.store.enter(other("a")) == before + 1)
    let holder = try DatabaseQueue(path: folder.path + "/index.sqlite")
    try holder.writeWithoutTransaction { db in
      try db.execute(sql: "BEGIN IMMEDIATE")
      #expect(sitting.store.enter(other("b")) == before + 2)
      #expect(sitting.store.enter(other("c")) == before + 3)
      #expect(sitting.store.enter(other("b")) == before + 2)
      try db.execute(sql: "ROLLBACK")
    }
    #expect(sitting.store.looks(at: run.test) == before + 3)
  }

  private func alterIndex(_ sql: String) throws {
    let queue = try DatabaseQueue(path: folder.path + "/index.sqlite")
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    try queue.close()
  }

  @Test func aPlaceThatCannotBeAFolderCostsOnlyTheCache() throws {
    let blocked = folder.path + "/file"
    try Data("x".utf8).write(to: URL(fileURLWithPath: blocked))
    let sitting = Sitting(in: blocked + "/cache")
    #expect(try sitting.run(Self.line) == right)
    #expect(!sitting.warnings.all.isEmpty)
    #expect(Set(sitting.warnings.all).count == sitting.warnings.all.count)
    #expect(sitting.store.usage().problem != nil)
    #expect(sitting.store.runs().count == 2, "the lab book of this session")
  }

  @Test(.enabled(if: TinyDisk.isPossible, "needs the right to mount a file system"))
  func aReadOnlyFolderIsReadAndNotWritten() throws {
    let disk = try TinyDisk(kilobytes: 8192)
    try FileManager.default.copyItem(atPath: folder.path, toPath: disk.path + "/cache")
    try disk.makeReadOnly()
    let sitting = Sitting(in: disk.path + "/cache")
    #expect(try sitting.run(Self.line) == right)
    #expect(sitting.observer.ran == [])
    let other = Sitting(in: disk.path + "/cache")
    let line = Self.line.replacingOccurrences(of: "linear", with: "rbf")
    #expect(try other.run(line) == Sitting(in: TemporaryFolder().path).run(line))
    #expect(!other.warnings.all.isEmpty)
  }

  @Test(.enabled(if: TinyDisk.isPossible, "needs the right to mount a file system"), arguments: [16, 64, 300])
  func aFullDiskCostsOnlyTheCache(_ kilobytes: Int) throws {
    let disk = try TinyDisk(kilobytes: kilobytes)
    let sitting = Sitting(in: disk.path + "/cache")
    #expect(try sitting.run(Self.line) == right)
    #expect(!sitting.warnings.all.isEmpty)
    let again = Sitting(in: disk.path + "/cache")
    #expect(try again.run(Self.line) == right)
  }
}

/// A file system of a few kilobytes in memory.
final class TinyDisk {
  static let isPossible: Bool = {
    guard geteuid() == 0, let disk = try? TinyDisk(kilobytes: 64) else { return false }
    return FileManager.default.fileExists(atPath: disk.path)
  }()

  let folder: TemporaryFolder
  var path: String { folder.path }

  init(kilobytes: Int) throws {
    folder = try TemporaryFolder()
    try Self.run("mount", ["-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", folder.path])
  }

  func makeReadOnly() throws {
    try Self.run("mount", ["-o", "remount,ro", path])
  }

  deinit {
    try? Self.run("umount", ["-l", path])
  }

  private struct Failed: Error {}

  private static func run(_ command: String, _ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [command] + arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failed() }
  }
}
