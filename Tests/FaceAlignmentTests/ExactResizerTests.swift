import Imaging
import Testing

@testable import FaceAlignment

@Suite struct ExactResizerTests {
  private func resized(_ pixels: [UInt8], _ width: Int, _ height: Int, to newWidth: Int, _ newHeight: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: newWidth * newHeight) { target, count in
      pixels.withUnsafeBufferPointer { source in
        guard let source = source.baseAddress, let target = target.baseAddress else { return }
        ExactResizer().resize(
          source, width: width, height: height, to: target, width: newWidth, height: newHeight)
      }
      count = newWidth * newHeight
    }
  }

  /// `cv2.resize(two[:12, :12], (7, 5), interpolation=cv2.INTER_LINEAR_EXACT)` of OpenCV 4.14.
  @Test func pixelsAreThoseOfOpenCV() {
    let corner = (0..<12).flatMap { row in Pictures.two.pixels[row * 61..<row * 61 + 12] }
    #expect(
      resized(corner, 12, 12, to: 7, 5) == [
        100, 100, 101, 101, 101, 102, 102, 100, 100, 101, 101, 101, 102, 102, 100, 100, 101, 101, 101, 102, 102, 101,
        101,
        102, 102, 102, 103, 103, 101, 101, 102, 102, 30, 32, 34,
      ])
  }

  @Test func theSameSizeIsTheSamePicture() {
    #expect(resized(Pictures.two.pixels, 61, 47, to: 61, 47) == Pictures.two.pixels)
    #expect(resized([9], 1, 1, to: 3, 2) == [9, 9, 9, 9, 9, 9])
  }
}
