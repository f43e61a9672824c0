import Testing

@testable import Imaging

@Suite struct ImagingErrorTests {
  static let shape = ImageStack.Shape(width: 2, height: 3, channels: 3)
  static let all: [ImagingError] = [
    .notAnImage(firstBytes: [1]), .truncated(.png), .damaged(.bmp, detail: "x"), .unsupported(.tiff, variant: "x"),
    .tooLarge(.jpeg, width: 1, height: 2), .notEncodable(.jpeg, reason: "x"),
    .invalidOption(name: "grid", value: "0", allowed: "at least 1"),
    .differingShapes(first: shape, index: 1, other: shape), .smallerThanGrid(index: 0, width: 3, height: 4, grid: 8),
    .unsupportedChannels(index: 0, channels: 2), .noPixels(index: 0),
  ]

  @Test func codesAreUniqueAndInRange() {
    #expect(Set(Self.all.map(\.code)).count == Self.all.count)
    #expect(Self.all.allSatisfy { $0.code.hasPrefix("E07") && $0.code.count == 5 })
  }

  @Test(arguments: all)
  func everyErrorExplainsItself(error: ImagingError) {
    for text in [error.problem, error.remedy, error.explanation] { #expect(text.count > 5 && !text.contains("\n")) }
  }

  @Test func imagesAreCountedFromOne() {
    #expect(ImagingError.smallerThanGrid(index: 0, width: 3, height: 4, grid: 8).problem.hasPrefix("image 1 "))
  }
}
