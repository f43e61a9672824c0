/// Files and folders that will be there when a line runs, though not yet while the script is checked: those that lines
/// before it write.
public struct PendingPaths: Sendable {
  private var paths: Set<[Substring]> = []
  /// Whether something is written under a name that is not known yet, so that any file may come to be.
  private var isAnything = false

  public init() {}

  /// - Parameter path: empty where it is not known yet.
  public mutating func insert(_ path: String) {
    if path.isEmpty { isAnything = true } else { paths.insert(Self.components(of: path)) }
  }

  /// Whether `path` may be written before it is needed: itself, a folder that holds it, or something inside it.
  public func mayHold(_ path: String) -> Bool {
    let wanted = Self.components(of: path)
    return isAnything || paths.contains { $0.starts(with: wanted) || wanted.starts(with: $0) }
  }

  /// `./a//b/` and `a/b` are one place.
  private static func components(of path: String) -> [Substring] {
    (path.hasPrefix("/") ? ["/"] : []) + path.split(separator: "/").filter { $0 != "." }
  }
}
