extension DatasetError {
  public var remedy: String {
    switch self {
    case .pathMissing(_, let nearest?): "did you mean '\(nearest)'?"
    case .pathMissing: "check the spelling; a relative path starts at the folder that the program was started in"
    case .permissionDenied: "give yourself the right to it (chmod), or choose another place"
    case .emptyFolder, .noImages, .unknownLayout: Self.lookedFor
    case .unsupportedFile(_, _, let remedy): remedy
    case .severalCandidates: "load one of them by its path, or several of them together: `load [\"a.csv\", \"b.csv\"]`"
    case .badSeparator: "give one character, or the word tab or space: separator=\";\""
    case .noLabelledRows: "name the column of classes by label=\"NAME\""
    case .notTheDataset: "look at the path, or add it under a name of your own"
    case .clipsNotRead: "put the apex frames into one folder a class, and load that"
    case .tooLarge: "make the images smaller on disk first, or load a part of them"
    case .unreadableFile: "replace or delete the file; without bad=stop such files are skipped and listed"
    case .tooManyUnreadable: "check the download, or delete the files that cannot be read"
    default: contentRemedy
    }
  }

  /// What `load` tries, in the order in which it tries.
  static let lookedFor = """
    load looks for class folders with images (jpg, png, bmp, tif, webp, gif, pgm, ppm; anger/1.jpg, or \
    train/anger/1.jpg and test/anger/2.jpg), CK+48 and JAFFE file names, one CSV, one NPZ or one archive of these \
    (zip, tar, 7z, rar)
    """

  private var contentRemedy: String {
    switch self {
    case .emptyTable: "a table needs a header line and a line for each row"
    case .labelColumnMissing(_, _, let nearest?): "did you mean label=\"\(nearest)\"?"
    case .labelColumnMissing, .labelColumnAmbiguous: "say which column holds the classes: label=\"NAME\""
    case .columnMissing(_, _, _, let nearest?): "did you mean '\(nearest)'?"
    case .columnMissing(let parameter, _, _, nil): "name columns of the table in \(parameter)="
    case .columnTwice: "name each column once"
    case .noColumns(_, let parameter): "leave \(parameter)= out; images are labelled by their folders"
    case .badCell(_, _, _, _, let problem): problem.remedy
    case .raggedRow: "see whether the line is cut off, or a field that contains the separator lacks quotes"
    case .unclosedQuote: "close the quote, or write a quote inside a field twice"
    case .badEncoding:
      "save the file as UTF-8: in a spreadsheet as \"CSV UTF-8\", in a shell by "
        + "iconv -f WINDOWS-1252 -t UTF-8 old.csv > new.csv, where that is what it was written in"
    case .noFeatures: "a table needs at least one column of numbers"
    case .labelsNotClasses:
      "name the column of classes by label=\"NAME\", turn the numbers into classes first, or "
        + "say target=\"NAME\" where they are what is to be explained"
    default: binaryRemedy
    }
  }

  private var binaryRemedy: String {
    switch self {
    case .badArchive: "download it again: it is most likely cut off"
    case .encryptedArchive: "unpack it with its password, and load the folder"
    case .unsafeArchive: "do not trust this archive; get it from where the data set is published"
    case .unsupportedCompression: "unpack it, and load the folder"
    case .badArray: "write it again: numpy.savez_compressed(\"data.npz\", X=X, y=y)"
    case .objectArray: "turn it into plain numbers or strings first: X.astype(\"float32\"), y.astype(str)"
    case .arrayMissing: "name the arrays when saving: numpy.savez_compressed(\"data.npz\", X=X, y=y)"
    case .arrayShape: "reshape it before saving; X has a row for each sample, y one label for each row"
    case .notFinite: "correct such values before saving, or make them numpy.nan where they were not measured"
    default: outputRemedy
    }
  }

  private var outputRemedy: String {
    switch self {
    case .mismatchedCounts: "give one entry for each row"
    case .cannotMerge: "bring both through the same stages first, so that their columns agree"
    case .sameData: "name each data set once"
    case .diskFull: "free some space; nothing half-written was left behind"
    case .writeFailed: "choose another place"
    case .notWritable(_, _, let remedy): remedy
    case .notInstalled(let name, _, let source):
      "get it from \(source), then: mien data add \(name) PATH"
    case .badName: "use letters, digits, '-' and '_', starting with a letter or digit"
    case .notRegistered(_, let nearest?, _): "did you mean '\(nearest)'?"
    case .notRegistered(let name, nil, _): "add it: mien data add \(name) PATH"
    case .brokenManifest: "remove the file, and add the data set again"
    default: ""
    }
  }
}

extension DatasetError.CellProblem {
  fileprivate var remedy: String {
    switch self {
    case .empty, .missing, .infinite, .tooLarge:
      "correct the value, leave the cell empty where it was not measured, or leave the row out"
    case .text: "remove the column, turn it into numbers, or name it as the labels: label=\"NAME\""
    case .decimalComma: "write numbers with a decimal point"
    case .emptyLabel: "give the row a class, or leave it out"
    case .unexpected: "correct the line, or download the file again"
    }
  }
}
