import TestSupport
import Testing

@testable import FaceAlignment

@Suite struct CascadeFileTests {
  @Test func everyNumberIsRead() throws {
    let read = try cascade(FaceFiles.darkOverBright)
    #expect(read.width == 8 && read.height == 8 && read.features.count == 3)
    #expect(read.stages.map(\.threshold) == [0, -0.5] && read.stages.map(\.trees.count) == [1, 2])
    #expect(
      read.stages[1].trees[1]
        == Cascade.Tree(nodes: [.init(feature: 2, threshold: 0.125, left: 0, right: -1)], leaves: [0.25, -0.25]))
    #expect(read.features[2].rectangles[1] == .init(x: 0, y: 3, width: 8, height: 2, weight: -2))
  }

  /// A file that was cut off anywhere before its last tag is refused, whatever is left.
  @Test func everyBeginningIsRefused() throws {
    let bytes = Array(FaceFiles.darkOverBright.utf8)
    for end in 0..<bytes.count - 2 {
      #expect(throws: FaceAlignmentError.self) { try Cascade(xml: Array(bytes[..<end]), path: "x") }
    }
  }

  @Test(arguments: [
    ("HAAR", "LBP", "E0761"), ("<stageType>BOOST</stageType>", "", "E0761"),
    ("</rects></_>", "</rects><tilted>1</tilted></_>", "E0761"),
    ("<maxWeakCount>1<", "<parent>0</parent><maxWeakCount>1<", "E0761"),
    ("opencv_storage", "svg", "E0760"), ("0 -1 1 0.25", "0 -1 3 0.25", "E0760"),
    ("0 -1 1 0.25", "0 -2 1 0.25", "E0760"),
    ("0 -1 1 0.25", "1 -1 1 0.25", "E0760"), ("0 -1 1 0.25", "0 -1 1", "E0760"), ("0 -1 1 0.25", "0 -1 1 nan", "E0760"),
    ("0 4 8 4 2.0", "0 4 8 5 2", "E0760"), ("0 4 8 4 2.0", "0 4 -8 4 2", "E0760"),
    ("0 4 8 4 2.0", "0 1e300 8 4 2", "E0760"),
    ("<width>8<", "<width>1<", "E0760"), ("<width>8<", "<width>1000000<", "E0760"),
    ("stageThreshold", "threshold", "E0760"),
  ])
  func whatIsWrongIsTold(part: String, changed: String, code: String) throws {
    let text = FaceFiles.darkOverBright
    #expect(text.contains(part))
    do {
      _ = try cascade(text.replacing(part, with: changed))
      Issue.record("\(changed) was taken")
    } catch let error as FaceAlignmentError { #expect(error.code == code, "\(error.problem)") }
  }

  @Test func whatIsNotThereIsTold() throws {
    let folder = try TemporaryFolder()
    #expect(throws: FaceAlignmentError.unreadable(path: folder.path("x"), reason: "No such file or directory")) {
      try Cascade(contentsOf: folder.path("x"))
    }
    #expect(try Cascade(contentsOf: folder.write(FaceFiles.anything, to: "a.xml")) == cascade(FaceFiles.anything))
  }
}
