import Imaging
import Numerics

/// Where a landmark lies in a picture: x to the right, y down, in pixels from the centre of the upper left one.
public struct LandmarkPoint: Sendable, Hashable {
  public var x: Double
  public var y: Double

  public init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }
}

/// An ensemble of regression trees that shifts landmarks from where they are on average to where they are in a picture.
///
/// Each level of the cascade looks at pixels that lie relative to the present landmarks, and each of its trees compares
/// pairs of these and adds a shift of all landmarks. Kazemi & Sullivan 2014; the form is that of dlib's `shape_predictor`.
public struct ShapePredictor: Sendable {
  /// Goes left where one pixel is brighter than another by more than a threshold.
  struct Split: Sendable, BitwiseCopyable {
    var first: Int32
    var second: Int32
    var threshold: Float
  }

  /// A whole binary tree: the children of split `i` are `2i + 1` and `2i + 2`, and leaves come after splits.
  struct Tree: Sendable, BitwiseCopyable {
    var firstSplit: Int
    var splits: Int
    var firstLeaf: Int
  }

  /// One pass over the landmarks.
  struct Level: Sendable {
    var trees: [Tree]
    /// For each pixel that is looked at the landmark that it goes with, and where it lies from there.
    var anchors: [Int]
    var offsets: [SIMD2<Float>]
  }

  /// The mean of all faces that were learnt from, in a box from 0 to 1: x and y in turn.
  let meanShape: [Float]
  let levels: [Level]
  let splits: [Split]
  /// A shift of all landmarks for each leaf, one after another.
  let leaves: [Float]

  /// How many landmarks it finds.
  public var landmarks: Int { meanShape.count / 2 }
  /// What it takes in memory.
  public var byteCount: Int { leaves.count * 4 + splits.count * MemoryLayout<Split>.stride }

  /// The landmarks of the face in a box, as dlib finds them before it rounds them to whole pixels.
  ///
  /// - Parameters:
  ///   - picture: of one channel, or grey is made of it.
  ///   - box: where the face is; what lies outside the picture counts as black.
  /// - Cost: one to three milliseconds for 68 landmarks, most of it spent waiting for leaves out of 65 MB.
  /// - Throws: `ImagingError.unsupportedChannels`.
  public func landmarks(in picture: Image, box: PixelBox) throws -> [LandmarkPoint] {
    let gray = try picture.gray()
    var shape = meanShape
    let frame = Frame(box)
    for level in levels {
      let pixels = brightness(of: level, around: shape, in: gray, frame)
      shape.withUnsafeMutableBufferPointer { shape in
        leaves.withUnsafeBufferPointer { leaves in
          for tree in level.trees { add(tree, pixels, leaves, to: shape) }
        }
      }
    }
    return shape.indices.filter { $0.isMultiple(of: 2) }.map { index in
      let (x, y) = frame.place(Double(shape[index]), Double(shape[index + 1]))
      return LandmarkPoint(x: x, y: y)
    }
  }

  /// Puts what is known in a box from 0 to 1 into the pixels of a picture.
  private struct Frame {
    let left, top, across, down: Double

    init(_ box: PixelBox) {
      (left, top) = (Double(box.x), Double(box.y))
      (across, down) = (Double(box.width - 1), Double(box.height - 1))
    }

    func place(_ x: Double, _ y: Double) -> (x: Double, y: Double) { (left + x * across, top + y * down) }
  }

  private func brightness(of level: Level, around shape: [Float], in gray: Image, _ frame: Frame) -> [Float] {
    let turn = SimilarityTransform(from: Self.points(meanShape), to: Self.points(shape))
    let (cosine, sine) = (Float(turn.cosine), Float(turn.sine))
    return zip(level.anchors, level.offsets).map { anchor, offset in
      let x = cosine * offset.x - sine * offset.y + shape[2 * anchor]
      let y = sine * offset.x + cosine * offset.y + shape[2 * anchor + 1]
      let (column, row) = frame.place(Double(x), Double(y))
      // A shape that ran away lies outside, and may be too far for a whole number.
      guard abs(column) < 1e9, abs(row) < 1e9 else { return 0 }
      let (right, down) = (Int((column + 0.5).rounded(.down)), Int((row + 0.5).rounded(.down)))
      guard (0..<gray.width).contains(right), (0..<gray.height).contains(down) else { return 0 }
      return Float(gray.pixels[down * gray.width + right])
    }
  }

  private func add(
    _ tree: Tree, _ pixels: [Float], _ leaves: UnsafeBufferPointer<Float>, to shape: UnsafeMutableBufferPointer<Float>
  ) {
    var index = 0
    while index < tree.splits {
      let split = splits[tree.firstSplit + index]
      let isLeft = pixels[Int(split.first)] - pixels[Int(split.second)] > split.threshold
      index = 2 * index + (isLeft ? 1 : 2)
    }
    let start = (tree.firstLeaf + index - tree.splits) * shape.count
    for number in 0..<shape.count { shape[number] += leaves[start + number] }
  }

  /// The mean shape as points.
  var meanPoints: [LandmarkPoint] { Self.points(meanShape) }

  private static func points(_ shape: [Float]) -> [LandmarkPoint] {
    stride(from: 0, to: shape.count, by: 2).map { LandmarkPoint(x: Double(shape[$0]), y: Double(shape[$0 + 1])) }
  }
}
