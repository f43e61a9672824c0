import Basics
import Numerics
import Samples

/// Which images of a folder or archive become rows, and what their paths say about each.
struct PicturePlan {
  /// One image to be decoded.
  struct Row: Sendable {
    let file: Int
    let label: String
    var part: RowMetadata.Part?
    var subject: String?
    var group: String?
    var source: String?
    /// In the order of `attributeNames`; empty where nothing is known.
    var attributes: [String?] = []
  }

  var layout: Layout
  var rows: [Row] = []
  /// What else a table beside the images tells.
  var attributeNames: [String] = []
  var skipped: [SkippedFile] = []
  var notes: [String] = []

  static let extensions: Set<String> = [
    "jpg", "jpeg", "jpe", "jfif", "png", "bmp", "tif", "tiff", "webp", "gif", "pgm", "ppm", "pbm", "pnm",
  ]

  /// A plan made elsewhere.
  init(layout: Layout, rows: [Row], skipped: [SkippedFile]) {
    (self.layout, self.rows, self.skipped) = (layout, rows, skipped)
  }

  /// Recognises the layout and labels each image. Cost: linear in the number of files.
  /// - Parameters:
  ///   - images: the files of `files` that are images.
  ///   - folderName: what the folder itself is called, since a layout's top folder may be the one that was named.
  /// - Throws: `DatasetError.unknownLayout`, `.clipsNotRead`.
  init(_ files: any FileCollection, images: [Int], folderName: String, context: ExecutionContext) throws {
    let listing = files.listing
    let used = Set(images.map { listing.files[$0].folder })
    let (meanings, classes) = FolderMeaning.all(listing.folders, holdingImages: used)
    let names = images.map { listing.files[$0].name }
    let clips = used.compactMap { meanings[$0].clipSet }
    if let set = clips.first, clips.count * 2 > used.count {
      throw DatasetError.clipsNotRead(path: files.displayName, like: set, clips: clips.count)
    }
    layout = .classFolders
    if let labelled = try LabelledFiles(files, images: images, context: context) {
      (layout, rows, skipped, notes) = (labelled.layout, labelled.rows, labelled.skipped, labelled.notes)
      return
    }
    if !classes.isEmpty {
      notes.append("taken for a class, as it lies beside others: \(listed(classes))")
    }
    if Self.mostly(names, { FileNamePattern.jaffe($0) != nil }) {
      plan(images, names, as: .jaffe, FileNamePattern.jaffe)
      return
    }
    if Self.mostly(names, { FileNamePattern.kdef($0) != nil }) {
      plan(images, names, as: .kdef, FileNamePattern.kdef)
      return
    }
    planFolders(images, listing, meanings)
    guard !rows.isEmpty else {
      throw DatasetError.unknownLayout(
        path: files.displayName,
        found: "\(counted(images.count, "image")) such as '\(listing.path(images[0]))' lie in no class folder")
    }
    decideParts(listing, meanings)
    recogniseLayout(names, folderName: folderName, listing)
  }

  private static func mostly(_ names: [String], _ fits: (String) -> Bool) -> Bool {
    // Copies of a data set often hold a few files of another kind.
    guard names.prefix(200).lazy.filter(fits).count * 2 > min(200, names.count) else { return false }
    return names.lazy.filter(fits).count * 2 > names.count
  }

  /// Where names of files say who is shown and what they feel.
  private mutating func plan(
    _ images: [Int], _ names: [String], as layout: Layout, _ meaning: (String) -> (subject: String, emotion: String)?
  ) {
    self.layout = layout
    for (file, name) in zip(images, names) {
      if let (subject, emotion) = meaning(name) {
        rows.append(Row(file: file, label: emotion, subject: subject))
      } else {
        skipped.append(
          SkippedFile(name: name, reason: "its name is not that of a \(layout.rawValue.uppercased()) image"))
      }
    }
  }

  /// The class is the folder named after an emotion where there is one, otherwise the folder the image lies in.
  private mutating func planFolders(_ images: [Int], _ listing: FileListing, _ meanings: [FolderMeaning]) {
    let used = Set(images.map { listing.files[$0].folder })
    // One emotion above several folders is the name of the whole, not a class.
    let byEmotion =
      Set(used.compactMap { meanings[$0].emotion }).count > 1
      || Set(used.compactMap { meanings[$0].lastFolder }).count <= 1
    let labels = meanings.map { $0.classFolder(byEmotion: byEmotion) }
    let sets = meanings.map { $0.setFolder(byEmotion: byEmotion) }
    for file in images {
      let folder = listing.files[file].folder
      if let label = labels[folder] {
        rows.append(Row(file: file, label: label, source: sets[folder]))
      } else {
        skipped.append(SkippedFile(name: listing.path(file), reason: "it lies in no class folder"))
      }
    }
    nameSources()
    tellOfClips(used, listing, meanings, byEmotion: byEmotion)
  }

