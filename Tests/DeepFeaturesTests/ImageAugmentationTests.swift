import Imaging
import Numerics
import Testing

@testable import DeepFeatures

@Suite struct ImageAugmentationTests {
  /// Dark at the left, bright at the right.
  private static let image = Image(
    width: 16, height: 12, channels: 1, pixels: (0..<192).map { UInt8($0 % 16 * 16) })

  private func made(_ change: (inout ImageAugmentation) -> Void, count: Int = 40) -> [Image] {
    var augmentation = ImageAugmentation()
    augmentation.flips = false
    change(&augmentation)
    return (0..<count).map { index in
      var generator = SeededGenerator(seed: UInt64(index))
      return augmentation.applied(to: Self.image, &generator)
    }
  }

  @Test func nothingAskedForChangesNothing() { #expect(made({ _ in }).allSatisfy { $0 == Self.image }) }

  @Test func aboutHalfAreMirroredExactly() {
    let mirrored = Image(width: 16, height: 12, channels: 1, pixels: (0..<192).map { UInt8((15 - $0 % 16) * 16) })
    let images = made({ $0.flips = true }, count: 200)
    #expect(images.allSatisfy { $0 == Self.image || $0 == mirrored })
    #expect((70...130).contains(images.count { $0 == mirrored }))
  }

  @Test func everyChangeChangesSomethingAndKeepsTheShape() {
    let changes: [(inout ImageAugmentation) -> Void] = [
      { $0.rotation = 20 }, { $0.shift = 0.2 }, { $0.scale = 0.3 }, { $0.brightness = 0.5 }, { $0.contrast = 0.5 },
      { $0.noise = 0.1 }, { $0.blur = 2 }, { $0.cutout = 0.5 },
    ]
    for (index, change) in changes.enumerated() {
      let images = made(change)
      #expect(images.allSatisfy { $0.width == 16 && $0.height == 12 && $0.pixels.count == 192 })
      #expect(images.count { $0 != Self.image } > 30, "change \(index)")
      // A blur of so smooth an image differs by few grey levels.
      #expect(Set(images.map(\.pixels)).count > 10, "change \(index)")
    }
  }

  @Test func brightnessStaysWithinItsShare() {
    for image in made({ $0.brightness = 0.2 }) {
      for (new, old) in zip(image.pixels, Self.image.pixels) {
        #expect(abs(Double(new) - Double(old)) <= 0.2 * Double(old) + 1)
      }
    }
  }

  /// A blurred constant stays constant, and blurring spreads nothing beyond what there was.
  @Test func blurIsAWeightedMean() {
    var augmentation = ImageAugmentation()
    (augmentation.flips, augmentation.blur) = (false, 3)
    var generator = SeededGenerator(seed: 1)
    let flat = Image(width: 9, height: 9, channels: 3, pixels: [UInt8](repeating: 77, count: 243))
    #expect(augmentation.applied(to: flat, &generator) == flat)
  }

  @Test func picturesDependOnSeedAndPlaceNotOnThreads() throws {
    let stack = ImageStack([Self.image, Self.image, Self.image])
    var augmentation = ImageAugmentation()
    (augmentation.rotation, augmentation.noise) = (15, 0.05)
    let rows = (0..<100).map { $0 % 3 }
    let one = try stack.augmented(rows, by: augmentation, seed: 5, context: ExecutionContext(threads: 1))
    let two = try stack.augmented(rows, by: augmentation, seed: 5, context: ExecutionContext(threads: 2))
    #expect(one == two)
    let fewer = try stack.augmented(Array(rows[..<7]), by: augmentation, seed: 5, context: .plain)
    #expect(fewer == one.gathering(Array(0..<7)))
  }

  @Test func mixturesLieBetweenTheirOriginals() throws {
    let dark = Image(width: 2, height: 1, channels: 1, pixels: [0, 100])
    let bright = Image(width: 2, height: 1, channels: 1, pixels: [200, 100])
    var augmentation = ImageAugmentation()
    augmentation.flips = false
    let mixed = try ImageStack([dark, bright]).augmented(
      [0], by: augmentation, mixing: [(1, 0.25)], seed: 1, context: .plain)
    #expect(mixed[0].pixels == [50, 100])
  }

  /// The smaller part of Beta(α, α): its mean over draws falls with α (for α = 1 it is a quarter).
  @Test func sharesOfMixturesFollowTheBetaDistribution() {
    func mean(_ alpha: Double) -> Double {
      var generator = SeededGenerator(seed: 3)
      return (0..<4000).reduce(0) { sum, _ in sum + mixupShare(alpha: alpha, &generator) } / 4000
    }
    #expect(abs(mean(1) - 0.25) < 0.01)
    #expect(mean(0.2) < 0.12)
  }
}
