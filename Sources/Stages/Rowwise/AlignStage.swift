import FaceAlignment
import Imaging
import Plans
import Samples

/// `align`, `align 64 margin=20%`
struct AlignStage: RowwiseStage {
  enum Missing: String, WordParameter {
    case keep, stop
    static let placeholder = Missing.keep
  }

  static let declaration = Declaration(
    "align", "Finds the face in each image, turns it upright and cuts it out at one size.", takes: .images,
    gives: .images,
    discussion: """
      Faces of one size with the eyes level are easier to compare than photos. A cascade of Haar features looks for a face \
      in every place and at every size; an ensemble of regression trees puts 68 landmarks on the largest; and the image is \
      turned, enlarged and shifted until the corners of the eyes and the nose lie where they do in the mean face. Brows, \
      mouth and chin are not asked, because an expression moves them. Where no face is found the image stays whole, brought \
      to the same size, and a note counts such images by class, source and attribute: detectors find some people less often \
      than others, and that is a result, not a nuisance. `missing=stop` makes it an error. Both were learnt elsewhere, so \
      nothing of test rows is learnt here. Their files are read from Debian's packages: `apt-get install opencv-data \
      libdlib-data` (1 and 63 MB), or name others with `cascade` and `landmarks`. The cascades are under Intel's licence for \
      OpenCV, of the BSD kind. The package of the landmarks says CC0; its author adds that the licence of the pictures it \
      was learnt from, iBUG 300-W, excludes commercial use. The drawn faces of `faces` are found as well, less often those \
      that `bias=1` lights worse.
      """,
    searchTerms: [
      "face", "detect", "detector", "landmarks", "crop", "upright", "cascade", "haar", "opencv", "dlib", "mtcnn",
    ],
    reference: "Viola & Jones 2001; Kazemi & Sullivan 2014; cv2.CascadeClassifier, dlib.shape_predictor",
    examples: [
      example("faces n=20 subjects=4 size=160 | align | show 4", shows: "anger"),
      example("faces n=60 subjects=12 bias=1 | align 64 margin=0% | classes", shows: "happy"),
    ])

  /// Run where the files are installed.
  private static func example(_ script: String, shows: String) -> Example {
    (try? InstalledFaceFiles.paths(cascade: true, landmarks: true)) != nil
      ? Example(script, shows: shows)
      : Example(script, notRunBecause: "it needs Debian's opencv-data and libdlib-data")
  }

  @Parameter("width and height of the new images", in: .between(8, 1024), positional: true) var size = 112
  @Parameter("what is left around the face at each side, as a part of it", in: .between(0, 1), aliases: ["padding"])
  var margin = Share(0.1)
  @Parameter(
    "the part of an image's shorter side that a face takes at least", in: .between(0, 1), aliases: ["minSize"])
  var smallest = Share(0.2)
  @Parameter("what is done with an image without a face: kept whole, or an error") var missing = Missing.keep
  @Parameter("a cascade of OpenCV; that of opencv-data, if left out") var cascade: FileParameter? = nil
  @Parameter("a shape predictor of dlib; that of libdlib-data, if left out") var landmarks: FileParameter? = nil

  func check(in environment: RunEnvironment) throws {
    if let cascade { try environment.checkPresent(cascade.path) }
    if let landmarks { try environment.checkPresent(landmarks.path) }
    _ = try paths()
  }

  /// Files that were named are a part of the arguments.
  func identity(in environment: RunEnvironment) throws -> String {
    let paths = try paths()
    let installed = [cascade == nil ? paths.cascade : nil, landmarks == nil ? paths.landmarks : nil].compactMap { $0 }
    return try installed.map { try environment.contentName(ofFile: $0) }.joined(separator: " ")
  }

  func readPaths(in environment: RunEnvironment) -> [String] { [cascade?.path, landmarks?.path].compactMap { $0 } }

  func apply(to content: any RowContent, _ context: StageContext) throws -> any RowContent {
    let images = try content.require(ImageStack.self, for: "align")
    let found = try aligner(context).aligned(images, context: context.execution)
    if missing == .stop, let first = found.unfound.first {
      throw FaceAlignmentError.noFace(first: first, count: found.unfound.count, images: images.count)
    }
    context.note(
      Shortfall(
        "no face was found in", rows: found.unfound, of: images.count, noun: "images", outcome: "which stay whole"))
    return found.images
  }

  private func paths() throws -> (cascade: String, landmarks: String) {
    let installed = try InstalledFaceFiles.paths(cascade: cascade == nil, landmarks: landmarks == nil)
    return (cascade?.path ?? installed.cascade ?? "", landmarks?.path ?? installed.landmarks ?? "")
  }

  private func aligner(_ context: StageContext) throws -> FaceAligner {
    let paths = try paths()
    let name = try
      "align \([paths.cascade, paths.landmarks].map(context.environment.contentName)) \(canonicalArguments)"
    return try context.shared(name, bytes: { $0.byteCount }) {
      // A hundred megabytes are read in a moment in which nobody could interrupt.
      try context.execution.abandoning { [size, margin, smallest] in
        try FaceAligner(
          Cascade(contentsOf: paths.cascade), ShapePredictor(contentsOf: paths.landmarks), path: paths.landmarks,
          size: size, margin: margin.value, smallest: smallest.value)
      }
    }
  }
}
