import Imaging
import Numerics
import Samples

/// Reads a data set from an NPZ file, as `numpy.savez` and `numpy.savez_compressed` write it.
///
/// `X` holds a row of numbers for each sample, or images (n × height × width, or with 1 or 3 channels after that) of 0 to
/// 255, or of 0 to 1 where they are floating-point; parts may have arrays of their own (`x_train`, `test_images`); `y` a label for each row. `y`, `subject`, `group`, `source`, `split`, `columns` and arrays called
/// `attribute:NAME` are optional.
struct NPZReader {
  private let archive: ZipArchive
  private let members: [String: Int]
  private let name: String
  private let options: LoadOptions
  private let context: ExecutionContext

  init(_ archive: ZipArchive, options: LoadOptions, context: ExecutionContext) {
    self.options = options
    self.context = context
    self.archive = archive
    name = archive.name
    members = Dictionary(
      archive.entries.enumerated().map { (Self.arrayName($1.name), $0) }, uniquingKeysWith: { _, last in last })
  }

  private static func arrayName(_ entry: String) -> String {
    let name = Paths.lastComponent(entry)
    return name.hasSuffix(".npy") ? String(name.dropLast(4)) : name
  }

  /// - Throws: `DatasetError`, `Interrupted`.
  func read() throws -> Reading {
    guard let samples = try array(["X", "x", "features", "data", "images"]) else {
      if let parted = PartedArrays(members.keys) { return try read(parted) }
      throw missing("X")
    }
    let labelNames = options.labelColumn.map { [$0] } ?? ["y", "Y", "labels", "label", "target", "targets"]
    let labels = options.hasLabels ? try array(labelNames) : nil
    if labels == nil, let wanted = options.labelColumn { throw missing(wanted) }
    try context.checkInterruption()
    let rows = samples.rows
    guard rows > 0, samples.columns > 0 else {
      throw DatasetError.arrayShape(
        name: samples.name, shape: samples.shape, expected: "at least one row and one column")
    }
    let found = try content(samples)
    let content = found.0
    var notes = found.notes
    var columns: [MetadataColumn] = []
    var subjectName: String?
    if let labels { columns.append(.texts("label", .label, try list(labels, rows: rows))) }
    if let subjects = try subjectArray(rows: rows) {
      columns.append(.subjects(try list(subjects, rows: rows)))
      subjectName = subjects.name
      if subjects.name != "subject", options.subjectColumn == nil {
        notes.append("array '\(subjects.name)' tells who is in each row; subject= says otherwise")
      }
    }
    columns += try attributes(rows: rows)
    if let sources = try array(["source", "sources"]) {
      columns.append(.texts("source", .source, try list(sources, rows: rows)))
    }
    if let split = try array(["split", "part", "usage"]) { columns.append(.parts(try parts(split, rows: rows))) }
    if labels == nil && options.hasLabels { notes.append("there is no array of labels: y") }
    notes += ignoredNote(beside: [samples.name, labels?.name, subjectName])
    let names = try (content as? Matrix).map { try columnNames($0) }
    if let matrix = content as? Matrix, samples.mayLoseDigits {
      notes += matrix.notesOfLostDigits(columnNames: names ?? [])
    }
    return try Reading(content, columns: columns, columnNames: names, layout: .arrays, notes: notes)
  }

  /// The array of subjects that was asked for, or one of a telling name.
  private var subjectNames: [String] {
    if let wanted = options.subjectColumn { return [wanted] }
    return ["subject", "subjects"] + members.keys.filter { ColumnNames.isSubject($0) }.sorted(by: precedesInBytes)
  }

  /// Who is in each row: an array of a telling name, or one of identifiers or names that come again.
  private func subjectArray(rows: Int) throws -> NPYArray? {
    if let array = try array(subjectNames) { return array }
    for name in members.keys.filter({ ColumnNames.isIdentity($0) }).sorted(by: precedesInBytes) {
      guard let array = try array([name]), array.rows == rows, array.columns == 1,
        Spellings(try array.strings()).texts.count < rows
      else { continue }
      return array
    }
    return nil
  }

  /// What lies in the file and is not used.
  private func ignoredNote(beside used: [String?]) -> [String] {
    let known: Set<String> = [
      "group", "source", "sources", "split", "part", "usage", "columns", "feature_names",
    ]
    let ignored = members.keys.filter { name in
      !known.contains(name) && !used.contains(name) && SavedColumnName.attribute(in: name) == nil
        && SavedColumnName.target(in: name) == nil && !options.attributeColumns.contains(name)
        && name != options.targetColumn && !options.dropColumns.contains(name)
    }
    guard !ignored.isEmpty else { return [] }
    return [
      "arrays that were not read: \(listed(ignored.sorted(by: precedesInBytes))); attributes= and subject= name them"
    ]
  }

  /// Arrays of their own for each part.
  private func read(_ parted: PartedArrays) throws -> Reading {
    var joined: (any DatasetContent)?
    var (labels, parts, notes): ([String], [RowMetadata.Part], [String]) = ([], [], [])
    for entry in parted.entries {
      guard let samples = try array([entry.samples]), let own = try array([entry.labels]) else { continue }
      let (content, more) = try content(samples)
      joined =
        try joined?.appending(content, columns: ColumnNamesToJoin(own: [], other: []), named: ("train", entry.samples))
        ?? content
      labels += try list(own, rows: samples.rows)
      parts += [RowMetadata.Part](repeating: entry.part, count: samples.rows)
      notes += more.filter { !notes.contains($0) }
      if entry.isValidation {
        notes.append("counted as \(entry.part.rawValue): \(counted(samples.rows, "validation row"))")
      }
    }
    guard let joined else { throw missing("X") }
    return try Reading(
      joined, columns: [.texts("label", .label, labels), .parts(parts)],
      columnNames: (joined as? Matrix).map { Self.numberedColumns($0.columns) }, layout: .arrays, notes: notes)
  }

