import Imaging
import Numerics
import TestSupport
import Testing

@testable import FaceAlignment

@Suite struct FaceAlignerTests {
  private func aligner(size: Int = 24, margin: Double = 0, _ file: String = FaceFiles.darkOverBright) throws
    -> FaceAligner
  {
    try FaceAligner(cascade(file), predictor(FaceFiles.fiveLandmarks), size: size, margin: margin)
  }

  private let flat = Image(width: 30, height: 20, channels: 1, pixels: [UInt8](repeating: 90, count: 600))
  private let tall = Pictures.squares(width: 40, height: 70, [(8, 30, 24)])

  /// The predictor shifts its landmarks and turns nothing, so the mean face lies in the picture as its box does, shifted.
  @Test func theFaceIsCutOutWhereItsLandmarksAre() throws {
    let made = try aligner(size: 22, margin: 0.25).aligned(ImageStack([Pictures.two]), context: .plain)
    #expect(made.unfound.isEmpty && made.images.commonShape == .init(width: 22, height: 22, channels: 1))
    let finder = FaceFinder(
      try cascade(FaceFiles.darkOverBright), try predictor(FaceFiles.fiveLandmarks), smallest: 0.2)
    let face = try #require(try finder.face(in: Pictures.two, context: .plain))
    #expect(face.box == PixelBox(x: 25, y: 14, width: 19, height: 19))
    let scale = 18 * 1.5 / 22
    let place = SimilarityTransform(
      cosine: scale, right: face.landmarks[4].x - 18 * 0.75 + scale / 2,
      down: face.landmarks[4].y - 18 + scale / 2)
    let expected = Pictures.two.resampled(size: 22, by: place)
    #expect(zip(made.images[0].pixels, expected.pixels).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
  }

  @Test func resamplingIsLinearAndTakesMeans() {
    let picture = Image(width: 3, height: 2, channels: 1, pixels: [0, 100, 200, 50, 150, 250])
    #expect(picture.resampled(size: 2, by: SimilarityTransform()).pixels == [0, 100, 50, 150])
    #expect(picture.resampled(size: 1, by: SimilarityTransform(right: 0.5, down: 0.5)).pixels == [75])
    #expect(picture.resampled(size: 1, by: SimilarityTransform(right: -9, down: 9)).pixels == [50], "the edge goes on")
    #expect(
      picture.resampled(size: 1, by: SimilarityTransform(cosine: 2, right: 0.5, down: 0.5)).pixels == [75],
      "of four places")
    let colours = Image(width: 2, height: 1, channels: 3, pixels: [0, 10, 20, 100, 110, 120])
    #expect(colours.resampled(size: 1, by: SimilarityTransform(right: 0.5)).pixels == [50, 60, 70])
  }

  /// Faces that fill their picture are found in one with its edges drawn out; others stay whole.
  @Test func whatIsNotFoundStaysWhole() throws {
    let colours = Image(width: 30, height: 20, channels: 3, pixels: flat.pixels.flatMap { [$0, $0, 9] })
    let stack = ImageStack([flat, Pictures.two, colours, tall])
    let made = try aligner().aligned(stack, context: .plain)
    #expect(made.unfound == [0, 2])
    for index in made.unfound { #expect(try made.images[index] == stack[index].resized(width: 24, height: 24)) }
    #expect(try aligner().aligned(ImageStack(), context: .plain) == .init(images: ImageStack(), unfound: []))
  }

  @Test func aPictureComesOutAsItWouldByItself() throws {
    let pictures = (0..<18).map { $0 % 3 == 0 ? flat : $0 % 3 == 1 ? Pictures.two : tall }
    let together = try aligner().aligned(ImageStack(pictures), context: ExecutionContext(threads: 2))
    #expect(together == (try aligner().aligned(ImageStack(pictures), context: .plain)))
    for index in [0, 1, 2, 17] {
      let alone = try aligner().aligned(ImageStack([pictures[index]]), context: .plain)
      #expect(alone.images[0] == together.images[index])
    }
  }

  @Test func optionsAreChecked() throws {
    for (size, margin) in [(7, 0.1), (5000, 0.1), (64, -0.5), (64, .nan)] {
      #expect(throws: ImagingError.self) { try aligner(size: size, margin: margin) }
    }
    let three = FaceFiles.predictor(mean: [0, 0, 1, 0, 0, 1], levels: [])
    #expect(throws: FaceAlignmentError.unsupportedLandmarks(path: "x", count: 3)) {
      try FaceAligner(cascade(FaceFiles.anything), predictor(three), path: "x", size: 24)
    }
    let odd = Image(width: 2, height: 2, channels: 2, pixels: [UInt8](repeating: 0, count: 8))
    #expect(throws: ImagingError.unsupportedChannels(index: 1, channels: 2)) {
      try aligner().aligned(ImageStack([flat, odd]), context: .plain)
    }
  }

  @Test func interruptionEndsIt() throws {
    #expect(throws: Interrupted.self) {
      try aligner().aligned(
        ImageStack([Pictures.two]), context: ExecutionContext(threads: 1, isInterrupted: { true }))
    }
  }
}

/// The files of Debian's packages, where they are installed.
@Suite struct InstalledFaceFilesTests {
  @Test func theyAreReadWhereTheyAreInstalled() throws {
    guard let paths = try? InstalledFaceFiles.paths(cascade: true, landmarks: true), let xml = paths.cascade,
      let dat = paths.landmarks
    else { return }
    let cascade = try Cascade(contentsOf: xml)
    #expect(cascade.width == 20 && cascade.stages.count == 20 && cascade.stages[0].trees.count == 3)
    #expect(cascade.stages.contains { $0.trees.contains { $0.nodes.count > 1 } }, "it is of trees, not of stumps alone")
    let predictor = try ShapePredictor(contentsOf: dat)
    #expect(predictor.landmarks == 68 && predictor.levels.count == 15)
    #expect(predictor.levels.allSatisfy { $0.trees.count == 500 && $0.anchors.count == 500 })
    _ = try FaceAligner(cascade, predictor, size: 112)
  }

  @Test func whatIsMissingIsNamed() {
    #expect(
      FaceAlignmentError.notInstalled(packages: ["opencv-data"]).remedy.contains("apt-get install opencv-data;"))
  }
}
