import Basics
import Numerics

/// What is said of archives, arrays, joining, writing and the registry.
extension DatasetError {
  var archivesEntry: ErrorEntry? {
    switch self {
    case .badArchive(let path, let reason):
      ErrorEntry(
        "E0521", "the archive '\(path)' is damaged: \(reason)",
        remedy: "download it again: it is most likely cut off", explanation: Idea.archives)
    case .encryptedArchive(let path, let entry):
      ErrorEntry(
        "E0522", "the archive '\(path)' is encrypted ('\(entry)' needs a password)",
        remedy: "unpack it with its password, and load the folder", explanation: Idea.archives)
    case .unsafeArchive(let path, let entry, let reason):
      ErrorEntry(
        "E0523", "the archive '\(path)' is not safe: '\(entry)' \(reason)",
        remedy: "do not trust this archive; get it from where the data set is published", explanation: Idea.archives)
    case .unsupportedCompression(let path, let entry, let method):
      ErrorEntry(
        "E0524", "'\(entry)' in '\(path)' is packed by method \(method); only stored and deflated files can be read",
        remedy: "unpack it, and load the folder", explanation: Idea.archives)
    default: nil
    }
  }

  var arraysEntry: ErrorEntry? {
    switch self {
    case .badArray(let name, let reason):
      ErrorEntry(
        "E0525", "the array '\(name)' cannot be read: \(reason)",
        remedy: "write it again: numpy.savez_compressed(\"data.npz\", X=X, y=y)", explanation: Idea.arrays)
    case .objectArray(let name):
      ErrorEntry(
        "E0526", "the array '\(name)' holds Python objects, which only Python can read",
        remedy: "turn it into plain numbers or strings first: X.astype(\"float32\"), y.astype(str)",
        explanation: Idea.arrays)
    case .arrayMissing(let wanted, let found):
      ErrorEntry(
        "E0527", "there is no array '\(wanted)'; arrays: \(listed(found))",
        remedy: "name the arrays when saving: numpy.savez_compressed(\"data.npz\", X=X, y=y)", explanation: Idea.arrays)
    case .arrayShape(let name, let shape, let expected):
      ErrorEntry(
        "E0528",
        "the array '\(name)' has the shape \(shape.map(String.init).joined(separator: " × ")); expected \(expected)",
        remedy: "reshape it before saving; X has a row for each sample, y one label for each row",
        explanation: Idea.arrays)
    case .notFinite(let name, let row, let column, let value):
      ErrorEntry(
        "E0529", "'\(name)' has \(value) in row \(row + 1), column \(column + 1)",
        remedy: "correct such values before saving, or make them numpy.nan where they were not measured",
        explanation: Idea.missingNumbers)
    case .mismatchedCounts(let what, let count, let rows):
      ErrorEntry(
        "E0530", "\(grouped(rows)) rows but \(grouped(count)) \(what)",
        remedy: "give one entry for each row", explanation: Idea.joining)
    case .cannotMerge(let first, let second, let reason):
      ErrorEntry(
        "E0531", "'\(first)' and '\(second)' cannot be joined: \(reason)",
        remedy: "bring both through the same stages first, so that their columns agree", explanation: Idea.joining)
    case .sameData(let first, let second):
      ErrorEntry(
        "E0539", first == second ? "'\(first)' is named twice" : "'\(first)' and '\(second)' hold the same data",
        remedy: "name each data set once",
        explanation: "With every row there twice, its copies end on both sides of a split: the test holds what was "
          + "learnt, and a model that only remembers looks right.")
    default: nil
    }
  }

  var outputEntry: ErrorEntry? {
    switch self {
    case .diskFull(let path):
      ErrorEntry(
        "E0532", "no space is left to write '\(path)'",
        remedy: "free some space; nothing half-written was left behind", explanation: Idea.writing)
    case .writeFailed(let path, let reason):
      ErrorEntry(
        "E0533", "'\(path)' cannot be written: \(reason)", remedy: "choose another place", explanation: Idea.writing)
    case .notWritable(let path, let reason, let remedy):
      ErrorEntry(
        "E0538", "'\(path)' cannot be written in this format: \(reason)",
        remedy: remedy, explanation: "A table holds rows of numbers; an NPZ file holds those, or images of one size.")
    case .notInstalled(let name, let title, let source):
      ErrorEntry(
        "E0534", "the data set '\(name)' (\(title)) is not on this machine",
        remedy: "get it from \(source), then: mien data add \(name) PATH", explanation: Idea.registry)
    case .badName(let name):
      ErrorEntry(
        "E0535", "'\(name)' cannot be the name of a data set",
        remedy: "use letters, digits, '-' and '_', starting with a letter or digit", explanation: Idea.registry)
    case .notRegistered(let name, let nearest, let known):
      ErrorEntry(
        "E0536", "no data set was added as '\(name)'" + (known.isEmpty ? "" : "; there are: \(listed(known))"),
        remedy: nearest.map { "did you mean '\($0)'?" } ?? "add it: mien data add \(name) PATH",
        explanation: Idea.registry)
    case .brokenManifest(let path, let reason):
      ErrorEntry(
        "E0537", "the description '\(path)' cannot be read: \(reason)",
        remedy: "remove the file, and add the data set again", explanation: Idea.registry)
    default: nil
    }
  }
}

/// What `explain` says beyond one case.
private enum Idea {
  static let missingNumbers =
    "Every feature must be a finite number, or be missing: an empty cell, NaN, NA, null or ?. Missing numbers are "
    + "counted in a note when they are loaded; a stage may fill them in, and boosted trees take them as they are."
  static let archives =
    "Archives are read in place and never unpacked to disk. Names that lead outside, files that claim to unpack to "
    + "absurd sizes, and files whose checksum is wrong are refused."
  static let arrays =
    "An NPZ file holds X (a row for each sample; or images as 8-bit integers), y (a label for each row), and if wanted "
    + "subject, group, source and split. Pickled Python objects are never read, as that would run code."
  static let joining =
    "Rows of one data set are of one kind and one width, so that a model can see all of them. Classes may differ: they "
    + "are united by name."
  static let writing =
    "Files are written under another name and renamed when complete, so an older file stays as it was until then."
  static let registry =
    "Data sets are not part of the program: their licences ask that you get them yourself. Where one lies is "
    + "remembered by mien data add NAME PATH, together with a checksum."
}