  private func parts(_ split: NPYArray, rows: Int) throws -> [RowMetadata.Part] {
    try list(split, rows: rows).enumerated().map { row, text in
      guard let part = PartNames.part(named: text) else {
        throw DatasetError.badArray(name: split.name, reason: "row \(row + 1) is '\(text)', neither train nor test")
      }
      return part
    }
  }

  /// The group, what `save` marked as known of the rows, and what was asked for.
  private func attributes(rows: Int) throws -> [MetadataColumn] {
    var columns: [MetadataColumn] = []
    if let groups = try array(["group"]) {
      columns.append(
        .attribute(Dataset.groupName, try list(groups, rows: rows).map { MissingWords.isMissing($0) ? "" : $0 }))
    }
    for member in members.sorted(by: { $0.value < $1.value }).map(\.key) {
      if let name = SavedColumnName.attribute(in: member) {
        columns.append(try column(name, .attribute, member, rows))
      } else if let name = SavedColumnName.target(in: member) {
        columns.append(try column(name, .target, member, rows))
      }
    }
    for name in options.attributeColumns where !columns.contains(where: { $0.name == name }) {
      columns.append(try column(name, .attribute, name, rows))
    }
    if let name = options.targetColumn, !columns.contains(where: { $0.role == .target }) {
      columns.append(try column(name, .target, name, rows))
    }
    return columns
  }

  private func column(
    _ name: String, _ role: MetadataColumn.Role, _ member: String, _ rows: Int
  ) throws -> MetadataColumn {
    guard let array = try array([member]) else { throw missing(member) }
    guard array.rows == rows, array.columns == 1 else {
      throw DatasetError.arrayShape(
        name: array.name, shape: array.shape, expected: "one entry for each of \(rows) rows")
    }
    if array.header.kind == "f" {
      let numbers = try array.matrix(takesMissing: true, context: context).storage
      return MetadataColumn(name, role, .numbers(numbers.map { $0.isNaN ? nil : Double($0) }))
    }
    let texts = try array.strings().map { MissingWords.isMissing($0) ? nil : $0 }
    return MetadataColumn(name, role, .init(inferredFrom: texts))
  }

  private func missing(_ wanted: String) -> DatasetError {
    .arrayMissing(wanted: wanted, found: members.keys.sorted(by: precedesInBytes))
  }

  private func array(_ names: [String]) throws -> NPYArray? {
    guard let (name, index) = names.lazy.compactMap({ name in members[name].map { (name, $0) } }).first else {
      return nil
    }
    return try NPYArray(archive.contents(of: index, context: context), name: name)
  }

  private func list(_ array: NPYArray, rows: Int) throws -> [String] {
    guard array.rows == rows, array.columns == 1 else {
      throw DatasetError.arrayShape(
        name: array.name, shape: array.shape, expected: "one entry for each of \(rows) rows")
    }
    return try array.strings()
  }

  private func content(_ samples: NPYArray) throws -> (any DatasetContent, notes: [String]) {
    switch samples.shape.count {
    case 1, 2:
      guard samples.columns * samples.rows < Memory.limit / 4 else {
        throw DatasetError.tooLarge(name: name, bytes: samples.columns * samples.rows * 4, limit: Memory.limit)
      }
      return (try samples.matrix(takesMissing: true, context: context), [])
    case 3, 4: return try images(samples)
    default:
      throw DatasetError.arrayShape(
        name: samples.name, shape: samples.shape, expected: "rows × columns, or rows × height × width of 8-bit images")
    }
  }

  private func columnNames(_ matrix: Matrix) throws -> [String] {
    let names = try array(["columns", "feature_names"])?.strings()
    return names.flatMap { $0.count == matrix.columns ? $0 : nil } ?? Self.numberedColumns(matrix.columns)
  }

  static func numberedColumns(_ count: Int) -> [String] {
    (0..<count).map { "x\($0)" }
  }

  private func images(_ samples: NPYArray) throws -> (any DatasetContent, notes: [String]) {
    let shape = samples.shape
    let channels = shape.count == 4 ? shape[3] : 1
    guard channels == 1 || channels == 3 else {
      let isFirst = shape.count == 4 && (shape[1] == 1 || shape[1] == 3)
      throw DatasetError.arrayShape(
        name: samples.name, shape: shape,
        expected: "1 or 3 channels in the last place" + (isFirst ? ": X.transpose(0, 2, 3, 1)" : ""))
    }
    let one = ImageStack.Shape(width: shape[2], height: shape[1], channels: channels)
    let shapes = [ImageStack.Shape](repeating: one, count: shape[0])
    if samples.header.itemSize == 1, samples.header.kind == "u" {
      return (ImageStack(shapes: shapes, bytes: try samples.bytes()), [])
    }
    let (bytes, note) = try PixelLevels(samples).levels()
    return (ImageStack(shapes: shapes, bytes: bytes), [note])
  }
}
