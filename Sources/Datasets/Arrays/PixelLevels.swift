import Numerics

/// Images in other types than bytes, brought to bytes where their numbers tell how.
struct PixelLevels {
  private let array: NPYArray

  init(_ array: NPYArray) {
    self.array = array
  }

  /// The pixels, and in what way they were read.
  /// - Throws: `DatasetError.badArray` where the numbers are neither 0 to 1, nor 0 to 255, nor 16 bits.
  func levels() throws -> (bytes: [UInt8], note: String) {
    let numbers = try array.numbers()
    var (least, most) = (Double.infinity, -Double.infinity)
    for number in numbers {
      guard number.isFinite else { throw DatasetError.badArray(name: array.name, reason: "a pixel is no number") }
      least = min(least, number)
      most = max(most, number)
    }
    let isFloat = array.header.kind == "f"
    let isUnit = array.header.kind == "b" || (isFloat && most <= 1)
    let isDeep = array.header.kind == "u" && array.header.itemSize == 2 && most > 255
    guard least >= 0, most <= 255 || isDeep else {
      throw DatasetError.badArray(
        name: array.name,
        reason:
          "its pixels run from \(Self.text(least)) to \(Self.text(most)); pictures are 0 to 255, or 0 to 1 in floating point: "
          + "bring them there, as by ((X - X.min()) / (X.max() - X.min()) * 255).astype(\"uint8\")")
    }
    let scale = isUnit ? 255 : isDeep ? 1.0 / 257 : 1
    let range = isUnit ? "0 to 1" : isDeep ? "0 to 65,535" : "0 to 255"
    try AddressSpace.require(numbers.count)
    return (
      numbers.map { UInt8(($0 * scale).rounded()) },
      "pixels of '\(array.name)' were taken for \(range) and kept in 8 bits"
    )
  }

  private static func text(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
  }
}
