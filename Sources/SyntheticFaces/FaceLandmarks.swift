import Imaging

/// Seventy points of a face, in *face units*: the origin is the middle of the head, x grows to the right of the image,
/// y downwards, z towards the viewer, and an average chin lies at y = 1.
///
/// Points 0–67 are in the order of the iBUG 300-W annotation (Sagonas et al. 2013), which most landmark detectors use;
/// 68 and 69 are the heights of the cheeks. "Right" and "left" are those of the person shown, as in FACS: the right eye is
/// on the left of the image.
public struct FaceLandmarks: Sendable, Equatable {
  public static let count = 70

  /// `count` points.
  public internal(set) var points: [SIMD3<Float>]

  init(points: [SIMD3<Float>]) {
    precondition(points.count == Self.count, "a face has \(Self.count) landmarks")
    self.points = points
  }

  public subscript(index: Int) -> SIMD3<Float> { points[index] }

  /// From the right ear over the chin to the left ear: 17 points.
  public static let jaw = 0...16
  public static let chin = 8
  /// From the outer end to the inner end.
  public static let rightBrow = 17...21
  /// From the inner end to the outer end.
  public static let leftBrow = 22...26
  /// From between the eyes to the tip.
  public static let noseBridge = 27...30
  public static let noseTip = 30
  /// The lower edge of the nose, from the right wing to the left.
  public static let noseBase = 31...35
  /// Outer corner, upper lid (2), inner corner, lower lid (2).
  public static let rightEye = 36...41
  /// Inner corner, upper lid (2), outer corner, lower lid (2).
  public static let leftEye = 42...47
  /// Right corner, upper edge (5), left corner, lower edge (5) back again.
  public static let outerLips = 48...59
  public static let rightLipCorner = 48
  public static let leftLipCorner = 54
  /// Right corner, upper edge (3), left corner, lower edge (3) back again.
  public static let innerLips = 60...67
  public static let rightCheek = 68
  public static let leftCheek = 69

  /// The landmark at the same place of the other side; itself on the midline.
  public static func mirrored(_ index: Int) -> Int { mirror[index] }

  private static let mirror: [Int] =
    Array((0...16).reversed()) + Array((17...26).reversed()) + [27, 28, 29, 30] + Array((31...35).reversed())
    + [45, 44, 43, 42, 47, 46, 39, 38, 37, 36, 41, 40]
    + [54, 53, 52, 51, 50, 49, 48, 59, 58, 57, 56, 55] + [64, 63, 62, 61, 60, 67, 66, 65] + [69, 68]

  /// Height between the lids in the middle of an eye, in face units.
  public func eyeOpening(_ eye: ClosedRange<Int>) -> Float {
    let first = eye.lowerBound
    return (points[first + 4].y + points[first + 5].y - points[first + 1].y - points[first + 2].y) / 2
  }

  /// Height between the lips in the middle, in face units.
  public var mouthOpening: Float { points[66].y - points[62].y }

  /// Keeps lids and lips from passing through each other, as flesh does.
  mutating func settle() {
    for (upper, lower) in [(37, 41), (38, 40), (43, 47), (44, 46)] {
      separate(upper, lower, by: 0.012)
    }
    for (upper, lower) in [(61, 67), (62, 66), (63, 65)] { separate(upper, lower, by: 0) }
    for (outer, inner) in [(49, 61), (50, 61), (51, 62), (52, 63), (53, 63)] {
      points[outer].y = min(points[outer].y, points[inner].y - 0.012)
    }
    for (outer, inner) in [(55, 65), (56, 65), (57, 66), (58, 67), (59, 67)] {
      points[outer].y = max(points[outer].y, points[inner].y + 0.012)
    }
  }

  private mutating func separate(_ upper: Int, _ lower: Int, by gap: Float) {
    let overlap = points[upper].y + gap - points[lower].y
    guard overlap > 0 else { return }
    points[upper].y -= overlap / 2
    points[lower].y += overlap / 2
  }
}
