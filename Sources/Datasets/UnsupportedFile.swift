/// Files that people try to load and that are not read, with what to do instead.
struct UnsupportedFile {
  let what: String
  let remedy: String

  static let unknown = UnsupportedFile(what: "a file of an unknown kind", remedy: DatasetError.lookedFor)

  private init(what: String, remedy: String) {
    self.what = what
    self.remedy = remedy
  }

  /// nil for an extension that nothing is known about.
  init?(fileExtension: String) {
    switch fileExtension {
    case "npy":
      (what, remedy) = ("an array without labels", "save both: numpy.savez_compressed(\"data.npz\", X=X, y=y)")
    case "xlsx", "xls", "ods": (what, remedy) = ("a spreadsheet", "save it as CSV in UTF-8")
    case "pkl", "pickle", "joblib", "pt", "pth":
      (what, remedy) = ("a file of Python objects", "save plain arrays: numpy.savez_compressed(\"data.npz\", X=X, y=y)")
    case "parquet", "feather", "arff", "h5", "hdf5", "mat", "json":
      (what, remedy) = ("of a format that is not read", "save it as CSV or NPZ")
    case "mp4", "avi", "mov", "mkv": (what, remedy) = ("a video", "put its frames into one folder for each class")
    case _ where PicturePlan.extensions.contains(fileExtension):
      (what, remedy) = ("one image", "load the folder that holds a folder for each class")
    default: return nil
    }
  }

  func error(path: String) -> DatasetError {
    .unsupportedFile(path: path, what: what, remedy: remedy)
  }
}
