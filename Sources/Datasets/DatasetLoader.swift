import Basics
import Numerics
import Samples

/// Loads data sets by name or path, as they were downloaded.
public struct DatasetLoader: Sendable {
  public let registry: DatasetRegistry

  public init(registry: DatasetRegistry = .standard) {
    self.registry = registry
  }

  /// Loads a data set that was added under this name; else what lies at this path. A name with a slash is a path.
  /// - Throws: `DatasetError`: `.notInstalled` for a known set that is not on this machine; `Interrupted`.
  public func load(
    _ nameOrPath: String, options: LoadOptions = LoadOptions(), context: ExecutionContext = .plain
  ) throws -> Dataset {
    guard !nameOrPath.contains("/") else { return try load(path: nameOrPath, options: options, context: context) }
    if let record = try registry.record(nameOrPath) {
      return try load(record, options: options, context: context)
    }
    let path = Paths.expanded(nameOrPath, relativeTo: options.baseFolder)
    if let known = KnownDataset.named(nameOrPath), Paths.kind(of: path) == nil {
      throw DatasetError.notInstalled(name: known.name, title: known.title, source: known.source)
    }
    return try load(path: nameOrPath, options: options, context: context)
  }

  /// Loads the file or folder at `path`. Cost: linear in its bytes; images are decoded on all threads of `context`.
  /// - Throws: `DatasetError`, `Interrupted`.
  public func load(
    path: String, options: LoadOptions = LoadOptions(), context: ExecutionContext = .plain
  ) throws -> Dataset {
    let expanded = Paths.expanded(path, relativeTo: options.baseFolder)
    let content = ContentReader(options: options, context: context)
    let reading: Reading
    switch Paths.kind(of: expanded) {
    case .folder: reading = try content.read(folder: expanded)
    case .file: reading = try content.read(file: expanded)
    case .other:
      throw DatasetError.neitherFileNorFolder(path)
    case nil: throw missing(path, expanded)
    }
    if let named = options.namedColumns.first, ![.table, .arrays].contains(reading.layout) {
      throw DatasetError.noColumns(name: path, parameter: named.parameter)
    }
    let known = options.name.flatMap { KnownDataset.named($0) } ?? KnownDataset.recognised(by: reading.layout)
    let name = options.name ?? known?.name ?? Self.sourceName(ofPath: expanded)
    return try Dataset(reading, name: name, known: known, context: context)
  }

  /// What the rows read from a path are said to come from, where their layout does not tell.
  public static func sourceName(ofPath path: String) -> String {
    Paths.stem(Paths.lastComponent(Paths.absolute(path)))
  }

  private func load(
    _ record: RegisteredDataset, options: LoadOptions, context: ExecutionContext
  ) throws -> Dataset {
    var own = options
    own.name = options.name ?? record.name
    own.labelColumn = options.labelColumn ?? record.labelColumn
    own.baseFolder = nil
    let dataset = try load(path: record.path, options: own, context: context)
    let isSame = dataset.fingerprint == record.fingerprint
    guard !isSame, own.name == record.name, own.labelColumn == record.labelColumn else { return dataset }
    return try dataset.adding(notes: [
      "the files have changed since '\(record.name)' was added (\(grouped(record.rows)) rows then, "
        + "\(grouped(dataset.count)) now)"
    ])
  }

  /// The error for a path that is not there: with the nearest name beside it, or among the names that load knows.
  private func missing(_ path: String, _ expanded: String) -> DatasetError {
    let folder = Paths.folder(of: expanded)
    let siblings = visibleNames(in: folder.isEmpty ? "." : folder)
    if siblings == nil, Paths.kind(of: folder) == .folder { return .permissionDenied(path: folder) }
    let last = Paths.lastComponent(expanded)
    if let near = nearestName(to: last, among: siblings ?? []) {
      return .pathMissing(path: path, nearest: Paths.joined(Paths.folder(of: path), near))
    }
    guard !path.contains("/") else { return .pathMissing(path: path, nearest: nil) }
    let names = registry.names() + KnownDataset.all.map(\.name)
    return .pathMissing(path: path, nearest: nearestName(to: path, among: names))
  }
}

extension Dataset {
  /// Brings what a reader found into its final form: one spelling a class, a manifest, and what should be noted.
  init(_ reading: Reading, name: String, known: KnownDataset?, context: ExecutionContext) throws {
    let reading = try reading.checked(context: context)
    let hashes = try reading.content.rowHashes(context: context)
    let kind = type(of: reading.content).manifestKind
    var manifest = known?.manifest ?? Manifest(name: name, kind: kind)
    var metadata = reading.metadata
    if metadata.column(.subject) != nil { manifest.subjectsKnown = true }
    manifest.name = name
    var labelNotes: [String] = []
    if let raw = reading.labelSpellings {
      let unified = UnifiedLabels(raw)
      metadata = metadata.setting(.labels(unified.labels))
      labelNotes = unified.notes
    }
    metadata.origin.name = name
    metadata = metadata.namingSources(name)
    let notes = NoteMaker(metadata, rowHashes: hashes, areImages: kind == .stills)
    let columnNames = metadata.origin.columnNames
    let missing = try reading.content.missingNotes(columnNames: columnNames ?? [], context: context)
    try self.init(
      content: reading.content, columns: metadata.columns, columnNames: columnNames, layout: reading.layout,
      skipped: reading.skipped, notes: labelNotes + reading.notes + missing + notes.all(layout: reading.layout),
      manifest: manifest, rowHashes: hashes)
  }
}
