/// What the landmarks of a predictor stand for, by their number.
struct LandmarkScheme: Sendable {
  /// Those of the eye at the left of the picture, and of the other.
  let leftEye: [Int]
  let rightEye: [Int]
  /// Those that an expression moves least: the corners of the eyes and the nose.
  let steady: [Int]

  /// The scheme of 68 landmarks of iBUG 300-W, or dlib's of 5; nil for any other number.
  init?(landmarks: Int) {
    switch landmarks {
    case 68:
      (leftEye, rightEye) = (Array(36...41), Array(42...47))
      steady = [36, 39, 42, 45] + Array(27...35)
    case 5:
      (leftEye, rightEye, steady) = ([2, 3], [0, 1], Array(0...4))
    default: return nil
    }
  }
}
