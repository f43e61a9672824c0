import Numerics
import Testing

@testable import Imaging

@Suite struct ResizeTests {
  @Test(arguments: ["gray", "colour"], ResizeFilter.allCases)
  func resizingEqualsPillow(name: String, filter: ResizeFilter) throws {
    let image = try ImagingFixtures.image("resizing/\(name).png")
    for (width, height) in [(24, 24), (37, 21), (150, 99), (1, 1), (200, 10)] {
      let expected = try ImagingFixtures.image("resizing/\(name)-\(width)-\(height)-\(filter.rawValue).png")
      let resized = try image.resized(width: width, height: height, filter: filter)
      let differences = zip(resized.pixels, expected.pixels).filter { $0 != $1 }
      #expect(differences.isEmpty, "\(width) × \(height): \(differences.prefix(5))")
    }
  }

  @Test func grayEqualsPillow() throws {
    let image = try ImagingFixtures.image("resizing/colour.png")
    let expected = try ImagingFixtures.image("resizing/colour-as-gray.png")
    #expect(try image.gray() == expected)
    #expect(try expected.gray() == expected)
  }

  @Test func aStackIsTreatedImageByImage() throws {
    let images = [
      ImagingFixtures.pattern(width: 30, height: 20, channels: 3),
      ImagingFixtures.pattern(width: 9, height: 50, channels: 1),
      ImagingFixtures.pattern(width: 1, height: 1, channels: 1),
    ]
    let stack = ImageStack(images)
    let resized = try stack.resized(width: 16, height: 12, context: .plain)
    #expect(try (0..<3).map { resized[$0] } == images.map { try $0.resized(width: 16, height: 12) })
    let gray = try stack.gray(context: .plain)
    #expect(try (0..<3).map { gray[$0] } == images.map { try $0.gray() })
  }

  @Test func threadsMakeNoDifference() throws {
    let stack = ImageStack((0..<60).map { ImagingFixtures.pattern(width: 90 + $0, height: 110, channels: 3) })
    let (one, two) = (ExecutionContext(threads: 1), ExecutionContext(threads: 2))
    #expect(
      try stack.resized(width: 64, height: 64, context: one) == stack.resized(width: 64, height: 64, context: two))
    #expect(try stack.gray(context: one) == stack.gray(context: two))
  }

  @Test func sameSizeAndFlatImagesStayAsTheyAre() throws {
    let image = ImagingFixtures.pattern(width: 13, height: 17, channels: 1)
    #expect(try image.resized(width: 13, height: 17) == image)
    let flat = Image(width: 31, height: 9, channels: 1, pixels: [UInt8](repeating: 201, count: 279))
    #expect(try flat.resized(width: 100, height: 4).pixels.allSatisfy { $0 == 201 })
  }

  @Test func cropsAndShorterSides() throws {
    let image = Image(width: 5, height: 3, channels: 1, pixels: Array(0..<15))
    #expect(try image.centreCropped(width: 3, height: 1).pixels == [6, 7, 8])
    #expect(try image.centreCropped(width: 5, height: 3) == image)
    let scaled = try image.resized(shorterSide: 7)
    #expect(scaled.width == 11 && scaled.height == 7)
    #expect(throws: ImagingError.self) { try image.centreCropped(width: 6, height: 1) }
    #expect(throws: ImagingError.self) { try image.resized(width: 0, height: 1) }
    #expect(throws: ImagingError.self) { try image.resized(shorterSide: -1) }
  }

  @Test func emptyImagesAndStacks() throws {
    let empty = Image(width: 0, height: 3, channels: 1, pixels: [])
    #expect(throws: ImagingError.noPixels(index: 0)) { try empty.resized(width: 2, height: 2) }
    #expect(try ImageStack().resized(width: 2, height: 2, context: .plain).count == 0)
    let odd = Image(width: 1, height: 1, channels: 2, pixels: [1, 2])
    #expect(throws: ImagingError.unsupportedChannels(index: 0, channels: 2)) { try odd.gray() }
  }
}
