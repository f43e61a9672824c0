import Basics
import Files
import Numerics
import Samples

/// Layouts in which the class of an image is in a file beside it: RAF-DB as its authors give it out, AffectNet, and CK+.
struct LabelledFiles {
  var layout: Layout
  var rows: [PicturePlan.Row] = []
  var skipped: [SkippedFile] = []
  var notes: [String] = []

  /// nil where there are no such files. Cost: a small file read for each image of AffectNet or sequence of CK+.
  /// - Throws: `DatasetError`, `Interrupted`.
  init?(_ files: any FileCollection, images: [Int], context: ExecutionContext) throws {
    let listing = files.listing
    func found(_ fits: (String) -> Bool) -> [Int] { listing.files.indices.filter { fits(listing.files[$0].name) } }
    if let list = found({
      $0.utf8.count > 22 && ["list_patition_label.txt", "list_partition_label.txt"].contains($0.lowercased())
    }).first {
      layout = .rafdb
      try readRAF(files, list: list, images: images, context)
      return
    }
    let expressions = found { $0.utf8.last == UInt8(ascii: "y") && $0.hasSuffix("_exp.npy") }
    if !expressions.isEmpty {
      layout = .affectNet
      try readAffectNet(files, expressions, images, context)
      return
    }
    let peaks = found {
      $0.utf8.last == UInt8(ascii: "t") && $0.hasSuffix("_emotion.txt") && FileNamePattern.ckSubject($0) != nil
    }
    guard !peaks.isEmpty else { return nil }
    layout = .ckPlus
    try readCKPlus(files, peaks, images, context)
  }

  private static func text(_ file: Int, of files: any FileCollection, _ context: ExecutionContext) throws -> String {
    let bytes = try files.contents(of: file, context: context)
    return withExtendedLifetime(bytes) { String(decoding: bytes.bytes, as: UTF8.self) }
  }

  private static let raf = ["surprise", "fear", "disgust", "happy", "sad", "anger", "neutral"]

  /// `EmoLabel/list_patition_label.txt` (spelt so): `train_00001.jpg 5` a line; images are called so, or
  /// `train_00001_aligned.jpg`.
  private mutating func readRAF(
    _ files: any FileCollection, list: Int, images: [Int], _ context: ExecutionContext
  ) throws {
    var labels: [String: String] = [:]
    for line in try Self.text(list, of: files, context).split(whereSeparator: \.isNewline) {
      let words = line.split(whereSeparator: \.isWhitespace)
      guard words.count == 2, let code = Int(words[1]) else { continue }
      labels[Paths.stem(String(words[0]))] = Self.raf.indices.contains(code - 1) ? Self.raf[code - 1] : String(code)
    }
    let listing = files.listing
    let isAligned = images.contains { Paths.stem(listing.files[$0].name).hasSuffix("_aligned") }
    var originals = 0
    for image in images {
      let stem = Paths.stem(listing.files[image].name)
      guard stem.hasSuffix("_aligned") == isAligned else {
        originals += 1
        continue
      }
      guard let label = labels[isAligned ? String(stem.dropLast(8)) : stem] else {
        skipped.append(SkippedFile(name: listing.path(image), reason: "the list of labels does not name it"))
        continue
      }
      rows.append(.init(file: image, label: label, part: stem.hasPrefix("test") ? .test : .train))
    }
    if rows.allSatisfy({ $0.part == .train }) || rows.allSatisfy({ $0.part == .test }) {
      for index in rows.indices { rows[index].part = nil }
    }
    notes.append("labels are those of \(listing.path(list))")
    if originals > 0 { notes.append("\(counted(originals, "original image")) passed over for the aligned ones") }
    let missing = labels.count - rows.count
    if missing > 0 { notes.append("\(counted(missing, "image")) of the list \(missing == 1 ? "is" : "are") not there") }
  }

  private static let affectNet = ["neutral", "happy", "sad", "surprise", "fear", "disgust", "anger", "contempt"]

  /// `val_set/images/12.jpg` and `val_set/annotations/12_exp.npy`, which holds one number.
  private mutating func readAffectNet(
    _ files: any FileCollection, _ expressions: [Int], _ images: [Int], _ context: ExecutionContext
  ) throws {
    let listing = files.listing
    func key(_ file: Int, _ stem: Substring) -> String {
      Paths.folder(of: listing.folders[listing.files[file].folder]) + "/" + stem
    }
    var annotations: [String: Int] = [:]
    for file in expressions { annotations[key(file, listing.files[file].name.dropLast(8))] = file }
    let meanings = listing.folders.map { FolderMeaning(path: $0) }
    var unused = 0
    for image in images {
      try context.checkInterruption()
      guard let file = annotations[key(image, Substring(Paths.stem(listing.files[image].name)))] else {
        skipped.append(SkippedFile(name: listing.path(image), reason: "it has no annotation"))
        continue
      }
      let array = try NPYArray(files.contents(of: file, context: context), name: listing.path(file))
      guard let code = try array.strings().first.flatMap({ Int($0) }), code >= 0 else {
        throw DatasetError.badArray(name: listing.path(file), reason: "it holds no expression from 0 to 7")
      }
      // 8 to 10 are "none", "uncertain" and "no face".
      guard code < Self.affectNet.count else {
        unused += 1
        continue
      }
      let part: RowMetadata.Part? = meanings[listing.files[image].folder].part.map { $0 == .train ? .train : .test }
      rows.append(.init(file: image, label: Self.affectNet[code], part: part))
    }
    if Set(rows.compactMap(\.part)).count < 2 { for index in rows.indices { rows[index].part = nil } }
    notes.append("labels are those of the annotations; the validation images count as test")
    if unused > 0 { notes.append("\(counted(unused, "image")) annotated as none, uncertain or no face left out") }
  }

  private static let ckPlus = ["neutral", "anger", "contempt", "disgust", "fear", "happy", "sad", "surprise"]

  /// `cohn-kanade-images/S005/001/S005_001_00000011.png`, and its label in
  /// `Emotion/S005/001/S005_001_00000011_emotion.txt` for the last frame of those sequences that have one.
  private mutating func readCKPlus(
    _ files: any FileCollection, _ peaks: [Int], _ images: [Int], _ context: ExecutionContext
  ) throws {
    let listing = files.listing
    var byName: [String: Int] = [:]
    for image in images { byName[Paths.stem(listing.files[image].name)] = image }
    for file in peaks {
      let name = String(Paths.stem(listing.files[file].name).dropLast("_emotion".count))
      guard let number = Double(try Self.text(file, of: files, context).filter { !$0.isWhitespace }),
        let code = Int(exactly: number), Self.ckPlus.indices.contains(code), let image = byName[name]
      else {
        skipped.append(SkippedFile(name: listing.path(file), reason: "it names no image or no emotion from 0 to 7"))
        continue
      }
      rows.append(
        .init(file: image, label: Self.ckPlus[code], subject: FileNamePattern.ckSubject(listing.files[image].name)))
    }
    rows.sort { $0.file < $1.file }
    notes.append(
      "one image for each labelled sequence, its peak; \(grouped(images.count - rows.count)) frames before it, or of sequences "
        + "without a label, left out")
  }
}
