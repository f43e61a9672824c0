import Imaging
import Numerics

/// A face in a picture, in the picture's pixels.
public struct FoundFace: Sendable, Equatable {
  public var box: PixelBox
  public var landmarks: [LandmarkPoint]
}

/// Finds the largest face of a picture and the landmarks on it. One per thread.
public final class FaceFinder {
  /// Larger pictures are shrunk to this shorter side before anything is looked for: no face that counts is lost, and
  /// pictures of a camera take no longer than others.
  static let workingSide = 480

  private let detector: CascadeDetector
  private let predictor: ShapePredictor
  private let smallest: Double

  /// - Parameter smallest: the part of the shorter side of a picture that a face must be wide at least.
  public init(_ cascade: Cascade, _ predictor: ShapePredictor, smallest: Double) {
    detector = CascadeDetector(cascade)
    self.predictor = predictor
    self.smallest = smallest
  }

  /// The largest face, nil where there is none.
  ///
  /// A cascade wants to see some of what is around a face, so that where none is found the picture is looked at again
  /// with its edges drawn out.
  /// - Cost: some 10 to 50 ms for a picture of 640 × 480 pixels, about 5 ms for one of 64 × 64.
  /// - Throws: `ImagingError.unsupportedChannels`, `Interrupted`.
  public func face(in picture: Image, context: ExecutionContext) throws -> FoundFace? {
    guard picture.width > 0, picture.height > 0 else { return nil }
    var gray = try picture.gray()
    let shorter = min(gray.width, gray.height)
    if shorter > Self.workingSide { gray = try gray.resized(shorterSide: Self.workingSide) }
    let least = Int((smallest * Double(min(gray.width, gray.height))).rounded())
    var border = 0
    var found = try largest(in: gray, least: least, context)
    if found == nil {
      border = (min(gray.width, gray.height) + 3) / 4
      gray = gray.drawnOut(by: border)
      found = try largest(in: gray, least: least, context)
    }
    guard let found else { return nil }
    let landmarks = try predictor.landmarks(in: gray, box: found.box)
    let across = Double(picture.width) / Double(gray.width - 2 * border)
    let down = Double(picture.height) / Double(gray.height - 2 * border)
    func back(_ place: Double, _ scale: Double) -> Double { (place - Double(border) + 0.5) * scale - 0.5 }
    let (left, top) = (back(Double(found.box.x), across), back(Double(found.box.y), down))
    return FoundFace(
      box: PixelBox(
        x: Int(left.rounded()), y: Int(top.rounded()), width: Int((Double(found.box.width) * across).rounded()),
        height: Int((Double(found.box.height) * down).rounded())),
      landmarks: landmarks.map { LandmarkPoint(x: back($0.x, across), y: back($0.y, down)) })
  }

  /// Of two as large that on which more windows agree, then the upper, then the left one.
  private func largest(in gray: Image, least: Int, _ context: ExecutionContext) throws -> Detection? {
    try detector.detections(in: gray, smallest: least, context: context).max { first, second in
      func rank(_ found: Detection) -> [Int] {
        [found.box.width * found.box.height, found.windows, -found.box.y, -found.box.x]
      }
      return rank(first).lexicographicallyPrecedes(rank(second))
    }
  }
}

extension Image {
  /// The picture in a border of so many pixels, each that of the edge nearest to it.
  func drawnOut(by border: Int) -> Image {
    let (wide, high) = (width + 2 * border, height + 2 * border)
    var drawn: [UInt8] = []
    drawn.reserveCapacity(wide * high * channels)
    for row in 0..<high {
      let line = min(max(row - border, 0), height - 1) * width
      for column in 0..<wide {
        let start = (line + min(max(column - border, 0), width - 1)) * channels
        drawn += pixels[start..<start + channels]
      }
    }
    return Image(width: wide, height: high, channels: channels, pixels: drawn)
  }
}
