import Glibc
import Imaging
import Numerics
import Testing

@testable import Datasets

/// Every layout of pictures, as it is downloaded.
struct FolderLayoutTests {
  let folder: TemporaryFolder
  let loader: DatasetLoader

  init() throws {
    folder = try TemporaryFolder()
    loader = DatasetLoader(registry: DatasetRegistry(directory: folder.path("registry")))
  }

  private func writeImages(_ names: [String]) throws {
    for (tone, name) in names.enumerated() { try folder.writeImage("set/" + name, tone: tone) }
  }

  private func load() throws -> Dataset {
    try loader.load(path: folder.path("set"), context: ExecutionContext(threads: 2))
  }

  /// A class whose folder could not be opened was once passed over without a word.
  @Test func aFolderWhoseNameIsNotUTF8IsRefused() throws {
    try folder.writeImage("set/joie/1.png", tone: 1)
    let name = (Array((folder.path("set") + "/d").utf8) + [0xE9, 0]).map { CChar(bitPattern: $0) }
    let made = mkdir(name, 0o755)
    #expect(made == 0)
    do {
      _ = try loader.load(path: folder.path("set"))
      Issue.record("it was loaded")
    } catch let error as DatasetError {
      #expect(error.code == "E0506" && error.problem.contains("not UTF-8"), "\(error.problem)")
    }
  }

  @Test func classFoldersAreReadInByteOrder() throws {
    try writeImages(["b/2.png", "b/10.png", "a/1.jpg", "a.b/1.png"])
    let set = try load()
    #expect(set.layout == .classFolders)
    #expect(set.rowNames == ["a.b/1.png", "a/1.jpg", "b/10.png", "b/2.png"])
    #expect(set.labels.names == ["a", "a.b", "b"])
    #expect(set.labels.codes == [1, 0, 2, 2])
    #expect(set.parts == nil)
    #expect(set.sources == ["set", "set", "set", "set"])
    #expect(set.manifest.kind == .stills)
  }

