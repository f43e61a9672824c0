/// The numbers of a picture between its pixels: linear between the four nearest; beyond the edges its edge goes on.
public struct BilinearSampler {
  /// Where the four pixels around a place lie, and how much of those at the right and below counts.
  public struct Place {
    fileprivate let upperLeft, upperRight, lowerLeft, lowerRight: Int
    fileprivate let across, down: Float
  }

  private let pixels: UnsafeBufferPointer<UInt8>
  private let width: Int
  private let height: Int
  private let channels: Int

  fileprivate init(_ pixels: UnsafeBufferPointer<UInt8>, of image: Image) {
    (self.pixels, width, height, channels) = (pixels, image.width, image.height, image.channels)
  }

  /// (0, 0) is the middle of the first pixel.
  /// - Precondition: both are numbers.
  public func place(x: Double, y: Double) -> Place {
    let (x, y) = (min(max(x, 0), Double(width - 1)), min(max(y, 0), Double(height - 1)))
    let (left, top) = (Int(x), Int(y))
    let (right, bottom) = (min(left + 1, width - 1), min(top + 1, height - 1))
    func offset(_ row: Int, _ column: Int) -> Int { (row * width + column) * channels }
    return Place(
      upperLeft: offset(top, left), upperRight: offset(top, right), lowerLeft: offset(bottom, left),
      lowerRight: offset(bottom, right), across: Float(x - Double(left)), down: Float(y - Double(top)))
  }

  /// From 0 to 255.
  public func value(_ channel: Int, at place: Place) -> Float {
    func pixel(_ offset: Int) -> Float { Float(pixels[offset + channel]) }
    let upper = pixel(place.upperLeft) + (pixel(place.upperRight) - pixel(place.upperLeft)) * place.across
    let lower = pixel(place.lowerLeft) + (pixel(place.lowerRight) - pixel(place.lowerLeft)) * place.across
    return upper + (lower - upper) * place.down
  }
}

extension Image {
  /// Lends the numbers between its pixels for as long as `body` runs.
  /// - Precondition: neither side is 0.
  public func withSampler<Result>(_ body: (BilinearSampler) throws -> Result) rethrows -> Result {
    try pixels.withUnsafeBufferPointer { try body(BilinearSampler($0, of: self)) }
  }
}
