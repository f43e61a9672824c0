import Files
import Foundation
import Imaging
import Numerics
import Samples
import Testing

@testable import Datasets

/// NumPy archives that NumPy itself wrote.
struct ArrayTests {
  let loader = DatasetLoader(registry: DatasetRegistry(directory: "/nowhere"))
  private let words = ["happy", "sad", "anger", "happy", "fear", "neutral"]

  private func load(_ name: String) throws -> Dataset {
    try loader.load(path: fixture(name), context: ExecutionContext(threads: 2))
  }

  private func storage(_ set: Dataset) -> [Float] { set.matrix.storage }

  @Test(arguments: ["stored", "deflated", "fortran", "big_endian", "bytes_labels", "zip64", "type_f8"])
  func numbersAreThoseThatWereSaved(_ name: String) throws {
    let set = try load(name + ".npz")
    let scale: Float = name == "type_f8" ? 4 : 1
    #expect(storage(set) == (try numbers("expected_X.txt").map { Float($0) * scale }))
    #expect(set.columnNames == ["x0", "x1", "x2", "x3"])
    #expect(set.layout == .arrays)
  }

  @Test(arguments: ["f2", "f4", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"])
  func everyTypeOfNumber(_ type: String) throws {
    let expected = try numbers("expected_X.txt").map { number -> Float in
      if type == "b1" { return number > 0 ? 1 : 0 }
      return Float(type.hasPrefix("u") ? abs(number * 4) : number * 4)
    }
    #expect(storage(try load("type_\(type).npz")) == expected)
  }

  @Test func labelsAsTextBytesNumbersAndTruths() throws {
    for name in ["stored.npz", "bytes_labels.npz", "zip64.npz"] {
      let labels = try load(name).labels
      #expect(labels.codes.map { labels.names[$0] } == words)
    }
    #expect(try load("fortran.npz").labels == Labels(names: ["1", "3", "10"], codes: [1, 0, 2, 1, 0, 2]))
    #expect(try load("type_b1.npz").labels.names == ["0", "1"])
  }

  @Test func subjectsAndGroups() throws {
    let set = try load("deflated.npz")
    #expect(set.subjects == ["S1", "S2", "S1", "S3", "S2", "S3"])
    #expect(set.groups == ["1", "2", "1", "2", "1", "2"])
    #expect(try load("stored.npz").groups == nil)
  }

  /// A file with X of two columns, y, and another array.
  private func load(_ name: String, _ array: [UInt8], rows: Int) throws -> Dataset {
    let folder = try TemporaryFolder()
    let writer = try ZipWriter(path: folder.path("made.npz"), isDeflated: false)
    let numbers = (0..<rows * 2).map { Float($0) }.withUnsafeBytes { Array($0) }
    for (name, bytes) in [
      ("X", NPYEncoding.header(type: "<f4", shape: [rows, 2]) + numbers),
      ("y", NPYEncoding.texts((0..<rows).map { $0 % 2 == 0 ? "a" : "b" })), (name, array),
    ] {
      try bytes.withUnsafeBytes { try writer.add(name + ".npy", pieces: [$0], context: .plain) }
    }
    try writer.commit()
    return try loader.load(path: folder.path("made.npz"))
  }

  @Test(arguments: ["id", "name", "IDs"])
  func identifiersThatComeAgainArePeople(_ name: String) throws {
    let set = try load(name, NPYEncoding.integers((0..<12).map { 20_160_101 + $0 % 4 }), rows: 12)
    #expect(Set(set.subjects ?? []) == ["20160101", "20160102", "20160103", "20160104"])
    #expect(try load(name, NPYEncoding.integers(Array(0..<12)), rows: 12).subjects == nil)
  }

  @Test func numbersBeyondWhatADoubleHoldsAreToldApart() throws {
    let last = NPYEncoding.integers((0..<12).map { Int.max - $0 % 4 })
    #expect(Set(try load("subject", last, rows: 12).subjects ?? []).count == 4)
    // The same bytes as numbers without a sign, above 2⁶³.
    let header = NPYEncoding.header(type: "<u8", shape: [12])
    let large = NPYEncoding.integers((0..<12).map { Int.min + $0 % 4 }).suffix(96)
    let set = try load("subject", header + large, rows: 12)
    #expect(set.subjects?.first == "9223372036854775808")
    #expect(Set(set.subjects ?? []).count == 4)
  }

  @Test func arraysOfImages() throws {
    for (name, channels, expected) in [
      ("grey.npz", 1, "expected_grey.txt"), ("colour_fortran.npz", 3, "expected_colour.txt"),
    ] {
      guard let stack = try load(name).images else {
        Issue.record("no images")
        return
      }
      #expect(stack.commonShape == ImageStack.Shape(width: 7, height: 5, channels: channels))
      #expect(stack.bytes == (try numbers(expected).map { UInt8($0) }))
    }
  }

  @Test func whatCannotBeReadIsExplained() throws {
    #expect(throws: DatasetError.objectArray(name: "y")) { try load("objects.npz") }
    #expect(try load("no_labels.npz").metadata.knownLabels == nil)
  }

  /// A number of an array whose byte fell over in a file that is otherwise whole: only the checksum tells.
  @Test func aByteThatFellOverIsNoticed() throws {
    let folder = try TemporaryFolder()
    var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: fixture("stored.npz"))))
    let magic = try #require(bytes.indices.first { Array(bytes[$0...].prefix(6)) == [0x93] + Array("NUMPY".utf8) })
    bytes[magic + 128] ^= 1
    #expect {
      try loader.load(path: folder.write(bytes, to: "fallen.npz"))
    } throws: { ($0 as? DatasetError)?.problem.contains("its checksum is wrong") == true }
  }

  @Test func missingNumbersAreTakenAndTold() throws {
    let set = try load("nan.npz")
    guard let matrix = set.content as? Matrix else {
      Issue.record("no features")
      return
    }
    #expect(matrix[2, 1].bitPattern == Float.nan.bitPattern)
    let count = matrix.storage.count { $0.isNaN }
    #expect(set.notes.contains { $0.hasPrefix("\(count) numbers are missing, in ") }, "\(set.notes)")
  }

  @Test func bytesThatAreNoUTF8AreNoLabels() throws {
    let header = "{'descr': '|S4', 'fortran_order': False, 'shape': (2,), }"
    var bytes: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0]
    bytes.append(header.utf8.count, as: UInt16.self)
    bytes += Array(header.utf8) + Array("joie".utf8) + [0x64, 0xE9, 0x67, 0x6F]
    let array = try NPYArray(FileBytes(count: bytes.count) { $0.copyBytes(from: bytes) }, name: "y")
    #expect(
      throws: DatasetError.badArray(name: "y", reason: "text 2 of its bytes is not UTF-8; write it as str")
    ) { try array.strings() }
  }

  @Test(arguments: [
    "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999, 99999999999), }",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (4, 4), }",
    "{'descr': '<q9', 'fortran_order': False, 'shape': (1,), }",
    "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "{'shape': (-1,)}", "{'descr': '<f4'",
    "{'descr': '<f4', 'fortran_order': False, 'shape': 3, }",
  ])
  func headersThatMakeNoSense(_ header: String) throws {
    var bytes: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0]
    bytes.append(header.utf8.count, as: UInt16.self)
    bytes += Array(header.utf8) + [0, 0, 0, 0]
    #expect(throws: DatasetError.self) { try bytes.withUnsafeBytes { try NPYHeader($0, name: "X") } }
  }
}
