import Foundation
import Imaging
import Numerics
import Samples
import Testing

@testable import Datasets

struct WritingTests {
  let folder: TemporaryFolder
  let loader: DatasetLoader

  init() throws {
    folder = try TemporaryFolder()
    loader = DatasetLoader(registry: DatasetRegistry(directory: folder.path("registry")))
  }

  private func features(rows: Int = 500) throws -> Dataset {
    var generator = SeededGenerator(seed: 1)
    let storage = (0..<rows * 3).map { _ in Float((generator.uniform() - 0.5) * 1e6) }
    return try Dataset(
      Matrix(rows: rows, columns: 3, storage: storage),
      columns: [
        .labels(Labels(names: ["anger", "fear"], codes: (0..<rows).map { $0 % 2 })),
        .subjects((0..<rows).map { "S\($0 / 7)" }), .attribute("group", (0..<rows).map { "g\($0 % 3)" }),
      ] + attributes(rows) + [
        .sources((0..<rows).map { _ in "Ω" }), .parts((0..<rows).map { $0 % 5 == 0 ? .test : .train }),
      ], columnNames: ["a", "b,c", "d \"e\""], manifest: Manifest(name: "made"))
  }

  /// One of each type, with values that are missing.
  private func attributes(_ rows: Int) -> [MetadataColumn] {
    [
      MetadataColumn("age", .attribute, .wholeNumbers((0..<rows).map { $0 % 4 == 0 ? nil : $0 })),
      MetadataColumn("onset, s", .attribute, .numbers((0..<rows).map { $0 % 3 == 0 ? nil : Double($0) / 2 })),
      MetadataColumn("sex", .attribute, .texts((0..<rows).map { ["f", "m", nil][$0 % 3] })),
      MetadataColumn("arousal", .target, .numbers((0..<rows).map { Double($0) / 8 })),
    ]
  }

  @Test(arguments: ["a,b", "a;b", "a\tb", "a\nb", " a", "a "])
  func whatATableWouldReadAsSomethingElseStandsInQuotes(_ text: String) {
    #expect(quotedField(text) == "\"\(text)\"")
  }

  /// A carriage return alone sends a terminal back to the start of the line.
  @Test func whatATerminalWouldObeyIsNotWritten() {
    #expect(quotedField("a\rb") == "a?b" && quotedField("a\u{1B}[31m,b") == "\"a?[31m,b\"")
  }

  @Test(arguments: ["stored.npz", "deflated.npz", "table.csv"])
  func whatIsWrittenIsReadBack(_ name: String) throws {
    let set = try features()
    let path = folder.path(name)
    let context = ExecutionContext(threads: 2)
    if name.hasSuffix("csv") {
      try set.samples.writeCSV(to: path, context: context)
    } else {
      try set.samples.writeNPZ(to: path, isDeflated: name == "deflated.npz", context: context)
    }
    let read = try loader.load(path: path, context: context)
    #expect(read.fingerprint == set.fingerprint)
    #expect(read.columnNames == set.columnNames)
    let known: Set<MetadataColumn.Role> = [.label, .target, .subject, .attribute, .source, .part]
    for column in set.metadata.columns where known.contains(column.role) {
      let same = read.metadata.columns.first { $0.role == column.role && $0.name == column.name }
      #expect(same?.values == column.values, "\(column.name)")
    }
    #expect(!read.notes.contains { $0.contains("attribute") }, "what was saved is known, not guessed")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [name])
  }

  @Test func imagesGoToArraysAndComeBack() throws {
    for channels in [1, 3] {
      var stack = ImageStack()
      for tone in 0..<4 {
        stack.append(
          Image(width: 3, height: 2, channels: channels, pixels: (0..<6 * channels).map { UInt8($0 + tone) }))
      }
      let labels = Labels(names: ["2", "10"], codes: [0, 1, 0, 1])
      let set = try Dataset(stack, columns: [.labels(labels)], manifest: Manifest(name: "made"))
      try set.samples.writeNPZ(to: folder.path("i.npz"))
      let read = try loader.load(path: folder.path("i.npz"))
      #expect(read.fingerprint == set.fingerprint)
      #expect(throws: DatasetError.self) { try set.samples.writeCSV(to: folder.path("i.csv")) }
    }
  }

