import Imaging
import Numerics
import Synchronization
import TestSupport
import Testing

@testable import FaceAlignment

/// What OpenCV 4.14 (`opencv-python-headless`) finds with the same files in the same picture:
/// `CascadeClassifier(FILE).detectMultiScale2(two, 1.1, 3, minSize=(16, 16))`.
@Suite struct CascadeDetectorTests {
  @Test func boxesAreThoseOfOpenCV() throws {
    let detector = CascadeDetector(try cascade(FaceFiles.darkOverBright))
    #expect(
      try detector.detections(in: Pictures.two) == [
        .init(box: .init(x: 25, y: 14, width: 18, height: 18), windows: 680)
      ])
    #expect(
      try detector.detections(in: Pictures.two, smallest: 16)
        == [.init(box: .init(x: 23, y: 12, width: 23, height: 23), windows: 405)])
  }

  /// Every window of some contrast counts, those of the last line and column too.
  @Test func everyPlaceIsLookedAt() throws {
    let detector = CascadeDetector(try cascade(FaceFiles.anything))
    #expect(
      try detector.detections(in: Pictures.two) == [
        .init(box: .init(x: 24, y: 14, width: 17, height: 17), windows: 1985)
      ])
    #expect(
      try detector.detections(in: Pictures.two, smallest: 16)
        == [.init(box: .init(x: 21, y: 11, width: 22, height: 22), windows: 1069)])
  }

  @Test func nothingIsFoundWhereThereIsNothing() throws {
    let detector = CascadeDetector(try cascade(FaceFiles.anything))
    let flat = Image(width: 30, height: 30, channels: 1, pixels: [UInt8](repeating: 90, count: 900))
    for picture in [flat, Image(width: 7, height: 300, channels: 1, pixels: [UInt8](repeating: 1, count: 2100))] {
      #expect(try detector.detections(in: picture).isEmpty)
    }
    #expect(try detector.detections(in: Image(width: 0, height: 0, channels: 1, pixels: [])).isEmpty)
    #expect(try detector.detections(in: Pictures.two, smallest: 48).isEmpty)
  }

  @Test func interruptionIsAnsweredInTheMiddle() throws {
    let asked = Mutex(0)
    let context = ExecutionContext(
      threads: 1,
      isInterrupted: {
        asked.withLock {
          $0 += 1; return $0 > 3
        }
      })
    #expect(throws: Interrupted.self) {
      try CascadeDetector(cascade(FaceFiles.anything)).detections(in: Pictures.two, context: context)
    }
  }
}
