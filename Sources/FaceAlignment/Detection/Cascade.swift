/// A cascade of boosted trees over Haar features: what one class of things, such as faces seen from the front, looks like
/// in a small window.
///
/// Each stage adds what its trees say and rejects the window where the sum is below its threshold; most windows are
/// rejected by the first few features. Viola & Jones 2001; the form is that of OpenCV's files.
public struct Cascade: Sendable, Equatable {
  /// Pixels that are added up and weighted, in a window of `width` × `height`.
  struct Rectangle: Sendable, Equatable {
    var (x, y, width, height) = (0, 0, 0, 0)
    var weight: Float = 0
  }

  /// Two or three rectangles, whose weighted sum says whether one part is darker than another.
  struct Feature: Sendable, Equatable {
    var rectangles: [Rectangle]
  }

  /// Goes left where the feature is below the threshold. What is greater than 0 is a node of the same tree, behind this
  /// one; what is not, less its sign, a leaf.
  struct Node: Sendable, Equatable {
    var feature: Int
    var threshold: Float
    var left: Int
    var right: Int
  }

  struct Tree: Sendable, Equatable {
    var nodes: [Node]
    var leaves: [Float]
  }

  struct Stage: Sendable, Equatable {
    var trees: [Tree]
    var threshold: Float
  }

  /// The window in which it looks.
  public let width: Int
  public let height: Int
  let features: [Feature]
  let stages: [Stage]
}
