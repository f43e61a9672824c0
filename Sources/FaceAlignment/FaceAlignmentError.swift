import Numerics

/// What can be wrong with finding faces: the files that say what a face looks like, and their absence.
public enum FaceAlignmentError: ExplainableError, Equatable {
  case unreadable(path: String, reason: String)
  case notACascade(path: String, detail: String)
  case unsupportedCascade(path: String, variant: String)
  case notAPredictor(path: String, detail: String)
  case unsupportedLandmarks(path: String, count: Int)
  /// The Debian packages that are not installed.
  case notInstalled(packages: [String])
  /// Images without a face, where that was asked to be an error.
  case noFace(first: Int, count: Int, images: Int)

  public static let samples: [Self] = [
    .unreadable(path: "faces.xml", reason: "…"), .notACascade(path: "faces.xml", detail: "…"),
    .unsupportedCascade(path: "faces.xml", variant: "…"), .notAPredictor(path: "landmarks.dat", detail: "…"),
    .unsupportedLandmarks(path: "landmarks.dat", count: 81),
    .notInstalled(packages: ["opencv-data", "libdlib-data"]), .noFace(first: 4, count: 2, images: 40),
  ]

  public var entry: ErrorEntry {
    switch self {
    case .unreadable(let path, let reason):
      ErrorEntry(
        "E0759", "\"\(path)\" cannot be read: \(reason)", remedy: "give the path of a file that you may read",
        explanation: Self.idea)
    case .notACascade(let path, let detail):
      ErrorEntry(
        "E0760", "\"\(path)\" is no cascade of OpenCV that can be used: \(detail)",
        remedy: "give a file such as haarcascade_frontalface_alt2.xml; fetch it again where it was cut off",
        explanation: Self.idea)
    case .unsupportedCascade(let path, let variant):
      ErrorEntry(
        "E0761", "this kind of cascade is not read: \"\(path)\" has \(variant)",
        remedy: "give one of upright Haar features, such as haarcascade_frontalface_alt2.xml", explanation: Self.idea)
    case .notAPredictor(let path, let detail):
      ErrorEntry(
        "E0762", "\"\(path)\" is no shape predictor of dlib that can be used: \(detail)",
        remedy:
          "give a file such as shape_predictor_68_face_landmarks.dat, unpacked; fetch it again where it was cut off",
        explanation: Self.idea)
    case .unsupportedLandmarks(let path, let count):
      ErrorEntry(
        "E0763", "\"\(path)\" finds \(count) landmarks; where the eyes are is known of 68 and of 5",
        remedy: "give a predictor of the 68 landmarks of iBUG 300-W, or of dlib's 5", explanation: Self.idea)
    case .notInstalled(let packages):
      ErrorEntry(
        "E0764", "finding faces needs files that are not installed: \(packages.joined(separator: " and "))",
        remedy:
          "in a shell: apt-get install \(packages.joined(separator: " ")); or give files: cascade=\"….xml\" landmarks=\"….dat\"",
        explanation: Self.idea)
    case .noFace(let first, let count, let images):
      ErrorEntry(
        "E0765", "no face was found in \(count) of \(images) images; the first is image \(first + 1)",
        remedy: "ask for smaller ones (`smallest=10%`), leave those images out, or keep them whole: `missing=keep`",
        explanation: Self.idea)
    }
  }

  private static let idea = """
    A face is found by a cascade of Haar features, and 68 landmarks on it by an ensemble of regression trees. Both were \
    learnt elsewhere and are read from files: OpenCV's cascades (Debian's opencv-data; under Intel's licence for OpenCV, \
    of the BSD kind) and dlib's predictor (libdlib-data; its package says CC0, its author adds that the licence of the \
    pictures it was learnt from, iBUG 300-W, excludes commercial use).
    """
}
