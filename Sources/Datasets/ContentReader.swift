import Files
import Numerics

/// Finds out what a file, a folder or an archive holds, and hands it to the reader for that.
struct ContentReader {
  let options: LoadOptions
  let context: ExecutionContext

  /// Files that could each be a whole data set.
  static let candidateExtensions: Set<String> = UnpackedFiles.extensions.union(["csv", "tsv", "npz", "zip"])

  /// Lies beside FER2013's table and holds neither images nor a class a row.
  private static let votesOfFERPlus = "fer2013new.csv"

  /// Archives in archives in archives are no data set.
  private static let greatestNesting = 2

  func read(folder path: String) throws -> Reading {
    let files = try FolderFiles(path: path, context: context)
    var reading = try read(files, folderName: Paths.lastComponent(Paths.absolute(path)), nesting: 0)
    reading.notes += files.notes
    return reading
  }

  func read(file path: String) throws -> Reading {
    try read(FileBytes(mapping: path), name: path)
  }

  /// Images where there are any that say their class; otherwise the one table, array file or archive.
  private func read(_ files: any FileCollection, folderName: String, nesting: Int) throws -> Reading {
    let listing = files.listing
    guard !listing.isEmpty else { throw DatasetError.emptyFolder(path: files.displayName) }
    let images = listing.indices(withExtension: PicturePlan.extensions)
    let all = listing.indices(withExtension: Self.candidateExtensions)
    let candidates = all.count > 1 ? all.filter { listing.files[$0].name.lowercased() != Self.votesOfFERPlus } : all
    if !images.isEmpty {
      do {
        let table = try RowsTable(files, context: context)
        var plan =
          try table?.plan(listing, images: images)
          ?? PicturePlan(files, images: images, folderName: folderName, context: context)
        table?.complete(&plan, listing)
        if let note = listing.passedOverNote { plan.notes.append(note) }
        return try PictureReader(files, plan: plan, options: options).read(context: context)
      } catch let error as DatasetError {
        // Images that say nothing may be pictures beside a table; with no table, they are the mistake to tell.
        guard case .unknownLayout = error, !candidates.isEmpty else { throw error }
      }
    }
    if candidates.count == 1 {
      var reading = try read(candidates[0], of: files, nesting: nesting)
      if all.count > 1 { reading.notes.append("\(Self.votesOfFERPlus), the votes of FER+, is not used") }
      return reading
    }
    if let split = Self.split(candidates, listing) {
      let train = try read(split.train, of: files, nesting: nesting)
      return try train.followed(by: try read(split.test, of: files, nesting: nesting), named: files.displayName)
    }
    guard candidates.isEmpty else {
      throw DatasetError.severalCandidates(path: files.displayName, files: candidates.map { listing.path($0) })
    }
    throw DatasetError.noImages(
      path: files.displayName, found: "\(counted(listing.files.count, "file")) such as '\(listing.path(0))'")
  }

  private func read(_ file: Int, of files: any FileCollection, nesting: Int) throws -> Reading {
    try read(
      files.contents(of: file, context: context), name: Paths.joined(files.displayName, files.listing.path(file)),
      nesting: nesting)
  }

  /// Two files called train and test are the two parts of one set.
  private static func split(_ candidates: [Int], _ listing: FileListing) -> (train: Int, test: Int)? {
    let meanings = candidates.map { PartNames.meaning(Paths.stem(listing.files[$0].name)) }
    guard candidates.count == 2, let train = meanings.firstIndex(of: .train), let test = meanings.firstIndex(of: .test)
    else { return nil }
    return (candidates[train], candidates[test])
  }

  /// - Parameter nesting: how many archives the file lies in.
  func read(_ file: FileBytes, name: String, nesting: Int = 0) throws -> Reading {
    do {
      let reading = try readContent(file, name: name, nesting: nesting)
      guard !file.hasShrunk else { throw DatasetError.shrunken(name) }
      return reading
    } catch let error as DatasetError {
      // What is found wrong in a file that is no longer whole is not what is wrong.
      throw file.hasShrunk ? DatasetError.shrunken(name) : error
    }
  }

  private func readContent(_ file: FileBytes, name: String, nesting: Int) throws -> Reading {
    switch Paths.fileExtension(name) {
    case "csv", "tsv", "txt", "data": return try readTable(file, name: name)
    case "npz": return try NPZReader(ZipArchive(file, name: name), options: options, context: context).read()
    case "zip": return try readArchive(file, name: name, nesting: nesting)
    case let other where UnpackedFiles.extensions.contains(other):
      return try readUnpacked(file, name: name, nesting: nesting)
    case let other:
      if let unsupported = UnsupportedFile(fileExtension: other) { throw unsupported.error(path: name) }
      if file.bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
        return try readArchive(file, name: name, nesting: nesting)
      }
      throw UnsupportedFile.unknown.error(path: name)
    }
  }

  private func readTable(_ file: FileBytes, name: String) throws -> Reading {
    let table = try TableText(file, name: name, separator: options.separator)
    let header = Set(table.fields(ofRecord: 0).map { $0.lowercased() })
    if header.isSuperset(of: ["usage", "image name", "neutral", "contempt", "nf"]) {
      throw DatasetError.unsupportedFile(
        path: name, what: "FER+'s table of votes, which holds neither images nor one class a row",
        remedy: "put the images into one folder for the class with most votes each, and load that; or load fer2013.csv")
    }
    if !options.namesColumns, let faces = FER2013Reader(table) { return try faces.read(context: context) }
    return try TableReader(table, options: options).read(context: context)
  }

  private func readArchive(_ file: FileBytes, name: String, nesting: Int) throws -> Reading {
    try refuseWebPage(file, name: name)
    let archive = try ZipArchive(file, name: name)
    let files = ZipFiles(archive)
    if !files.listing.isEmpty, files.listing.files.allSatisfy({ $0.name.hasSuffix(".npy") }) {
      return try NPZReader(archive, options: options, context: context).read()
    }
    return try readArchive(files, name: name, nesting: nesting)
  }

  private func readUnpacked(_ file: FileBytes, name: String, nesting: Int) throws -> Reading {
    try refuseWebPage(file, name: name)
    return try readArchive(
      UnpackedFiles(file, name: name, maximumBytes: options.maximumBytes, context: context), name: name,
      nesting: nesting)
  }

  private func readArchive(_ files: any FileCollection, name: String, nesting: Int) throws -> Reading {
    guard nesting < Self.greatestNesting else {
      throw DatasetError.badArchive(path: name, reason: "it lies in too many other archives")
    }
    var reading = try read(files, folderName: Paths.stem(Paths.lastComponent(name)), nesting: nesting + 1)
    reading.notes += files.notes
    return reading
  }

  /// What a download gives when one is not signed in.
  private func refuseWebPage(_ file: FileBytes, name: String) throws {
    if file.bytes.first(where: { $0 > 32 }) == UInt8(ascii: "<") {
      throw DatasetError.badArchive(path: name, reason: "it is a web page, not an archive")
    }
  }
}
