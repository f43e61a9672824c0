import Glibc

/// Whether a folder lies on another machine, by what the kernel says of what is mounted.
public enum NetworkFolder {
  private static let types: Set<Substring> = [
    "nfs", "nfs4", "cifs", "smb3", "lustre", "gpfs", "beegfs", "ceph", "afs", "9p", "gfs2", "ocfs2", "panfs",
    "orangefs",
    "glusterfs", "virtiofs",
  ]

  /// - Parameter path: of a file; it and folders that it lies in may be missing.
  public static func holds(_ path: String) -> Bool {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    guard let resolved = realpath(folder.isEmpty ? "/" : folder, nil) else {
      return errno == ENOENT && folder.contains("/") && holds(folder)
    }
    defer { free(resolved) }
    return type(of: String(cString: resolved), in: mounts()).map { types.contains($0) || $0.hasPrefix("fuse.") }
      ?? false
  }

  /// The file system of the mount that a folder lies under.
  /// - Parameter mounts: as `/proc/self/mounts` lists them, the later over the earlier.
  static func type(of folder: String, in mounts: String) -> Substring? {
    var best: (length: Int, type: Substring)?
    for line in mounts.split(separator: "\n") {
      let fields = line.split(separator: " ")
      guard fields.count > 2 else { continue }
      let point = fields[1].replacing("\\040", with: " ")
      let isAbove = point == "/" || folder == point || folder.hasPrefix(point + "/")
      if isAbove, point.utf8.count >= best?.length ?? 0 { best = (point.utf8.count, fields[2]) }
    }
    return best?.type
  }

  private static func mounts() -> String {
    let file = open("/proc/self/mounts", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return "" }
    defer { close(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 14)
    while case let count = read(file, &block, block.count), count > 0 { bytes += block[..<count] }
    return String(decoding: bytes, as: UTF8.self)
  }
}