  /// Images below the folder of their class, a few in each of many folders: most likely frames of clips.
  private mutating func tellOfClips(
    _ used: Set<Int>, _ listing: FileListing, _ meanings: [FolderMeaning], byEmotion: Bool
  ) {
    let below = used.filter { meanings[$0].isBelowClass(byEmotion: byEmotion) }
    guard let example = below.min(), below.count * 2 > used.count, below.count > 2 * Set(rows.map(\.label)).count,
      rows.count >= 2 * below.count
    else { return }
    notes.append(
      "the images of a class lie in \(grouped(below.count)) folders below it, such as '\(listing.folders[example])': if these "
        + "are clips or people, near copies are on both sides of a split that does not keep each folder whole")
  }

  /// A few sets side by side are sources; one is the whole, and many are rather people than sets.
  private mutating func nameSources() {
    let sets = Set(rows.compactMap(\.source))
    guard sets.count < 2 || sets.count > Self.mostSets else {
      let names = sets.sorted(by: precedesInBytes).map { $0.isEmpty ? "the folder itself" : $0 }
      notes.append("several sets side by side: \(listed(names))")
      return
    }
    for index in rows.indices { rows[index].source = nil }
  }

  private static let mostSets = 8

  /// Sets the part of each row where there are both parts; a lone part is no split.
  private mutating func decideParts(_ listing: FileListing, _ meanings: [FolderMeaning]) {
    let found = Set(rows.lazy.compactMap { meanings[listing.files[$0.file].folder].part })
    guard found.count > 1 else { return }
    layout = .splitClassFolders
    let validation: RowMetadata.Part = found.contains(.test) ? .train : .test
    var outside = 0
    var tuning = 0
    let partFolders = Set(rows.lazy.compactMap { meanings[listing.files[$0.file].folder].partFolder?.lowercased() })
    // "train1" and "train2" are two sources; "train" and "validation" are one.
    let areNumbered = partFolders.count > found.count && partFolders.contains { $0.last?.isNumber ?? false }
    for index in rows.indices {
      let meaning = meanings[listing.files[rows[index].file].folder]
      switch meaning.part {
      case .train: rows[index].part = .train
      case .test: rows[index].part = .test
      case .validation:
        rows[index].part = validation
        tuning += 1
      case nil:
        rows[index].part = .train
        outside += 1
      }
      if areNumbered, rows[index].source == nil { rows[index].source = meaning.partFolder }
    }
    if tuning > 0 { notes.append("counted as \(validation.rawValue): \(counted(tuning, "validation image"))") }
    if outside > 0 {
      notes.append("counted as train: \(counted(outside, "image")) outside the train and test folders")
    }
  }

  private mutating func recogniseLayout(_ names: [String], folderName: String, _ listing: FileListing) {
    let classes = Set(rows.map(\.label))
    let isSplit = layout == .splitClassFolders
    if Self.mostly(names, { FileNamePattern.ckSubject($0) != nil }) {
      layout = .ck48
      for index in rows.indices {
        rows[index].subject = FileNamePattern.ckSubject(listing.files[rows[index].file].name)
      }
      nameUnknownSubjects(listing)
    } else if isSplit, classes.isSubset(of: Self.numberedClasses),
      classes.count == 7 || isNamedDATASET(folderName, listing) || Self.mostly(names, FileNamePattern.isRAFDB)
    {
      layout = .rafdb
      notes.append("class folders 1 to 7 were read as RAF-DB's emotions")
      rows = rows.map { row in
        Row(
          file: row.file, label: Int(row.label).map { Self.rafdb[$0 - 1] } ?? row.label, part: row.part,
          source: row.source)
      }
    } else if isSplit, Self.mostly(names, FileNamePattern.isFER2013) {
      layout = .fer2013Folders
    }
  }

  /// Images without a subject in their name are each somebody of their own, so that no split is kept from using them.
  private mutating func nameUnknownSubjects(_ listing: FileListing) {
    var unknown = 0
    for index in rows.indices where rows[index].subject == nil {
      rows[index].subject = listing.path(rows[index].file)
      unknown += 1
    }
    if unknown > 0 { notes.append("\(counted(unknown, "image")) have no subject in their name") }
  }

  private static let numberedClasses: Set<String> = ["1", "2", "3", "4", "5", "6", "7"]

  /// RAF-DB comes in a folder of this name.
  private func isNamedDATASET(_ folderName: String, _ listing: FileListing) -> Bool {
    ([folderName] + listing.folders).contains { $0.split(separator: "/").first?.uppercased() == "DATASET" }
  }

  private static let rafdb = ["surprise", "fear", "disgust", "happy", "sad", "anger", "neutral"]
}
