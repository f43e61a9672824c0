import Imaging

/// The outline of a head seen from the front, and the depth of its surface, in face units.
///
/// An ellipse whose lower half is widened or narrowed towards the chin:
/// x² / (width² · (1 + squareness · t²)) + t² = 1, with t = y / length.
struct HeadShape: Sendable {
  let width: Float
  let top: Float
  /// Down to the chin; longer when the jaw drops.
  let bottom: Float
  let squareness: Float
  /// As `squareness`, of the upper half.
  static let crownSquareness: Float = 0.3
  /// From the middle of the head to its foremost point.
  static let depth: Float = 0.78

  init(_ identity: FaceIdentity, jawDrop: Float) {
    width = identity.headWidth
    top = 1.1
    bottom = identity.chinLength + jawDrop
    squareness = identity.jawSquareness
  }

  /// Half the width of the outline at a height.
  func halfWidth(at y: Float) -> Float {
    let t = y < 0 ? y / top : y / bottom
    let widened = 1 + (y < 0 ? Self.crownSquareness : squareness) * t * t
    return width * (max(0, 1 - t * t) * widened).squareRoot()
  }

  /// How far the surface stands out towards the viewer; 0 at and beyond the outline.
  func depth(x: Float, y: Float) -> Float {
    let t = y < 0 ? y / top : y / bottom
    let across = x / width
    return Self.depth * max(0, 1 - across * across - t * t).squareRoot()
  }
}
