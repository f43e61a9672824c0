import Testing

@testable import Datasets

/// Folders in the form in which the sets of the field are given out; the images are made.
struct KnownLayoutsTests {
  let folder: TemporaryFolder
  let loader: DatasetLoader

  init() throws {
    folder = try TemporaryFolder()
    loader = DatasetLoader(registry: DatasetRegistry(directory: folder.path("registry")))
  }

  private func images(_ names: [String]) throws {
    for (tone, name) in names.enumerated() { try folder.writeImage("set/\(name)", tone: tone) }
  }

  private func load() throws -> Dataset { try loader.load(path: folder.path("set")) }

  @Test func rafAsItsAuthorsGiveItOut() throws {
    let names = (1...7).map { "train_0000\($0)" } + (1...7).map { "test_000\($0)" }
    try images(names.map { "basic/Image/aligned/\($0)_aligned.png" })
    let list = names.enumerated().map { "\($1).jpg \($0 % 7 + 1)\n" }.joined()
    try folder.write(list, to: "set/basic/EmoLabel/list_patition_label.txt")
    let set = try load()
    #expect(set.layout == .rafdb)
    #expect(set.labels.names == ["anger", "disgust", "fear", "happy", "neutral", "sad", "surprise"])
    #expect(set.parts?.filter { $0 == .test }.count == 7)
  }

  @Test func kdefByTheNamesOfItsFiles() throws {
    try images(["KDEF/AF01/AF01ANS.png", "KDEF/BF01/BF01HAHL.png", "KDEF/AM02/AM02SUS.png"])
    let set = try load()
    #expect(set.layout == .kdef)
    #expect(set.subjects == ["F01", "M02", "F01"])
    #expect(set.labels.names == ["anger", "happy", "surprise"])
  }

  @Test func ckPlusByItsEmotionFiles() throws {
    try images(
      (1...3).map { "cohn-kanade-images/S005/001/S005_001_0000000\($0).png" } + [
        "cohn-kanade-images/S010/002/S010_002_00000001.png"
      ])
    try folder.write("   3.0000000e+00\n", to: "set/Emotion/S005/001/S005_001_00000003_emotion.txt")
    let set = try load()
    #expect(set.layout == .ckPlus)
    #expect(set.labels.names == ["disgust"] && set.subjects == ["S005"])
    #expect(set.rowNames == ["cohn-kanade-images/S005/001/S005_001_00000003.png"])
  }

  @Test func affectNetByItsAnnotations() throws {
    try images(["train_set/images/1.png", "train_set/images/2.png", "val_set/images/1.png", "val_set/images/9.png"])
    for (name, code) in [
      ("train_set/annotations/1", 1), ("train_set/annotations/2", 6), ("val_set/annotations/1", 0),
      ("val_set/annotations/9", 9),
    ] {
      // As NumPy saves one text: an array without dimensions.
      let one = NPYEncoding.header(type: "<U1", shape: []) + [UInt8(48 + code), 0, 0, 0]
      try folder.write(one, to: "set/\(name)_exp.npy")
    }
    let set = try load()
    #expect(set.layout == .affectNet)
    #expect(set.labels.names == ["anger", "happy", "neutral"])
    #expect(set.parts == [.train, .train, .test])
    #expect(set.notes.contains { $0.contains("1 image annotated as none") })
  }

  @Test func theVotesOfFERPlusAreNoDataOfTheirOwn() throws {
    let pixels = (0..<4).map { "\($0 * 9)" }.joined(separator: " ")
    let faces = "emotion,pixels,Usage\n0,\(pixels),Training\n3,\(pixels),PublicTest\n"
    try folder.write(faces, to: "set/fer2013.csv")
    let votes = "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF\n"
    try folder.write(votes + "Training,fer0000000.png,4,0,0,1,3,2,0,0,0,0\n", to: "set/fer2013new.csv")
    let set = try load()
    #expect(set.count == 2 && set.notes.contains { $0.contains("fer2013new.csv") })
  }

  @Test(arguments: [
    ("SMIC", "HS/s1/micro/negative/s1_ne_01/reg_image1.png", "HS/s1/micro/positive/s1_po_02/reg_image1.png"),
    ("SAMM", "006/006_1_2/006_05562.png", "007/007_3_1/007_0001.png"),
    ("CAS(ME)²", "s15/15_0101disgustingteeth/img1.png", "s16/16_0102eatingworms/img1.png"),
  ])
  func clipsAreRefusedByName(set name: String, first: String, second: String) throws {
    try images([first, second])
    #expect(throws: DatasetError.clipsNotRead(path: folder.path("set"), like: name, clips: 2)) { try load() }
  }

  @Test func aClassMayBeCalledWhatAPartIsCalled() throws {
    try images(["valid/1.png", "fake/1.png", "forged/1.png"])
    let set = try load()
    #expect(set.labels.names == ["fake", "forged", "valid"])
    #expect(set.notes.contains { $0.contains("taken for a class, as it lies beside others: valid") })
  }

  @Test func tablesOfPixelsAndOfVotes() throws {
    try folder.write("emotion,pixels,Usage\n7,1 2 3 4,Training\n0,4 3 2 1,PublicTest\n", to: "set/ckextended.csv")
    let set = try load()
    #expect(set.layout == .pixelTable)
    #expect(set.labels.names == ["anger", "contempt"])
    let votes = "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF\n"
    let path = try folder.write(votes + "Training,fer0000000.png,4,0,0,1,3,2,0,0,0,0\n", to: "fer2013new.csv")
    #expect(throws: DatasetError.self) { try loader.load(path: path) }
  }

  @Test func anotherSetIsNotTakenUnderAKnownName() throws {
    try images(["cats/1.png", "dogs/1.png"])
    let registry = DatasetRegistry(directory: folder.path("registry"))
    #expect(throws: DatasetError.self) { try registry.add(name: "ck48", path: folder.path("set")) }
    #expect(registry.names().isEmpty)
    try registry.add(name: "pets", path: folder.path("set"))
  }

  @Test func whatIsPassedOverIsTold() throws {
    try images(["happy/1.png", "sad/2.png"])
    try folder.write("x", to: "set/fear/1.heic")
    try folder.write("x", to: "set/fear/2.heic")
    try folder.write("x", to: "set/anger/.hidden")
    let notes = try load().notes
    #expect(notes.contains("passed over, as such files are not read: 2 .heic"))
    #expect(notes.contains("empty folders: anger"))
  }

  @Test func classesThatLostImagesAreNamed() throws {
    try images((0..<20).map { "happy/\($0).png" } + (20..<38).map { "sad/\($0).png" })
    for number in 0..<2 { try folder.write("no image", to: "set/sad/bad\(number).png") }
    #expect(
      try load().notes.contains("WARNING: more than 5% of these classes could not be read: sad 2 of 20"))
  }
}
