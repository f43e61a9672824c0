import Imaging
import Testing

@testable import DeepFeatures

@Suite struct NetworkInputTests {
  private func numbers(_ image: Image, _ input: NetworkInput) throws -> [Float] {
    var numbers = [Float](repeating: .nan, count: input.size * input.size * input.channels)
    try numbers.withUnsafeMutableBufferPointer { try input.write(image, to: $0) }
    return numbers
  }

  /// (x/255 − mean)/deviation, as torchvision's `Normalize` has it, grey repeated.
  @Test func greyIsRepeatedAndNormalised() throws {
    let image = Image(width: 2, height: 2, channels: 1, pixels: [0, 255, 51, 102])
    let numbers = try numbers(image, NetworkInput(size: 2))
    #expect(abs(numbers[0] - -0.485 / 0.229) < 1e-6)
    #expect(abs(numbers[5] - (1 - 0.406) / 0.225) < 1e-6)
    #expect(abs(numbers[7] - (0.2 - 0.456) / 0.224) < 1e-6)
  }

  @Test func aNetworkOfOneChannelIsGivenGrey() throws {
    let image = Image(width: 1, height: 1, channels: 3, pixels: [255, 255, 255])
    #expect(try numbers(image, NetworkInput(size: 1, channels: 1)) == [1])
  }

  /// The shorter side decides, and the middle is what the network sees.
  @Test func theMiddleOfALongImageIsTaken() throws {
    let image = Image(width: 4, height: 2, channels: 1, pixels: [0, 10, 20, 30, 0, 10, 20, 30])
    let numbers = try numbers(image, NetworkInput(size: 2, channels: 1))
    #expect(numbers.map { ($0 * 255).rounded() } == [10, 20, 10, 20])
  }

  @Test func otherChannelsAndEmptyImagesAreToldByTheirNumber() {
    let grey = Image(width: 1, height: 1, channels: 1, pixels: [0])
    let odd = Image(width: 1, height: 1, channels: 2, pixels: [0, 0])
    let empty = Image(width: 0, height: 1, channels: 1, pixels: [])
    #expect(throws: ImagingError.unsupportedChannels(index: 1, channels: 2)) {
      try NetworkInput(size: 2).check(ImageStack([grey, odd]))
    }
    #expect(throws: ImagingError.noPixels(index: 0)) { try NetworkInput(size: 2).check(ImageStack([empty])) }
  }
}
