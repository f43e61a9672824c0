import Imaging
import Numerics

/// Reads a data set from an NPZ file, as `numpy.savez` and `numpy.savez_compressed` write it.
///
/// `X` holds a row of numbers for each sample, or images as 8-bit integers (n × height × width, or with 1 or 3
/// channels after that); `y` a label for each row. `subject`, `group`, `source`, `split` and `columns` are optional.
struct NPZReader {
  private let archive: ZipArchive
  private let members: [String: Int]
  private let name: String
  private let context: ExecutionContext

  init(_ archive: ZipArchive, context: ExecutionContext) {
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
  func read() throws -> RawDataset {
    guard let samples = try array(["X", "x", "features", "data", "images"]) else { throw missing("X") }
    guard let labels = try array(["y", "Y", "labels", "label", "target", "targets"]) else { throw missing("y") }
    try context.checkInterruption()
    let rows = samples.rows
    guard rows > 0, samples.columns > 0 else {
      throw DatasetError.arrayShape(
        name: samples.name, shape: samples.shape, expected: "at least one row and one column")
    }
    var raw = RawDataset(content: try content(samples), layout: .arrays)
    raw.labels = try list(labels, rows: rows)
    raw.subjects = try array(["subject", "subjects"]).map { try list($0, rows: rows) }
    raw.groups = try array(["group", "groups"]).map { try list($0, rows: rows) }
    raw.sources = try array(["source", "sources"]).map { try list($0, rows: rows) }
    if let split = try array(["split", "part", "usage"]) {
      raw.parts = try list(split, rows: rows).enumerated().map { row, text in
        guard let part = PartNames.part(named: text) else {
          throw DatasetError.badArray(name: split.name, reason: "row \(row + 1) is '\(text)', neither train nor test")
        }
        return part
      }
    }
    return raw
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

  private func content(_ samples: NPYArray) throws -> Dataset.Content {
    switch samples.shape.count {
    case 1, 2:
      guard samples.columns * samples.rows < Memory.limit / 4 else {
        throw DatasetError.tooLarge(name: name, bytes: samples.columns * samples.rows * 4, limit: Memory.limit)
      }
      let names = try array(["columns", "feature_names"])?.strings()
      let matrix = try samples.matrix(takesMissing: true, context: context)
      let isUsable = names?.count == matrix.columns
      return .features(matrix, columnNames: isUsable ? names ?? [] : Self.numberedColumns(matrix.columns))
    case 3, 4: return .images(try images(samples))
    default:
      throw DatasetError.arrayShape(
        name: samples.name, shape: samples.shape, expected: "rows × columns, or rows × height × width of 8-bit images")
    }
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
