import Numerics
import Testing

@testable import Imaging

@Suite struct PixelDescriptorTests {
  @Test func pixelsGoFromZeroToOne() throws {
    let image = Image(width: 2, height: 2, channels: 1, pixels: [0, 51, 102, 255])
    let matrix = try ImageStack([image, image]).pixelDescriptors(context: .plain)
    #expect(matrix == Matrix(rows: 2, columns: 4, storage: [0, 0.2, 0.4, 1, 0, 0.2, 0.4, 1]))
  }

  @Test func differingShapesAreRefused() {
    let stack = ImageStack([
      ImagingFixtures.pattern(width: 4, height: 4, channels: 1),
      ImagingFixtures.pattern(width: 4, height: 4, channels: 3),
    ])
    let error = #expect(throws: ImagingError.self) { try stack.pixelDescriptors(context: .plain) }
    #expect(error?.code == "E0708")
    #expect(error?.problem.contains("4 × 4, grey") == true && error?.remedy.contains("one size") == true)
  }

  @Test func noImagesGiveNoRows() throws {
    #expect(try ImageStack().pixelDescriptors(context: .plain).rows == 0)
  }
}
