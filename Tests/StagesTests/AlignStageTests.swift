import FaceAlignment
import Foundation
import Imaging
import Numerics
import Plans
import Samples
import TestSupport
import Testing

@testable import Stages

/// `align` as it is written in the language; how faces are found is tested beside the engine.
@Suite struct AlignStageTests {
  private let folder: TemporaryFolder
  private let files: String

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(FaceFiles.anything, to: "anything.xml")
    try folder.write(FaceFiles.fiveLandmarks, to: "five.dat")
    files = "cascade=\"\(folder.path("anything.xml"))\" landmarks=\"\(folder.path("five.dat"))\""
  }

  /// Every fourth of 20 faces is a grey wall: of the classes, and of two groups that the rows' names tell.
  private func someWalls() throws -> String {
    for row in 0..<20 {
      let isWall = row % 4 == 0
      let pixels = (0..<400).map { UInt8(isWall ? 120 : ($0 * 37 + row * 11) % 256) }
      let picture = Image(width: 20, height: 20, channels: 1, pixels: pixels)
      try folder.write(encodePNG(picture), to: "people/\(row < 12 ? "happy" : "sad")/S\(row % 5)_\(row).png")
    }
    return folder.path("people")
  }

  /// The note goes with the rows into whatever is made of them.
  @Test func imagesWithoutAFaceAreCountedByClass() throws {
    let line = "load \"\(try someWalls())\" | align 24 \(files)"
    let rows = try #require(try StageSession().last(line).payload.as(PreparedRows.self))
    let told = rows.notes.filter { $0.stage == "align" }.map(\.text)
    #expect(told == ["no face was found in 5 of 20 images, which stay whole: happy 3 of 12, sad 2 of 8"])
    #expect(rows.shapeText == "20 images of 24×24")
    let result = try #require(try StageSession().last("\(line) | pixels | majority").payload.as(EvaluationResult.self))
    #expect(result.notes.contains { $0.contains("happy 3 of 12, sad 2 of 8") })
  }

  @Test func nothingIsSaidWhereAllAreFound() throws {
    let rows = try #require(
      try StageSession().last("faces n=8 subjects=4 | align 24 \(files)").payload.as(PreparedRows.self))
    #expect(!rows.notes.contains { $0.stage == "align" })
  }

  @Test func aMissingFaceCanBeAnError() throws {
    #expect(throws: (any Error).self) {
      try StageSession().last("load \"\(try someWalls())\" | align missing=stop \(files)")
    }
    let stage = try #require(steps(of: "faces n=8 | align missing=stop \(files)").last?.stage as? any RowwiseStage)
    let wall = Image(width: 20, height: 20, channels: 1, pixels: [UInt8](repeating: 9, count: 400))
    #expect(throws: FaceAlignmentError.noFace(first: 0, count: 2, images: 2)) {
      try stage.apply(to: ImageStack([wall, wall]), Trial().context())
    }
  }

  @Test func wrongFilesAreTold() throws {
    func problems(_ arguments: String) -> [String] { StageSession().problems("faces n=8 | align \(arguments)") }
    #expect(problems("cascade=\"\(folder.path("none.xml"))\" landmarks=\"\(folder.path("five.dat"))\"").count == 1)
    #expect(problems(files).isEmpty && !problems("4 \(files)").isEmpty)
    let swapped = try #require(
      steps(of: "faces n=8 | align cascade=\"\(folder.path("five.dat"))\" landmarks=\"\(folder.path("five.dat"))\"")
        .last?
        .stage as? any RowwiseStage)
    #expect(throws: FaceAlignmentError.self) { try swapped.apply(to: ImageStack(), Trial().context()) }
  }

  /// The same place, another content: what was kept of the first is not taken for it.
  @Test func aFileIsKnownByItsContent() throws {
    let stage = try #require(steps(of: "faces n=8 | align \(files)").last?.stage)
    let before = try stage.keyArguments(in: RunEnvironment())
    try folder.write(FaceFiles.darkOverBright, to: "anything.xml")
    #expect(try stage.keyArguments(in: RunEnvironment()) != before)
  }
}