  private func portraits() throws -> Dataset {
    var stack = ImageStack()
    for tone in 0..<12 {
      stack.append(Image(width: 5, height: 4, channels: 1, pixels: (0..<20).map { UInt8($0 * 7 + tone) }))
    }
    return try Dataset(
      stack,
      columns: [
        .labels(Labels(names: ["fear", "odd/name"], codes: (0..<12).map { $0 % 2 })),
        .subjects((0..<12).map { "s\($0 / 3)" }), .attribute("group", (0..<12).map { "tone, \($0 % 4)" }),
        MetadataColumn("age", .attribute, .wholeNumbers((0..<12).map { $0 % 4 == 0 ? nil : $0 })),
        .sources((0..<12).map { _ in "synthetic faces" }), .parts((0..<12).map { $0 < 8 ? .train : .test }),
      ], manifest: Manifest(name: "made"))
  }

  /// A row in a form that does not depend on the order of rows.
  private func rowTexts(_ set: Dataset) throws -> [String] {
    guard let stack = set.images else { return [] }
    let ages = set.metadata.attribute(named: "age")
    return (0..<set.count).map { row in
      "\(stack[row].pixels) \(set.labels.names[set.labels.codes[row]]) \(set.subjects?[row] ?? "") "
        + "\(set.groups?[row] ?? "") \(set.sources[row]) \(set.parts?[row].rawValue ?? "") \(ages?.text(ofRow: row) ?? "")"
    }.sorted()
  }

  @Test func imagesGoToFoldersAndComeBackWithAllThatIsKnown() throws {
    let set = try portraits()
    try set.samples.writeFolder(to: folder.path("faces"), context: ExecutionContext(threads: 2))
    let read = try loader.load(path: folder.path("faces"))
    #expect(try rowTexts(read) == rowTexts(set))
  }

  @Test func aFolderIsWrittenWholeOrNotAtAll() throws {
    let set = try portraits()
    try folder.write("mine", to: "full/note.txt")
    #expect(throws: DatasetError.self) { try set.samples.writeFolder(to: folder.path("full")) }
    #expect(throws: DatasetError.self) { try features().samples.writeFolder(to: folder.path("numbers")) }
    let context = ExecutionContext(threads: 1, isInterrupted: { true })
    #expect(throws: Interrupted.self) { try set.samples.writeFolder(to: folder.path("half"), context: context) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["full"])
  }

