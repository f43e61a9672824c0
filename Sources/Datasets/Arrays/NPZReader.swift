import Imaging
import Numerics
import Samples

/// Reads a data set from an NPZ file, as `numpy.savez` and `numpy.savez_compressed` write it.
///
/// `X` holds a row of numbers for each sample, or images as 8-bit integers (n × height × width, or with 1 or 3
/// channels after that); `y` a label for each row. `y`, `subject`, `group`, `source`, `split`, `columns` and arrays called
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
    guard let samples = try array(["X", "x", "features", "data", "images"]) else { throw missing("X") }
    let labelNames = options.labelColumn.map { [$0] } ?? ["y", "Y", "labels", "label", "target", "targets"]
    let labels = options.hasLabels ? try array(labelNames) : nil
    if labels == nil, let wanted = options.labelColumn { throw missing(wanted) }
    try context.checkInterruption()
    let rows = samples.rows
    guard rows > 0, samples.columns > 0 else {
      throw DatasetError.arrayShape(
        name: samples.name, shape: samples.shape, expected: "at least one row and one column")
    }
    let content = try content(samples)
    var columns: [MetadataColumn] = []
    if let labels { columns.append(MetadataColumn("label", .label, .texts(try list(labels, rows: rows)))) }
    let subjectNames = options.subjectColumn.map { [$0] } ?? ["subject", "subjects"]
    if let subjects = try array(subjectNames) { columns.append(.subjects(try list(subjects, rows: rows))) }
    columns += try attributes(rows: rows)
    if let sources = try array(["source", "sources"]) { columns.append(.sources(try list(sources, rows: rows))) }
    if let split = try array(["split", "part", "usage"]) { columns.append(.parts(try parts(split, rows: rows))) }
    return try Reading(
      content, columns: columns, columnNames: (content as? Matrix).map { try columnNames($0) }, layout: .arrays,
      notes: labels == nil && options.hasLabels ? ["there is no array of labels: y"] : [])
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
    if let groups = try array(["group", "groups"]) {
      columns.append(.attribute(Dataset.groupName, try list(groups, rows: rows)))
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
    let texts = try array.strings().map { $0.isEmpty ? nil : $0 }
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

  private func content(_ samples: NPYArray) throws -> any DatasetContent {
    switch samples.shape.count {
    case 1, 2:
      guard samples.columns * samples.rows < Memory.limit / 4 else {
        throw DatasetError.tooLarge(name: name, bytes: samples.columns * samples.rows * 4, limit: Memory.limit)
      }
      return try samples.matrix(takesMissing: true, context: context)
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

  private func images(_ samples: NPYArray) throws -> ImageStack {
    let shape = samples.shape
    let channels = shape.count == 4 ? shape[3] : 1
    guard channels == 1 || channels == 3 else {
      throw DatasetError.arrayShape(name: samples.name, shape: shape, expected: "1 or 3 channels in the last place")
    }
    guard samples.header.itemSize == 1, samples.header.kind == "u" else {
      throw DatasetError.badArray(
        name: samples.name,
        reason: "images must be 8-bit integers (X.astype(\"uint8\")), features must have two dimensions")
    }
    let one = ImageStack.Shape(width: shape[2], height: shape[1], channels: channels)
    return ImageStack(shapes: [ImageStack.Shape](repeating: one, count: shape[0]), bytes: samples.bytes())
  }
}
