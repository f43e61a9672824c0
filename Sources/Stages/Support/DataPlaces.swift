import Basics
import Datasets
import Glibc
import Imaging
import SyntheticFaces
import Numerics
import Plans
import Samples

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
    if isPresent(path) {
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

/// Size, times and number of a file or, for a folder, of everything below it: changes when a file is changed, added or
/// taken away. Empty where there is nothing. A file that changed within the last second might change again without its
/// time telling, so its stamp is one that never comes again.
/// Cost: about two microseconds a file.
func fileStamp(_ path: String) -> String {
  var stamp = FileStamp()
  stamp.add(path)
  return stamp.text
}

extension RunEnvironment {
  /// For what will be read: that it is there, or will be when it is needed.
  /// - Throws: `DatasetError.pathMissing`.
  func checkPresent(_ path: String) throws {
    guard !isPresent(path), !awaited.mayHold(path) else { return }
    throw DatasetError.pathMissing(path: path, nearest: nil)
  }
}

/// Whether there is a file or folder.
func isPresent(_ path: String) -> Bool {
  access(path, F_OK) == 0
}

/// Whether two paths lead to the same file or folder.
func isSameFile(_ path: String, _ other: String) -> Bool {
  var (first, second) = (stat(), stat())
  return stat(path, &first) == 0 && stat(other, &second) == 0 && first.st_dev == second.st_dev
    && first.st_ino == second.st_ino
}

private struct FileStamp {
  private var digest = Digest("files")
  private var count = 0
  private var latest = 0
  /// Folders that were looked into, by device and number: a link may lead back to one.
  private var visited: Set<[UInt]> = []

  var text: String {
    guard count > 0 else { return "" }
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    let isFresh = now.tv_sec - latest <= 1
    return digest.hexadecimal + (isFresh ? " \(now.tv_sec).\(now.tv_nsec)" : "")
  }

  mutating func add(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    count += 1
    latest = max(latest, status.st_ctim.tv_sec)
    for number in [
      Int(status.st_size), status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec,
      status.st_ctim.tv_nsec, Int(bitPattern: UInt(status.st_ino)),
    ] { digest.combine(number) }
    guard status.st_mode & S_IFMT == S_IFDIR,
      visited.insert([UInt(status.st_dev), UInt(status.st_ino)]).inserted, let names = visibleNames(in: path)
    else { return }
    for name in names.sorted() {
      digest.combine(name)
      add("\(path)/\(name)")
    }
  }
}

extension StandInRecipe {
  /// The stand-in as a data set that says what it is.
  func dataset(context: ExecutionContext) throws -> Dataset {
    let set = try faces().render(context: context)
    return try Dataset(
      set.images, columns: [.labels(set.labels), .subjects(set.subjects), .attribute("group", set.groups)],
      manifest: Manifest(
        name: name, title: "synthetic stand-in for \(name)", kind: .stills, acting: .posed, subjectsKnown: true,
        licence: "made by mien", consent: "nobody is shown", isSynthetic: true), context: context)
  }
}

extension Samples {
  /// The same rows, which say that synthetic faces stand in for some data sets.
  /// - Parameter standIns: the names of those sets.
  func marked(standIns: [String]) -> Samples {
    guard !standIns.isEmpty else { return self }
    var marked = self
    let own = ["synthetic stand-in for \(standIns.joined(separator: ", "))"]
    marked.metadata.origin.synthetic = (own + [metadata.origin.synthetic].compactMap { $0 }).joined(separator: ", ")
    return marked
  }
}
