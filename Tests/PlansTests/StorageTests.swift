import FoundationEssentials
import Numerics
import Samples
import Testing

@testable import Plans

@Suite struct StorageTests {
  @Test func valuesComeBackBitForBit() throws {
    var writer = ByteWriter()
    writer.write(-3)
    writer.write(Double.nan)
    writer.write("füße")
    writer.write([0, 255, 256])
    writer.write([-1, 1 << 40])
    writer.write([Float(0.1), -0, .infinity])
    writer.write(["b", "a", "b"])
    writer.write(nil as String?) { $0.write($1) }
    var reader = ByteReader(writer.bytes)
    #expect(try reader.integer() == -3)
    #expect(try reader.double().bitPattern == Double.nan.bitPattern)
    #expect(try reader.text() == "füße")
    #expect(try reader.integers() == [0, 255, 256])
    #expect(try reader.integers() == [-1, 1 << 40])
    #expect(try reader.floats().map(\.bitPattern) == [Float(0.1), -0, .infinity].map(\.bitPattern))
    #expect(try reader.texts() == ["b", "a", "b"])
    #expect(try reader.optional { reader throws(MalformedValue) in try reader.text() } == nil)
    #expect(reader.isAtEnd)
  }

  @Test func compactRowsComeBackAndDamagedOnesAreRefused() throws {
    let rows = try #require(
      CompactRows(
        columns: 300, values: [0.25, 0.75], rowCounts: [2, 0, 1], indices: [3, 299, 256], codes: [1, 0, 0]))
    var writer = ByteWriter()
    #expect(toyCatalogue.bytes(of: rows, into: &writer))
    var reader = ByteReader(writer.bytes)
    #expect(try toyCatalogue.content(from: &reader) as? CompactRows == rows)
    for count in 0..<writer.bytes.count {
      var part = ByteReader(Array(writer.bytes.prefix(count)))
      #expect(throws: (any Error).self) { try toyCatalogue.content(from: &part) }
    }
  }

  private struct Trees: Codable, Equatable {
    var nodes: Data
    var roots: [Int32]
    var marks: [UInt8]
  }

  @Test func bytesStayBytes() throws {
    let trees = Trees(nodes: Data((0..<1000).map { UInt8($0 % 251) }), roots: [0, -7, .max], marks: [1, 255])
    let node = try BinaryEncoder.node(of: trees)
    guard case .fields(let fields) = node, case .bytes(let bytes)? = fields.first(where: { $0.name == "nodes" })?.node
    else {
      Issue.record("not in one piece")
      return
    }
    #expect(bytes == Array(trees.nodes))
    var writer = ByteWriter()
    writer.write(node)
    var reader = ByteReader(writer.bytes)
    #expect(try BinaryDecoder.value(Trees.self, from: BinaryNode(from: &reader), toyCatalogue) == trees)
    // What was written before bytes were known is lists of numbers.
    let list = BinaryNode.list(trees.nodes.map { .unsigned(UInt64($0)) })
    #expect(try BinaryDecoder.value(Data.self, from: list, toyCatalogue) == trees.nodes)
  }

  @Test func everyPrefixOfAFileIsAMisfit() throws {
    var writer = ByteWriter()
    RowMetadata.sample.write(to: &writer)
    var whole = ByteReader(writer.bytes)
    #expect(try RowMetadata(from: &whole) == RowMetadata.sample)
    for count in 0..<writer.bytes.count {
      #expect(throws: MalformedValue.self) {
        var reader = ByteReader(Array(writer.bytes.prefix(count)))
        _ = try RowMetadata(from: &reader)
        if !reader.isAtEnd || count < writer.bytes.count { throw MalformedValue() }
      }
    }
  }

  @Test func noByteCanTrapAReader() {
    var writer = ByteWriter()
    RowMetadata.sample.write(to: &writer)
    for place in writer.bytes.indices {
      for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
        var bytes = writer.bytes
        bytes[place] = value
        var reader = ByteReader(bytes)
        _ = try? RowMetadata(from: &reader)
      }
    }
  }

  struct Model: Codable, Equatable {
    enum Kind: Codable, Equatable { case plain, power(degree: Int, shift: Float) }
    var weights: [Float]
    var doubles: [Double]
    var codes: [Int]
    var bytes: [UInt8]
    var names: [String: [Int]]
    var kinds: [Kind]
    var nothing: String?
    var something: UInt64?
    var nested: [[Double]]
    var flag: Bool
  }

  @Test func codableValuesComeBack() throws {
    let model = Model(
      weights: [0.1, .leastNonzeroMagnitude], doubles: [], codes: [-5, 7], bytes: [0, 255], names: ["a": [1], "b": []],
      kinds: [.plain, .power(degree: 3, shift: 0.1)], nothing: nil, something: .max, nested: [[1 / 3], []], flag: true)
    let form = StoredForm<Model>.learnt("model", rows: 1, toyCatalogue)
    let bytes = try #require(form.encode(model))
    #expect(form.value(from: bytes) == model)
    for count in stride(from: 0, to: bytes.count, by: 3) {
      #expect(form.value(from: Array(bytes.prefix(count))) == nil)
    }
    for place in bytes.indices {
      var changed = bytes
      changed[place] ^= 0xFF
      _ = form.value(from: changed)
    }
  }

  @Test func smallOrCostlyValuesAreWorthTheirPlace() {
    var form = StoredForm<Int>(what: "", encode: { _ in nil }, decode: { _ in 0 })
    #expect(form.isWorthKeeping(1000, 0))
    #expect(form.isWorthKeeping(50_000_000, 2))
    #expect(!form.isWorthKeeping(50_000_000, 0.2))
    #expect(!form.isWorthKeeping(50_000_000, 0.5, isReadByOthers: true), "not what all splits begin with")
    form.isOfAllSplits = true
    #expect(form.isWorthKeeping(50_000_000, 0.5, isReadByOthers: true))
    #expect(!form.isWorthKeeping(50_000_000, 0.5) && !form.isWorthKeeping(50_000_000, 0.2, isReadByOthers: true))
  }
}

extension RowMetadata {
  fileprivate static let sample = RowMetadata(
    labels: Labels(names: ["low", "high"], codes: [0, 1, 1]), subjects: ["s1", "s2", "s2"],
    sources: ["toy", "toy", "toy"], parts: [.train, .test, .train], rowNames: ["1", "2", "3"],
    attributes: [
      .attribute("sex", ["f", "", "m"]), MetadataColumn("age", .attribute, .wholeNumbers([20, nil, -3])),
      MetadataColumn("onset", .attribute, .numbers([nil, 0.1, -1e300])),
    ],
    origin: DataProvenance(
      name: "toy", summary: [DataFact("", "a"), DataFact("licence", "b: c")], synthetic: "made", fingerprint: "f",
      columnNames: ["x"]))
}
