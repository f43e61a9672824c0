import Numerics
import Samples
import Testing

@testable import Datasets

struct MergingTests {
  private func set(
    _ name: String, _ values: [Float], names: [String], codes: [Int], columns: [String] = ["a"],
    subjects: [String]? = nil, parts: [RowMetadata.Part]? = nil, attributes: [MetadataColumn] = []
  ) throws -> Dataset {
    try Dataset(
      Matrix(rows: values.count / columns.count, columns: columns.count, storage: values),
      columns: [.labels(Labels(names: names, codes: codes))] + (subjects.map { [.subjects($0)] } ?? [])
        + (parts.map { [.parts($0)] } ?? []) + attributes, columnNames: columns, manifest: Manifest(name: name))
  }

  @Test func classesAreUnitedByName() throws {
    let merged = try Dataset.merge([
      set("one", [1, 2], names: ["fear", "sad"], codes: [0, 1], subjects: ["S1", "S2"]),
      set("two", [3, 1], names: ["anger", "fear"], codes: [0, 1], parts: [.train, .test]),
    ])
    #expect(merged.labels == Labels(names: ["anger", "fear", "sad"], codes: [1, 2, 0, 1]))
    #expect(merged.sources == ["one", "one", "two", "two"])
    #expect(merged.subjects == ["one:S1", "one:S2", "two#1", "two#2"])
    #expect(merged.parts == [.train, .train, .train, .test])
    #expect(merged.manifest.name == "one+two")
    #expect(merged.notes.contains("no subjects in two: each of its rows counts as somebody else"))
    #expect(merged.notes.contains("no split in one: its rows count as train"))
    #expect(merged.notes.contains("1 test row is in the train part as well"))
  }

  @Test func differentKindsAreRefused() throws {
    let one = try set("one", [1], names: ["x"], codes: [0])
    let wide = try set("wide", [1, 2], names: ["x"], codes: [0], columns: ["a", "b"])
    #expect(
      throws: DatasetError.cannotMerge(
        first: "one", second: "wide", reason: "their columns are named differently: only 'wide' has b")
    ) { try Dataset.merge([one, wide]) }
    #expect(throws: DatasetError.self) { try Dataset.merge([]) }
    #expect(try Dataset.merge([one]).fingerprint == one.fingerprint)
  }

  @Test func fingerprintsTellSetsApart() throws {
    let base = try set("one", [1, 2], names: ["x", "y"], codes: [0, 1])
    let others = [
      try set("one", [1, 3], names: ["x", "y"], codes: [0, 1]),
      try set("one", [1, 2], names: ["x", "y"], codes: [1, 1]),
      try set("one", [1, 2], names: ["x", "z"], codes: [0, 1]),
      try set("two", [1, 2], names: ["x", "y"], codes: [0, 1]),
      try set("one", [1, 2], names: ["x", "y"], codes: [0, 1], subjects: ["a", "b"]),
      try set("one", [1, 2], names: ["x", "y"], codes: [0, 1], parts: [.train, .test]),
      try set("one", [1, 2], names: ["x", "y"], codes: [0, 1], columns: ["b"]),
    ]
    #expect(Set(others.map(\.fingerprint) + [base.fingerprint]).count == others.count + 1)
    #expect(base.fingerprint.utf8.count == 32)
    // Pinned: cached results are named by it, so it may never change.
    #expect(base.fingerprint == "2a14cefdc85bde6c576d5575a151af3d")
    // What the pinned one does not know of counts too.
    let ages = [MetadataColumn("age", .attribute, .wholeNumbers([1, nil]))]
    let known = try set("one", [1, 2], names: ["x", "y"], codes: [0, 1], attributes: ages)
    #expect(known.fingerprint != base.fingerprint)
  }

  @Test func listsOfWrongLengthAreRefused() throws {
    #expect(throws: DatasetError.mismatchedCounts(what: "labels", count: 1, rows: 2)) {
      try set("one", [1, 2], names: ["x"], codes: [0])
    }
  }

  @Test func whatOneSetAloneKnowsIsMissingInTheOther() throws {
    let ages = MetadataColumn("age", .attribute, .wholeNumbers([20, 30]))
    let merged = try Dataset.merge([
      set("one", [1, 2], names: ["x", "y"], codes: [0, 1], attributes: [ages, .attribute("group", ["a", "b"])]),
      set("two", [3], names: ["x"], codes: [0], attributes: [.attribute("sex", ["f"])]),
    ])
    #expect(merged.metadata.attribute(named: "age")?.values == .wholeNumbers([20, 30, nil]))
    #expect(merged.metadata.attribute(named: "sex")?.texts == [nil, nil, "f"])
    #expect(merged.groups == ["a", "b", ""])
    #expect(merged.notes.contains("no 'age' in two: it is missing in its rows"))
  }
}
