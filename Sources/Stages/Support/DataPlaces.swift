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
