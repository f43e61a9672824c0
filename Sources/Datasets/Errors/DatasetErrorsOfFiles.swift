import Basics
import Numerics

/// What is said of paths, folders and tables.
extension DatasetError {
  var pathsEntry: ErrorEntry? {
    switch self {
    case .pathMissing(let path, let nearest):
      ErrorEntry(
        "E0501", "there is no file or folder '\(path)'",
        remedy: nearest.map { "did you mean '\($0)'?" }
          ?? "check the spelling; a relative path starts at the folder that the program was started in",
        explanation: Idea.names)
    case .permissionDenied(let path):
      ErrorEntry(
        "E0502", "'\(path)' may not be opened: permission denied",
        remedy: "give yourself the right to it (chmod), or choose another place", explanation: Idea.names)
    case .emptyFolder(let path):
      ErrorEntry("E0503", "there is nothing to load in '\(path)'", remedy: Self.lookedFor, explanation: Idea.layouts)
    case .noImages(let path, let found):
      ErrorEntry(
        "E0504", "there are no images in '\(path)'; found \(found)", remedy: Self.lookedFor, explanation: Idea.layouts)
    case .unknownLayout(let path, let found):
      ErrorEntry(
        "E0505", "'\(path)' has no layout that says which class an image has: \(found)",
        remedy: Self.lookedFor, explanation: Idea.layouts)
    case .unsupportedFile(let path, let what, let remedy):
      ErrorEntry("E0506", "'\(path)' is \(what), which cannot be loaded", remedy: remedy, explanation: Idea.oneDataSet)
    case .severalCandidates(let path, let files):
      ErrorEntry(
        "E0507", "'\(path)' holds several files that could be the data set: \(listed(files))",
        remedy: "load one of them by its path, or several of them together: [\"a.csv\", \"b.csv\"]",
        explanation: Idea.oneDataSet)
    case .clipsNotRead(let path, let set, let clips):
      ErrorEntry(
        "E0508", "'\(path)' is laid out like \(set) (\(grouped(clips)) clips); clips cannot be loaded yet",
        remedy: "put the apex frames into one folder a class, and load that",
        explanation: "Data sets of micro-expressions hold videos as folders of frames, and their labels are in a table "
          + "that names onset, apex and offset. A still taken from a clip is not the clip: which frame is taken should "
          + "be your decision.")
    case .notTheDataset(let name, let path, let expected, let found):
      ErrorEntry(
        "E0543", "what lies at '\(path)' does not look like \(name): expected \(expected); found \(found)",
        remedy: "look at the path, or add it under a name of your own",
        explanation: "The name of a known data set stands for its classes and layout in every report made from it. "
          + "Other faces under its name would be taken for it by whoever reads that report.")
    case .unreadableFile(let name, let reason):
      ErrorEntry(
        "E0510", "'\(name)' cannot be read: \(reason)",
        remedy: "replace or delete the file; without bad=stop such files are skipped and listed",
        explanation: Idea.skipping)
    case .tooManyUnreadable(let count, let total, let limit, let first):
      ErrorEntry(
        "E0511",
        "\(grouped(count)) of \(grouped(total)) files cannot be read (limit \(grouped(limit))): "
          + first.map { "'\($0.name)' (\($0.reason))" }.joined(separator: ", ") + (count > first.count ? ", …" : ""),
        remedy: "check the download, or delete the files that cannot be read", explanation: Idea.skipping)
    case .tooLarge(let name, let bytes, let limit):
      ErrorEntry(
        "E0509", "'\(name)' needs \(inGigabytes(bytes)) of memory; the limit is \(inGigabytes(limit))",
        remedy: "load a part of it, or make it smaller first: fewer rows, columns or images, or smaller images",
        explanation: "All rows of a data set are held in memory. The limit keeps a mistake from bringing the machine "
          + "to a halt.")
    default: nil
    }
  }

  var tablesEntry: ErrorEntry? {
    switch self {
    case .badSeparator(let text):
      ErrorEntry(
        "E0545", "'\(text)' cannot stand between fields",
        remedy: "give one character, or the word tab or space: separator=\";\"",
        explanation: "Fields of a table are separated by one character; comma, semicolon, tab, bar and blanks are "
          + "found by themselves.")
    case .noLabelledRows(let rows):
      ErrorEntry(
        "E0544", "none of the \(counted(rows, "row")) has a label",
        remedy: "name the column of classes by label=\"NAME\"",
        explanation: "Rows whose class is missing (an empty cell, NA, NaN, null or ?) are left out, and here nothing "
          + "is left.")
    case .emptyTable(let file):
      ErrorEntry(
        "E0512", "'\(file)' has no rows below its header",
        remedy: "a table needs a header line and a line for each row", explanation: Idea.tables)
    case .labelColumnMissing(let wanted, let columns, let nearest):
      ErrorEntry(
        "E0513",
        (wanted.map { "there is no column '\($0)'" } ?? "no column is called label, class, emotion, target or y")
          + "; columns: \(listed(columns))",
        remedy: nearest.map { "did you mean label=\"\($0)\"?" } ?? "say which column holds the classes: label=\"NAME\"",
        explanation: Idea.labels)
    case .labelColumnAmbiguous(let candidates, let columns):
      ErrorEntry(
        "E0514", "\(listed(candidates.map { "'\($0)'" })) could each be the labels; columns: \(listed(columns))",
        remedy: "say which column holds the classes: label=\"NAME\"", explanation: Idea.labels)
    case .columnMissing(let parameter, let wanted, let columns, let nearest):
      ErrorEntry(
        "E0540", "there is no column '\(wanted)'; columns: \(listed(columns))",
        remedy: nearest.map { "did you mean '\($0)'?" } ?? "name columns of the table in \(parameter)=",
        explanation: Idea.columns)
    case .columnTwice(let name, let first, let second):
      ErrorEntry(
        "E0541", "column '\(name)' is named twice, by \(first)= and by \(second)=",
        remedy: "name each column once", explanation: Idea.columns)
    case .noColumns(let name, let parameter):
      ErrorEntry(
        "E0542", "'\(name)' holds images, which have no columns for \(parameter)= to name",
        remedy: "leave \(parameter)= out; images are labelled by their folders", explanation: Idea.columns)
    case .badCell(let file, let line, let column, let text, let problem):
      ErrorEntry(
        "E0515", "'\(file)' line \(line), column '\(column)' " + problem.says(of: text),
        remedy: problem.remedy, explanation: Idea.missingNumbers)
    default: nil
    }
  }

