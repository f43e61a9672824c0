import Imaging
import Numerics

/// Cuts the face out of each picture, upright and at one size: eyes level, and what an expression does not move in one
/// place in all of them.
public struct FaceAligner: Sendable {
  /// Pictures of one size and the numbers of those in which no face was found.
  public struct Aligned: Sendable, Equatable {
    public var images: ImageStack
    public var unfound: [Int]
  }

  private let cascade: Cascade
  private let predictor: ShapePredictor
  private let scheme: LandmarkScheme
  private let size: Int
  private let smallest: Double
  /// Where the steady landmarks are to come to lie in the new picture.
  private let targets: [LandmarkPoint]

  /// - Parameters:
  ///   - path: what an error calls the predictor.
  ///   - size: the side of the new pictures, in pixels.
  ///   - margin: what is left around the face at each side, as a part of the face; negative to cut into it.
  ///   - smallest: the part of the shorter side of a picture that a face must be wide at least, from 0 to 1.
  /// - Throws: `ImagingError.invalidOption`; `FaceAlignmentError.unsupportedLandmarks`.
  public init(
    _ cascade: Cascade, _ predictor: ShapePredictor, path: String = "", size: Int, margin: Double = 0.1,
    smallest: Double = 0.2
  ) throws {
    guard (8...4096).contains(size) else {
      throw ImagingError.invalidOption(name: "size", value: "\(size)", allowed: "between 8 and 4096 pixels")
    }
    guard (-0.4...4).contains(margin) else {
      throw ImagingError.invalidOption(name: "margin", value: "\(margin)", allowed: "between -0.4 and 4")
    }
    guard (0...1).contains(smallest) else {
      throw ImagingError.invalidOption(name: "smallest", value: "\(smallest)", allowed: "between 0 and 1")
    }
    guard let scheme = LandmarkScheme(landmarks: predictor.landmarks) else {
      throw FaceAlignmentError.unsupportedLandmarks(path: path, count: predictor.landmarks)
    }
    self.cascade = cascade
    self.predictor = predictor
    self.scheme = scheme
    self.size = size
    self.smallest = smallest
    targets = Self.targets(of: predictor.meanPoints, scheme, size: size, margin: margin)
  }

  /// What it takes in memory.
  public var byteCount: Int { predictor.byteCount }

  /// The mean face of the predictor, with its eyes level and as far from one side as from the other, fills the new picture
  /// but for the margin.
  private static func targets(
    of mean: [LandmarkPoint], _ scheme: LandmarkScheme, size: Int, margin: Double
  ) -> [LandmarkPoint] {
    func centre(_ numbers: [Int]) -> LandmarkPoint {
      LandmarkPoint(
        x: numbers.reduce(0) { $0 + mean[$1].x } / Double(numbers.count),
        y: numbers.reduce(0) { $0 + mean[$1].y } / Double(numbers.count))
    }
    let (left, right) = (centre(scheme.leftEye), centre(scheme.rightEye))
    let (x, y) = ((left.x + right.x) / 2, (left.y + right.y) / 2)
    let half = ((right.x - left.x) * (right.x - left.x) + (right.y - left.y) * (right.y - left.y)).squareRoot() / 2
    let level = SimilarityTransform(
      from: [left, right], to: [LandmarkPoint(x: 0.5 - half, y: y), LandmarkPoint(x: 0.5 + half, y: y)])
    let side = Double(size) / (1 + 2 * margin)
    return scheme.steady.map { number in
      let point = x.isFinite ? level(mean[number]) : mean[number]
      return LandmarkPoint(x: (point.x + margin) * side - 0.5, y: (point.y + margin) * side - 0.5)
    }
  }

  /// Aligns every picture. One in which no face is found comes out whole, at the same size.
  ///
  /// - Throws: `ImagingError.unsupportedChannels`, `.noPixels`, `NumericsError.outOfMemory`, `Interrupted`.
  /// - Cost: some 10 to 50 ms for a picture of 640 × 480 pixels, about 5 ms for one of 64 × 64, shared over the threads.
  public func aligned(_ images: ImageStack, context: ExecutionContext) throws -> Aligned {
    if let index = images.shapes.firstIndex(where: { $0.channels != 1 && $0.channels != 3 }) {
      throw ImagingError.unsupportedChannels(index: index, channels: images.shapes[index].channels)
    }
    if let index = images.shapes.firstIndex(where: { $0.width < 1 || $0.height < 1 }) {
      throw ImagingError.noPixels(index: index)
    }
    let shapes = images.shapes.map { ImageStack.Shape(width: size, height: size, channels: $0.channels) }
    let starts = shapes.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.byteCount) }
    try AddressSpace.require(starts[shapes.count])
    let bytes = OwnedBuffer<UInt8>(uninitialized: starts[shapes.count])
    let isFound = OwnedBuffer<Bool>(repeating: false, count: images.count)
    let (target, found) = (DisjointPointer(bytes.base), DisjointPointer(isFound.base))
    // What a thread keeps from picture to picture is laid out once a piece.
    try context.forEachPiece(of: images.count, size: max(1, min(32, images.count / 8))) { piece in
      let finder = FaceFinder(cascade, predictor, smallest: smallest)
      for index in piece {
        let picture = images[index]
        let made: Image
        if let face = try finder.face(in: picture, context: context), let cut = cut(face, of: picture) {
          made = cut
          found.base[index] = true
        } else {
          made = try picture.resized(width: size, height: size)
        }
        made.pixels.withUnsafeBufferPointer { pixels in
          guard let base = pixels.baseAddress else { return }
          (target.base + starts[index]).update(from: base, count: pixels.count)
        }
        context.report(fraction: Double(index + 1) / Double(images.count))
      }
    }
    let pixels = Array(UnsafeBufferPointer(start: bytes.base, count: starts[shapes.count]))
    return Aligned(
      images: ImageStack(shapes: shapes, bytes: pixels), unfound: (0..<images.count).filter { !isFound[$0] })
  }

  /// nil where the landmarks fell into one point.
  private func cut(_ face: FoundFace, of picture: Image) -> Image? {
    let turn = SimilarityTransform(from: scheme.steady.map { face.landmarks[$0] }, to: targets)
    guard let back = turn.inverse, back.scale > 0, back.scale < 1e6 else { return nil }
    return picture.resampled(size: size, by: back)
  }
}
