import Basics
import Glibc
import Numerics

/// What the system says of a file; the function of the same name cannot stand where a type is looked for.
private typealias FileState = stat

/// Of a file or folder and all below it, what tells whether it is as it was.
struct FileStamp {
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
    var status = FileState()
    guard stat(path, &status) == 0 else { return }
    add(path, status)
  }

  private mutating func add(_ path: String, _ status: FileState) {
    count += 1
    latest = max(latest, status.st_ctim.tv_sec)
    for number in [
      Int(status.st_size), status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec,
      status.st_ctim.tv_nsec, Int(bitPattern: UInt(status.st_ino)),
    ] { digest.combine(number) }
    guard status.st_mode & S_IFMT == S_IFDIR,
      visited.insert([UInt(status.st_dev), UInt(status.st_ino)]).inserted, let names = visibleNames(in: path)?.sorted()
    else { return }
    for (name, status) in zip(names, Self.states(of: names, in: path)) {
      digest.combine(name)
      if let status { add("\(path)/\(name)", status) }
    }
  }

  /// What the system says of each name in a folder; nil where it says nothing. Shared over the cores, since these calls
  /// are most of the time that a data set takes that has not changed, and asked from the folder, not from the root.
  private static func states(of names: [String], in folder: String) -> [FileState?] {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return names.map { _ in nil } }
    defer { close(descriptor) }
    var states = [FileState?](repeating: nil, count: names.count)
    states.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let target = DisjointPointer(base)
      let context = ExecutionContext(threads: 2)
      // It throws where it is interrupted, which nobody can do here, or where no memory is left, of which loading tells.
      try? context.forEachPiece(of: names.count, size: 256) { range in
        for index in range {
          var status = FileState()
          if fstatat(descriptor, names[index], &status, 0) == 0 { target[index] = status }
        }
      }
    }
    return states
  }
}
