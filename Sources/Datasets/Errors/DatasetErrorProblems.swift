import Basics

extension DatasetError {
  public var problem: String {
    switch self {
    case .pathMissing(let path, _): "there is no file or folder '\(path)'"
    case .permissionDenied(let path): "'\(path)' may not be opened: permission denied"
    case .emptyFolder(let path): "there is nothing to load in '\(path)'"
    case .noImages(let path, let found): "there are no images in '\(path)'; found \(found)"
    case .unknownLayout(let path, let found): "'\(path)' has no layout that says which class an image has: \(found)"
    case .unsupportedFile(let path, let what, _): "'\(path)' is \(what), which cannot be loaded"
    case .severalCandidates(let path, let files):
      "'\(path)' holds several files that could be the data set: \(listed(files))"
    case .clipsNotRead(let path, let set, let clips):
      "'\(path)' is laid out like \(set) (\(grouped(clips)) clips); clips cannot be loaded yet"
    case .badSeparator(let text): "'\(text)' cannot stand between fields"
    case .noLabelledRows(let rows): "none of the \(counted(rows, "row")) has a label"
    case .notTheDataset(let name, let path, let expected, let found):
      "what lies at '\(path)' does not look like \(name): expected \(expected); found \(found)"
    case .tooLarge(let name, let bytes, let limit):
      "'\(name)' needs \(inGigabytes(bytes)) of memory; the limit is \(inGigabytes(limit))"
    case .unreadableFile(let name, let reason): "'\(name)' cannot be read: \(reason)"
    case .tooManyUnreadable(let count, let total, let limit, let first):
      "\(grouped(count)) of \(grouped(total)) files cannot be read (limit \(grouped(limit))): "
        + first.map { "'\($0.name)' (\($0.reason))" }.joined(separator: ", ") + (count > first.count ? ", …" : "")
    default: contentProblem
    }
  }

  private var contentProblem: String {
    switch self {
    case .emptyTable(let file): "'\(file)' has no rows below its header"
    case .labelColumnMissing(let wanted?, let columns, _):
      "there is no column '\(wanted)'; columns: \(listed(columns))"
    case .labelColumnMissing(nil, let columns, _):
      "no column is called label, class, emotion, target or y; columns: \(listed(columns))"
    case .labelColumnAmbiguous(let candidates, let columns):
      "\(listed(candidates.map { "'\($0)'" })) could each be the labels; columns: \(listed(columns))"
    case .columnMissing(_, let wanted, let columns, _): "there is no column '\(wanted)'; columns: \(listed(columns))"
    case .columnTwice(let name, let first, let second):
      "column '\(name)' is named twice, by \(first)= and by \(second)="
    case .noColumns(let name, let parameter): "'\(name)' holds images, which have no columns for \(parameter)= to name"
    case .badCell(let file, let line, let column, let text, let problem):
      "'\(file)' line \(line), column '\(column)' " + problem.says(of: text)
    case .raggedRow(let file, let line, let found, let expected):
      "'\(file)' line \(line) has \(counted(found, "field")); the header has \(expected)"
    case .unclosedQuote(let file, let line): "'\(file)' line \(line) opens a quote that is never closed"
    case .badEncoding(let file, let what): "'\(file)' is not a text in UTF-8: \(what)"
    case .noFeatures(let file, let columns):
      "'\(file)' has no column of numbers beside its labels; columns: \(listed(columns))"
    case .labelsNotClasses(let example): "the labels are measurements such as \(example), not classes"
    default: binaryProblem
    }
  }

  private var binaryProblem: String {
    switch self {
    case .badArchive(let path, let reason): "the archive '\(path)' is damaged: \(reason)"
    case .encryptedArchive(let path, let entry): "the archive '\(path)' is encrypted ('\(entry)' needs a password)"
    case .unsafeArchive(let path, let entry, let reason): "the archive '\(path)' is not safe: '\(entry)' \(reason)"
    case .unsupportedCompression(let path, let entry, let method):
      "'\(entry)' in '\(path)' is packed by method \(method); only stored and deflated files can be read"
    case .badArray(let name, let reason): "the array '\(name)' cannot be read: \(reason)"
    case .objectArray(let name): "the array '\(name)' holds Python objects, which only Python can read"
    case .arrayMissing(let wanted, let found): "there is no array '\(wanted)'; arrays: \(listed(found))"
    case .arrayShape(let name, let shape, let expected):
      "the array '\(name)' has the shape \(shape.map(String.init).joined(separator: " × ")); expected \(expected)"
    case .notFinite(let name, let row, let column, let value):
      "'\(name)' has \(value) in row \(row + 1), column \(column + 1)"
    default: outputProblem
    }
  }

  private var outputProblem: String {
    switch self {
    case .mismatchedCounts(let what, let count, let rows): "\(grouped(rows)) rows but \(grouped(count)) \(what)"
    case .cannotMerge(let first, let second, let reason): "'\(first)' and '\(second)' cannot be joined: \(reason)"
    case .sameData(let first, let second):
      first == second ? "'\(first)' is named twice" : "'\(first)' and '\(second)' hold the same data"
    case .diskFull(let path): "no space is left to write '\(path)'"
    case .writeFailed(let path, let reason): "'\(path)' cannot be written: \(reason)"
    case .notWritable(let path, let reason, _): "'\(path)' cannot be written in this format: \(reason)"
    case .notInstalled(let name, let title, _): "the data set '\(name)' (\(title)) is not on this machine"
    case .badName(let name): "'\(name)' cannot be the name of a data set"
    case .notRegistered(let name, _, let known):
      "no data set was added as '\(name)'" + (known.isEmpty ? "" : "; there are: \(listed(known))")
    case .brokenManifest(let path, let reason): "the description '\(path)' cannot be read: \(reason)"
    default: ""
    }
  }
}

extension DatasetError.CellProblem {
  fileprivate func says(of text: String) -> String {
    switch self {
    case .empty: "is empty"
    case .missing: "is '\(text)', a missing value"
    case .infinite: "is '\(text)', which is infinite"
    case .text: "is '\(text)', which is not a number"
    case .decimalComma: "is '\(text)', a number with a decimal comma"
    case .tooLarge: "is '\(text)', beyond the largest single-precision number"
    case .emptyLabel: "is empty: the row has no class"
    case .unexpected(let expected): "is '\(text)'; expected \(expected)"
    }
  }
}
