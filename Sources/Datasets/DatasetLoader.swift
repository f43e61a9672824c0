import Basics
import Numerics

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
    let raw: RawDataset
    switch Paths.kind(of: expanded) {
    case .folder: raw = try content.read(folder: expanded)
    case .file: raw = try content.read(file: expanded)
    case .other:
      throw DatasetError.neitherFileNorFolder(path)
    case nil: throw missing(path, expanded)
    }
    let known = options.name.flatMap { KnownDataset.named($0) } ?? KnownDataset.recognised(by: raw.layout)
    let name = options.name ?? known?.name ?? Self.sourceName(ofPath: expanded)
    return try Dataset(raw, name: name, known: known, context: context)
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
  init(_ raw: RawDataset, name: String, known: KnownDataset?, context: ExecutionContext) throws {
    let unified = UnifiedLabels(raw.labels)
    let hashes = try raw.content.rowHashes(context: context)
    var manifest = known?.manifest ?? Manifest(name: name, kind: raw.content.kind)
    if raw.subjects != nil { manifest.subjectsKnown = true }
    manifest.name = name
    let sources =
      raw.sources.map { sources in sources.map { $0.isEmpty ? name : $0 } }
      ?? [String](repeating: name, count: raw.content.count)
    let notes = NoteMaker(
      labels: unified.labels, parts: raw.parts, sources: sources, subjects: raw.subjects, rowHashes: hashes,
      areImages: raw.content.kind == .stills)
    try self.init(
      content: raw.content, labels: unified.labels, subjects: raw.subjects, groups: raw.groups, sources: sources,
      parts: raw.parts, rowNames: raw.rowNames ?? (0..<raw.content.count).map { "row \($0 + 1)" }, layout: raw.layout,
      skipped: raw.skipped,
      notes: unified.notes + raw.notes
        + (try raw.content.missingNotes(context: context)) + notes.all(layout: raw.layout),
      manifest: manifest, rowHashes: hashes)
  }
}

extension Dataset.Content {
  var kind: Manifest.Kind {
    switch self {
    case .images: .stills
    case .features: .features
    }
  }

  /// How many numbers are missing, and where.
  func missingNotes(context: ExecutionContext) throws -> [String] {
    guard case .features(let matrix, let names) = self, let missing = try matrix.missingNumbers(context: context) else {
      return []
    }
    let (count, columns) = (missing.count, missing.columns)
    let list = columns.map { "\(names[$0]) \(grouped(missing.perColumn[$0]))" }
    return [
      "\(counted(count, "number")) \(count == 1 ? "is" : "are") missing, in \(grouped(missing.rows)) of "
        + "\(counted(missing.totalRows, "row")) and \(grouped(columns.count)) of "
        + "\(counted(names.count, "column")): \(listed(list, atMost: 8))"
    ]
  }
}
