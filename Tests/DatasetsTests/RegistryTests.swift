import Foundation
import Numerics
import Testing

@testable import Datasets

struct RegistryTests {
  let folder: TemporaryFolder
  let registry: DatasetRegistry
  let loader: DatasetLoader

  init() throws {
    folder = try TemporaryFolder()
    registry = DatasetRegistry(directory: folder.path("data/registry"))
    loader = DatasetLoader(registry: registry)
  }

  @Test func addListLoadAndRemove() throws {
    for name in ["CK+48/happy/S010_001_00000001.png", "CK+48/fear/S011_001_00000001.png"] {
      try folder.writeImage("set/" + name, tone: name.utf8.count)
    }
    #expect(try registry.list().isEmpty)
    let record = try registry.add(name: "CK+48", path: folder.path("set"))
    #expect(record.name == "ck48")
    #expect(record.classes == ["fear": 1, "happy": 1])
    #expect(try registry.list() == [record])
    #expect(try registry.resolve("ck48") == record.path)
    let set = try loader.load("ck48")
    #expect(set.fingerprint == record.fingerprint)
    #expect(set.sources == ["ck48", "ck48"])
    #expect(!set.notes.contains { $0.contains("have changed") })
    try folder.writeImage("set/CK+48/fear/S012_001_00000001.png", tone: 9)
    #expect(try loader.load("ck48").notes.contains { $0.contains("have changed") })
    try registry.remove(name: "ck48")
    #expect(try registry.resolve("ck48") == nil)
    #expect(throws: DatasetError.notRegistered(name: "ck48", nearest: nil, known: [])) {
      try registry.remove(name: "ck48")
    }
  }

  @Test func theLabelColumnIsRemembered() throws {
    let path = try folder.write("a,b,mood\n1,2,1\n3,4,2\n", to: "t.csv")
    try registry.add(name: "mine", path: path, labelColumn: "mood")
    #expect(try loader.load("mine").labels.names == ["1", "2"])
  }

  @Test func knownNamesThatAreNotHereSayWhereToGetThem() throws {
    do {
      _ = try loader.load("Kmirfans")
      Issue.record("nothing was thrown")
    } catch let error as DatasetError {
      #expect(error.code == "E0534")
      #expect(error.remedy.contains("Kaggle: kmirfan/micro-expressions"))
      #expect(error.remedy.contains("mien data add kmirfan PATH"))
    }
    for known in KnownDataset.all {
      #expect(KnownDataset.named(known.name.uppercased()) == known)
      #expect(known.classes == known.classes.sorted())
    }
  }

  @Test func missingPathsHaveTheNearestName() throws {
    try folder.write("x", to: "faces/a.csv")
    #expect(throws: DatasetError.pathMissing(path: folder.path("faecs"), nearest: folder.path("faces"))) {
      try loader.load(folder.path("faecs"))
    }
    #expect(throws: DatasetError.pathMissing(path: "ziya7", nearest: "ziya07")) { try loader.load("ziya7") }
    #expect(throws: DatasetError.pathMissing(path: "b.csv", nearest: "a.csv")) {
      try loader.load("b.csv", options: LoadOptions(baseFolder: folder.path("faces")))
    }
  }

  @Test func badNamesAndBrokenDescriptions() throws {
    for name in ["", "../x", "a b", ".x", "a/b", String(repeating: "a", count: 65)] {
      #expect(throws: DatasetError.badName(name: name)) { try registry.add(name: name, path: folder.path) }
      #expect(try registry.resolve(name) == nil)
    }
    try folder.write("{", to: "data/registry/mine.json")
    #expect(throws: DatasetError.self) { try registry.list() }
    #expect(throws: DatasetError.self) { try loader.load("mine") }
    try registry.remove(name: "mine")
    #expect(try registry.list().isEmpty)
  }

  @Test func nothingIsAddedThatDoesNotLoad() throws {
    #expect(throws: DatasetError.self) { try registry.add(name: "x", path: folder.path("nowhere")) }
    #expect(registry.names().isEmpty)
  }
}