  @Test func splitFoldersWithAnExtraLevelAndAnyCapitals() throws {
    try writeImages([
      "Micro_Expressions/TRAIN/Happiness/happiness1.jpg", "Micro_Expressions/TRAIN/Sadness/sadness1.jpg",
      "Micro_Expressions/Test/HAPPINESS/happiness1.jpg", "Micro_Expressions/Test/sadness/sadness1.png",
    ])
    let set = try load()
    #expect(set.layout == .splitClassFolders)
    #expect(set.labels.names == ["happy", "sad"])
    #expect(set.parts == [.train, .train, .test, .test])
    let unified = try #require(set.notes.first { $0.hasPrefix("labels unified") })
    #expect(unified.contains("Happiness → happy (1)"))
    #expect(
      set.coverage() == [
        ClassCoverage(className: "happy", train: 1, test: 1, total: 2),
        ClassCoverage(className: "sad", train: 1, test: 1, total: 2),
      ])
  }

  @Test func aClassInOnePartOnlyIsNoteed() throws {
    try writeImages([
      "train/anger/1.png", "train/fear/1.png", "test/anger/2.png", "test/contempt/2.png", "test/surprised/2.png",
    ])
    let set = try load()
    #expect(set.notes.contains("only in the test part, never in train: contempt (1 row), surprise (1 row)"))
    #expect(set.notes.contains("only in the train part, never in test: fear (1 row)"))
  }

  @Test func litterIsLeftOut() throws {
    try writeImages(["__MACOSX/happy/1.png", "happy/._1.png", "happy/1.png", "sad/2.png"])
    try folder.write("x", to: "set/.DS_Store")
    try folder.write("x", to: "set/happy/Thumbs.db")
    let set = try load()
    #expect(set.rowNames == ["happy/1.png", "sad/2.png"])
    #expect(set.skipped.isEmpty)
  }

  @Test func numberedPartFoldersAreSources() throws {
    try writeImages(["train1/happy/1.png", "train2/happy/1.png", "test1/happy/1.png"])
    let set = try load()
    #expect(set.sources == ["test1", "train1", "train2"])
    #expect(set.parts == [.test, .train, .train])
  }

  @Test func setsSideBySideAreSources() throws {
    try writeImages(["kmirfan/train/happiness/1.png", "kmirfan/test/sadness/1.png", "kori/happy/1.png"])
    let set = try load()
    #expect(set.sources == ["kmirfan", "kmirfan", "kori"])
    #expect(set.labels.names == ["happy", "sad"])
    #expect(set.notes.contains("several sets side by side: kmirfan, kori"))
    #expect(set.notes.contains("counted as train: 1 image outside the train and test folders"))
  }

  @Test func validationCountsAsTrainBesideATestPart() throws {
    try writeImages(["train/a/1.png", "val/a/2.png", "test/a/3.png"])
    let set = try load()
    #expect(set.parts == [.test, .train, .train])
    #expect(set.notes.contains("counted as train: 1 validation image"))
  }

  @Test func ck48() throws {
    try writeImages([
      "CK+48/anger/S010_004_00000017.png", "CK+48/anger/S010_004_00000018.png", "CK+48/surprise/S999_003_00000055.png",
    ])
    let set = try load()
    #expect(set.layout == .ck48)
    #expect(set.subjects == ["S010", "S010", "S999"])
    #expect(set.manifest.acting == .posed)
    #expect(set.manifest.subjectsKnown)
    #expect(set.sources.first == "ck48")
    #expect(set.notes.contains { $0.contains("near-identical") && $0.contains("2 subjects") })
  }

  @Test func jaffe() throws {
    // Formats are told by content, so that a PNG called .tiff will do here.
    try writeImages(["jaffe/KA.AN1.39.tiff", "jaffe/KA.HA2.30.tiff", "jaffe/YM.su3.60.tiff"])
    let set = try load()
    #expect(set.layout == .jaffe)
    #expect(set.labels.names == ["anger", "happy", "surprise"])
    #expect(set.subjects == ["KA", "KA", "YM"])
  }

  @Test func rafdb() throws {
    let parts = ["train", "test"].flatMap { part in (1...7).map { "DATASET/\(part)/\($0)/\(part)_0000\($0).jpg" } }
    try writeImages(parts)
    try folder.write("image,label\ntrain_1.jpg,5\n", to: "set/train_labels.csv")
    let set = try load()
    #expect(set.layout == .rafdb)
    #expect(set.labels.names == FolderLayoutTests.seven)
    let first = try #require(set.rowNames.firstIndex(of: "DATASET/train/1/train_00001.jpg"))
    #expect(set.labels.names[set.labels.codes[first]] == "surprise")
  }

  private static let seven = ["anger", "disgust", "fear", "happy", "neutral", "sad", "surprise"]

  @Test func digitsAreNotEmotions() throws {
    try writeImages((0...9).flatMap { ["train/\($0)/\($0)a.png", "test/\($0)/\($0)b.png"] })
    let set = try load()
    #expect(set.layout == .splitClassFolders)
    #expect(set.labels.names == (0...9).map { "\($0)" })
  }

  @Test func fer2013Folders() throws {
    try writeImages(["train/angry/Training_3908.jpg", "test/angry/PublicTest_1.jpg", "test/happy/PrivateTest_2.jpg"])
    let set = try load()
    #expect(set.layout == .fer2013Folders)
    #expect(set.manifest.title == "Facial Expression Recognition 2013")
    #expect(set.labels.names == ["anger", "happy"])
  }

  @Test func casme2IsRecognisedAndRefused() throws {
    try writeImages(["CASME2/sub01/EP02_01f/img46.jpg", "CASME2/sub01/EP02_01f/img47.jpg"])
    #expect(throws: DatasetError.clipsNotRead(path: folder.path("set"), like: "CASME II", clips: 1)) { try load() }
  }

  @Test func emotionFoldersAboveSubjects() throws {
    try writeImages(["happy/p1/1.png", "happy/p2/1.png", "sad/p1/1.png"])
    #expect(try load().labels.names == ["happy", "sad"])
  }

  @Test func flatImagesAndEmptyFoldersAreExplained() throws {
    try writeImages(["1.png", "2.png"])
    #expect(throws: DatasetError.self) { try load() }
    do { _ = try load() } catch let error as DatasetError { #expect(error.code == "E0505") }
    try folder.write("x", to: "empty/.DS_Store")
    #expect(throws: DatasetError.emptyFolder(path: folder.path("empty"))) {
      try loader.load(path: folder.path("empty"))
    }
  }

  @Test func repeatedImagesAcrossThePartsAreNoteed() throws {
    for name in ["train/a/1.png", "test/a/1.png", "test/b/2.png"] {
      try folder.writeImage("set/" + name, tone: name.contains("1") ? 1 : 2)
    }
    let set = try load()
    #expect(set.notes.contains("1 image repeats an earlier one pixel for pixel"))
    #expect(set.notes.contains("1 test image is in the train part as well"))
  }

  @Test func resultsDoNotDependOnThreads() throws {
    try writeImages((0..<300).map { "\($0 % 3)/\($0).png" })
    let one = try loader.load(path: folder.path("set"), context: .plain)
    let two = try load()
    #expect(one.fingerprint == two.fingerprint)
    #expect(one.rowNames == two.rowNames)
    guard let first = one.images, let second = two.images else { return }
    #expect(first == second)
  }
}
