import Imaging
import Numerics
import Testing

@testable import Datasets

struct FER2013Tests {
  let folder: TemporaryFolder
  let loader: DatasetLoader

  init() throws {
    folder = try TemporaryFolder()
    loader = DatasetLoader(registry: DatasetRegistry(directory: folder.path("registry")))
  }

  private func load(_ text: String) throws -> Dataset {
    try loader.load(path: try folder.write(text, to: "fer2013.csv"), context: ExecutionContext(threads: 2))
  }

  @Test func thePublishedTable() throws {
    let set = try load(
      "emotion,pixels,Usage\n0,1 2 3 4,Training\n6,250 251 252 253,PublicTest\n1,0 0 0 9,PrivateTest\n")
    #expect(set.layout == .fer2013Table)
    #expect(set.labels == Labels(names: ["anger", "disgust", "neutral"], codes: [0, 2, 1]))
    #expect(set.parts == [.train, .test, .test])
    guard let stack = set.images else {
      Issue.record("no images")
      return
    }
    #expect(stack.commonShape == ImageStack.Shape(width: 2, height: 2, channels: 1))
    #expect(stack.bytes == [1, 2, 3, 4, 250, 251, 252, 253, 0, 0, 0, 9])
    #expect(set.sources.first == "fer2013")
  }

  @Test func theTableOfTheContestsOwnPage() throws {
    let set = try load("emotion, Usage, pixels\n3,Training,\"1 2 3 4\"\n3,PrivateTest,5 6 7 8\n")
    #expect(set.labels.names == ["happy"])
    #expect(set.parts == [.train, .test])
    #expect(set.notes.contains { $0.contains("one class") })
  }

  @Test(arguments: [
    ("8,1 2 3 4,Training", "emotion"), ("0,1 2 3 256,Training", "pixels"), ("0,1 2 3,Training", "pixels"),
    ("0,1 2 3 x,Training", "pixels"), ("0,1 2 3 4,Validating", "Usage"), ("0,1 2 3 4 5,Training", "pixels"),
  ])
  func badLinesAreNamed(_ line: String, _ column: String) throws {
    do {
      _ = try load("emotion,pixels,Usage\n0,1 2 3 4,Training\n\(line)\n")
      Issue.record("nothing was thrown")
    } catch DatasetError.badCell(_, let line, let found, _, .unexpected) {
      #expect(line == 3)
      #expect(found == column)
    }
  }

  @Test func aTableThatIsCutOff() throws {
    let file = folder.path("fer2013.csv")
    let expected = DatasetError.CellProblem.unexpected("4, as in the first row")
    #expect(
      throws: DatasetError.badCell(file: file, line: 3, column: "pixels", text: "2 numbers", problem: expected)
    ) { try load("emotion,pixels,Usage\n0,1 2 3 4,Training\n0,1 2") }
    #expect(throws: DatasetError.raggedRow(file: file, line: 3, found: 2, expected: 3)) {
      try load("emotion,pixels,Usage\n0,1 2 3 4,Training\n0,1 2 3 4")
    }
  }
}