  @Test func imagesOfSeveralSizesAreRefused() throws {
    var stack = ImageStack()
    stack.append(Image(width: 1, height: 1, channels: 1, pixels: [0]))
    stack.append(Image(width: 2, height: 1, channels: 1, pixels: [0, 0]))
    let set = try Dataset(
      stack, columns: [.labels(Labels(names: ["a"], codes: [0, 0]))], manifest: Manifest(name: "made"))
    #expect(throws: DatasetError.self) { try set.samples.writeNPZ(to: folder.path("i.npz")) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test func aFailedWriteLeavesTheOldFileAndNothingElse() throws {
    let set = try features(rows: 20_000)
    let path = try folder.write("old", to: "x.csv")
    let context = ExecutionContext(threads: 2, isInterrupted: { true })
    #expect(throws: Interrupted.self) { try set.samples.writeCSV(to: path, context: context) }
    #expect(throws: Interrupted.self) { try set.samples.writeNPZ(to: path, context: context) }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["x.csv"])
    #expect(throws: DatasetError.writeFailed(path: folder.path("no/x.csv"), reason: "no such file or directory")) {
      try set.samples.writeCSV(to: folder.path("no/x.csv"))
    }
  }

  @Test func aFullDiskHasItsOwnError() {
    #expect(DatasetError.writing("x", ENOSPC) == .diskFull(path: "x"))
  }

  /// Names that a folder may not have on one system or another, or that mean something to the reader.
  private static let hostileNames = [
    "../x", "a/b", "a_b", "CON", "nul", ".", "..", ".hidden", "line\nbreak", "tab\there", "😀",
    String(repeating: "n", count: 300), String(repeating: "é", count: 200), "rows.csv", "train", "test", "valid",
    "=1+1",
    "-", "with \"quotes\"", "x,y", "a:b", "e\u{301}", "\u{202E}abc", "index", "007", "7", "'",
  ]

  @Test(arguments: ["", ".npz", ".csv"]) func classesMayBeCalledAnything(_ ending: String) throws {
    let names = Self.hostileNames
    var stack = ImageStack()
    for row in 0..<names.count * 2 { stack.append(Image(width: 2, height: 1, channels: 1, pixels: [UInt8(row), 9])) }
    let labels = Labels(names: names, codes: (0..<names.count * 2).map { $0 % names.count })
    let path = folder.path("out" + ending)
    let images = try Dataset(stack, columns: [.labels(labels)], manifest: Manifest(name: "made"))
    if ending.isEmpty {
      try images.samples.writeFolder(to: path)
      let folders = try FileManager.default.contentsOfDirectory(atPath: path).map { $0.lowercased() }
      #expect(Set(folders).count == names.count + 1, "one for each class, and the table")
    } else {
      let rows = try Dataset(
        stack.pixelDescriptors(context: .plain), columns: [.labels(labels)], manifest: Manifest(name: "made"))
      try ending == ".csv" ? _ = rows.samples.writeCSV(to: path) : rows.samples.writeNPZ(to: path)
    }
    let read = try loader.load(path: path)
    #expect(read.count == names.count * 2)
    // A first pixel or number tells which row it was.
    let kept = (0..<read.count).map { row in
      let first = read.images?[row].pixels[0] ?? UInt8(((read.samples.content as? Matrix)?[row, 0] ?? 0) * 255 + 0.5)
      return labels.names[labels.codes[Int(first)]]
    }
    #expect(kept == read.labels.codes.map { read.labels.names[$0] })
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["out" + ending])
  }

  @Test func aFolderThatSaveWroteGivesWayWhenTold() throws {
    let set = try portraits()
    let path = folder.path("faces")
    try set.samples.writeFolder(to: path)
    #expect(throws: DatasetError.self) { try set.samples.writeFolder(to: path) }
    try set.samples.writeFolder(to: path, images: .jpg, replacing: true)
    #expect(try loader.load(path: path).metadata.rowNames.allSatisfy { $0.hasSuffix(".jpg") })
    try folder.write("mine", to: "other/note.txt")
    #expect(throws: DatasetError.self) { try set.samples.writeFolder(to: folder.path("other"), replacing: true) }
    #expect(try String(contentsOfFile: folder.path("other/note.txt"), encoding: .utf8) == "mine")
  }

  @Test func formulasAreCountedAndDefusedOnRequest() throws {
    let set = try Dataset(
      Matrix(rows: 2, columns: 1, storage: [-1, 2]),
      columns: [.labels(Labels(names: ["=1+1", "-1"], codes: [0, 1]))], columnNames: ["@a"],
      manifest: Manifest(name: "made"))
    let path = folder.path("x.csv")
    #expect(try set.samples.writeCSV(to: path).formulas == 2)
    #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("@a,label"))
    #expect(try set.samples.writeCSV(to: path, defusingFormulas: true).formulas == 2)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.hasPrefix("'@a,label") && text.contains("\n-1,'=1+1") && text.contains("2,-1"), "\(text)")
  }
}
