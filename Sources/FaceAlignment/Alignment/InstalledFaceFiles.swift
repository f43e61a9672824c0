import Glibc

/// Where Debian and Ubuntu put the files that faces are found by.
public enum InstalledFaceFiles {
  /// A file, where a distribution may have put it, and the package that brings it.
  struct Place {
    let package: String
    let paths: [String]

    var installed: String? { paths.first { access($0, R_OK) == 0 } }
  }

  static let cascade = Place(
    package: "opencv-data",
    paths: ["opencv4", "opencv", "OpenCV"].map { "/usr/share/\($0)/haarcascades/haarcascade_frontalface_alt2.xml" })
  static let landmarks = Place(
    package: "libdlib-data", paths: ["/usr/share/dlib/shape_predictor_68_face_landmarks.dat"])

  /// The files to use where none are given.
  /// - Parameters: whether the one or the other is needed.
  /// - Throws: `FaceAlignmentError.notInstalled` with every package that is missing.
  public static func paths(cascade needsCascade: Bool, landmarks needsLandmarks: Bool) throws -> (
    cascade: String?, landmarks: String?
  ) {
    let needed = (needsCascade ? [cascade] : []) + (needsLandmarks ? [landmarks] : [])
    let missing = needed.filter { $0.installed == nil }.map(\.package)
    guard missing.isEmpty else { throw FaceAlignmentError.notInstalled(packages: missing) }
    return (needsCascade ? cascade.installed : nil, needsLandmarks ? landmarks.installed : nil)
  }
}
