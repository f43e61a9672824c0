import Datasets
import Glibc
import Imaging
import Numerics
import Plans

extension RunEnvironment {
  var registry: DatasetRegistry {
    dataDirectory.map { DatasetRegistry(directory: $0) } ?? .standard
  }
}

/// Where a data set of some name is.
enum DataPlace {
  case file(path: String)
  /// Known, but not installed: synthetic faces of the same classes take its place.
  case standIn(StandInRecipe)
  case nowhere

  init(_ name: String, _ environment: RunEnvironment) {
    let registered = name.contains("/") ? nil : try? environment.registry.resolve(name)
    let path = registered ?? name
    if fileStamp(path) != "" {
      self = .file(path: path)
    } else if !environment.isDataStrict, let known = KnownDataset.named(name),
      let recipe = StandInRecipe.all.first(where: { $0.name == known.name })
    {
      self = .standIn(recipe)
    } else {
      self = .nowhere
    }
  }

  var path: String? {
    if case .file(let path) = self { path } else { nil }
  }
}

/// Size and time of a file or, for a folder, of it and what lies up to two levels below: changes when files are added or
/// taken away. Empty where there is nothing.
func fileStamp(_ path: String, levels: Int = 2) -> String {
  var status = stat()
  guard stat(path, &status) == 0 else { return "" }
  let own = "\(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
  guard levels > 0, status.st_mode & S_IFMT == S_IFDIR, let folder = opendir(path) else { return own }
  defer { closedir(folder) }
  var stamps: [String] = []
  while let entry = readdir(folder) {
    let name = withUnsafePointer(to: entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    guard !name.hasPrefix("."), entry.pointee.d_type == DT_DIR else { continue }
    stamps.append(name + fileStamp("\(path)/\(name)", levels: levels - 1))
  }
  return own + stamps.sorted().joined(separator: "/")
}

extension StandInRecipe {
  /// The stand-in as a data set that says what it is.
  func dataset(context: ExecutionContext) throws -> Dataset {
    let set = try faces().render(context: context)
    return try Dataset(
      content: .images(set.images), labels: set.labels, subjects: set.subjects, groups: set.groups,
      manifest: Manifest(
        name: name, title: "synthetic stand-in for \(name)", kind: .stills, acting: .posed, subjectsKnown: true,
        licence: "made by mien", consent: "nobody is shown", isSynthetic: true), context: context)
  }
}

extension Dataset {
  /// Its rows as plans see them.
  /// - Parameter standIns: the sets among its sources that synthetic faces stand in for. Rows that were saved from
  ///   synthetic faces say so in their source.
  func samples(standIns: [String]) -> Samples {
    let marked = Set(sources.filter { $0.hasPrefix("synthetic") }).sorted()
    let synthetic = standIns.isEmpty ? marked : ["synthetic stand-in for \(standIns.joined(separator: ", "))"] + marked
    let origin = Origin(
      name: Set(sources).sorted().joined(separator: " + "),
      summary: summary.lines.map { "\($0.title): \($0.text)" },
      synthetic: synthetic.isEmpty ? nil : synthetic.joined(separator: ", "),
      fingerprint: fingerprint, columnNames: columnNames)
    let roster = Roster(
      labels: labels, subjects: subjects, groups: groups, sources: sources,
      parts: parts.map { $0.map { $0 == .train ? .train : .test } }, rowNames: rowNames, origin: origin)
    switch content {
    case .images(let stack): return Samples(content: stack, roster: roster)
    case .features(let matrix, _): return Samples(content: matrix, roster: roster)
    }
  }

  private var columnNames: [String]? {
    if case .features(_, let names) = content { names } else { nil }
  }
}