  var cellsEntry: ErrorEntry? {
    switch self {
    case .raggedRow(let file, let line, let found, let expected):
      ErrorEntry(
        "E0516", "'\(file)' line \(line) has \(counted(found, "field")); the header has \(expected)",
        remedy: "see whether the line is cut off, or a field that contains the separator lacks quotes",
        explanation: Idea.tables)
    case .unclosedQuote(let file, let line):
      ErrorEntry(
        "E0517", "'\(file)' line \(line) opens a quote that is never closed",
        remedy: "close the quote, or write a quote inside a field twice", explanation: Idea.tables)
    case .badEncoding(let file, let what):
      ErrorEntry(
        "E0518", "'\(file)' is not a text in UTF-8: \(what)",
        remedy: "save the file as UTF-8: in a spreadsheet as \"CSV UTF-8\", in a shell by iconv -f WINDOWS-1252 -t "
          + "UTF-8 old.csv > new.csv, where that is what it was written in",
        explanation: Idea.tables)
    case .noFeatures(let file, let columns):
      ErrorEntry(
        "E0519", "'\(file)' has no column of numbers beside its labels; columns: \(listed(columns))",
        remedy: columns.count == 1
          ? "separator=\";\" says what stands between columns, where that is not found"
          : "columns of texts are attributes, not features: texts to learn from are read as a corpus; label=\"NAME\" takes "
            + "another column for the labels",
        explanation: Idea.tables)
    case .labelsNotClasses(let example):
      ErrorEntry(
        "E0520", "the labels are measurements such as \(example), not classes",
        remedy: "name the column of classes by label=\"NAME\", turn the numbers into classes first, or say "
          + "target=\"NAME\" where they are what is to be explained",
        explanation: "Classification needs a small number of classes. A column of measurements is probably a feature.")
    default: nil
    }
  }

  /// What `load` tries, in the order in which it tries.
  static let lookedFor = """
    load looks for class folders with images (jpg, png, bmp, tif, webp, gif, pgm, ppm; anger/1.jpg, or \
    train/anger/1.jpg and test/anger/2.jpg), CK+48 and JAFFE file names, one CSV, one NPZ or one archive of these \
    (zip, tar, 7z, rar)
    """
}

extension DatasetError.CellProblem {
  fileprivate func says(of text: String) -> String {
    switch self {
    case .empty: "is empty"
    case .missing: "is '\(text)', a missing value"
    case .infinite: "is '\(text)', which is infinite"
    case .text: "is '\(text)', which is not a number"
    case .decimalComma: "is '\(text)', a number with a decimal comma"
    case .grouped: "is '\(text)', a number with marks between thousands"
    case .tooLarge: "is '\(text)', beyond the largest single-precision number"
    case .emptyLabel: "is empty: the row has no class"
    case .unexpected(let expected): "is '\(text)'; expected \(expected)"
    }
  }

  fileprivate var remedy: String {
    switch self {
    case .empty, .missing, .infinite, .tooLarge:
      "correct the value, leave the cell empty where it was not measured, or leave the row out"
    case .text: "remove the column, turn it into numbers, or name it as the labels: label=\"NAME\""
    case .decimalComma: "write numbers with a decimal point"
    case .grouped: "write numbers with a decimal point and with nothing between thousands"
    case .emptyLabel: "give the row a class, or leave it out"
    case .unexpected: "correct the line, or download the file again"
    }
  }
}

/// What `explain` says beyond one case.
private enum Idea {
  static let names =
    "A name in load is looked up among the data sets that were added, then among the known ones, then as a path. A "
    + "name with a slash is always a path."
  static let layouts =
    "The class of an image comes from the folder it lies in, or from its file name where a data set is known to "
    + "put it there. " + DatasetError.lookedFor + "."
  static let oneDataSet =
    "One load reads one data set. It never guesses between files, because a wrong guess would only show in the "
    + "results."
  static let skipping =
    "Files that cannot be decoded are skipped and listed, up to a tenth of a small set, 20 files of a larger one, or "
    + "1%. More than that is no accident: a data set that lost a part of itself gives numbers that nobody can repeat. "
    + "bad=stop stops at the first."
  static let tables =
    "A table is a text in UTF-8 with a header, separated by commas, semicolons or tabs, with as many fields in every "
    + "line. Fields that contain a separator, a quote or a line break stand in quotes."
  static let labels =
    "One column holds the classes. It is found by its name; where several fit, you are asked."
  static let columns =
    "What the columns of a table are for is found by their names and content; label=, subject=, attributes=, target= "
    + "and drop= say it where that is wrong, each of other columns."
  static let missingNumbers =
    "Every feature must be a finite number, or be missing: an empty cell, NaN, NA, null or ?. Missing numbers are "
    + "counted in a note when they are loaded; a stage may fill them in, and boosted trees take them as they are."
}
