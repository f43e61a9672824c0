extension DatasetError {
  public var explanation: String {
    switch self {
    case .pathMissing, .permissionDenied:
      "A name in load is looked up among the data sets that were added, then among the known ones, then as a path. "
        + "A name with a slash is always a path."
    case .emptyFolder, .noImages, .unknownLayout:
      "The class of an image comes from the folder it lies in, or from its file name where a data set is known to "
        + "put it there. " + Self.lookedFor + "."
    case .unsupportedFile, .severalCandidates:
      "One load reads one data set. It never guesses between files, because a wrong guess would only show in the results."
    case .badSeparator:
      "Fields of a table are separated by one character; comma, semicolon, tab, bar and blanks are found by themselves."
    case .noLabelledRows:
      "Rows whose class is missing (an empty cell, NA, NaN, null or ?) are left out, and here nothing is left."
    case .notTheDataset:
      "The name of a known data set stands for its classes and layout in every report made from it. Other faces under its "
        + "name would be taken for it by whoever reads that report."
    case .clipsNotRead:
      "Data sets of micro-expressions hold videos as folders of frames, and their labels are in a table that names onset, "
        + "apex and offset. A still taken from a clip is not the clip: which frame is taken should be your decision."
    case .tooLarge:
      "All rows of a data set are held in memory. The limit keeps a mistake from bringing the machine to a halt."
    case .unreadableFile, .tooManyUnreadable:
      "Files that cannot be decoded are skipped and listed, up to a tenth of a small set, 20 files of a larger "
        + "one, or 1%. More than that is no accident: "
        + "a data set that lost a part of itself gives numbers that nobody can repeat. bad=stop stops at the first."
    default: contentExplanation
    }
  }

  private var contentExplanation: String {
    switch self {
    case .emptyTable, .raggedRow, .unclosedQuote, .badEncoding, .noFeatures:
      "A table is a text in UTF-8 with a header, separated by commas, semicolons or tabs, with as many fields in "
        + "every line. Fields that contain a separator, a quote or a line break stand in quotes."
    case .labelColumnMissing, .labelColumnAmbiguous:
      "One column holds the classes. It is found by its name; where several fit, you are asked."
    case .columnMissing, .columnTwice, .noColumns:
      "`load` finds what the columns of a table are for by their names and content; label=, subject=, attributes=, "
        + "target= and drop= say it where that is wrong, each of other columns."
    case .badCell, .notFinite:
      "Every feature must be a finite number, or be missing: an empty cell, NaN, NA, null or ?. Missing numbers are "
        + "counted in a note when they are loaded; `impute` fills them in, and `xgboost` takes them as they are."
    case .labelsNotClasses:
      "Classification needs a small number of classes. A column of measurements is probably a feature."
    case .badArchive, .encryptedArchive, .unsafeArchive, .unsupportedCompression:
      "Archives are read in place and never unpacked to disk. Names that lead outside, files that claim to unpack to "
        + "absurd sizes, and files whose checksum is wrong are refused."
    case .badArray, .objectArray, .arrayMissing, .arrayShape:
      "An NPZ file holds X (a row for each sample; or images as 8-bit integers), y (a label for each row), and if "
        + "wanted subject, group, source and split. Pickled Python objects are never read, as that would run code."
    default: outputExplanation
    }
  }

  private var outputExplanation: String {
    switch self {
    case .mismatchedCounts, .cannotMerge:
      "Rows of one data set are of one kind and one width, so that a model can see all of them. Classes may differ: "
        + "they are united by name."
    case .sameData:
      "With every row there twice, its copies end on both sides of a split: the test holds what was learnt, and a model "
        + "that only remembers looks right."
    case .diskFull, .writeFailed:
      "Files are written under another name and renamed when complete, so an older file stays as it was until then."
    case .notWritable:
      "A table holds rows of numbers; an NPZ file holds those, or images of one size."
    default:
      "Data sets are not part of the program: their licences ask that you get them yourself. Where one lies is "
        + "remembered by mien data add NAME PATH, together with a checksum."
    }
  }
}
