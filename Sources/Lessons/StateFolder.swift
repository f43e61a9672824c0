import Basics

/// Where what a person did is kept from one sitting to the next: `$XDG_STATE_HOME/mien`, by default below `~/.local/state`
/// (XDG Base Directory Specification).
public struct StateFolder: Sendable {
  public let path: String

  /// nil where there is no home.
  public static func ofThisUser(environment: (String) -> String? = environmentVariable(_:)) -> StateFolder? {
    let state = environment("XDG_STATE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
    let home = environment("HOME").flatMap { $0.isEmpty ? nil : $0 + "/.local/state" }
    return (state ?? home).map { StateFolder(path: $0 + "/mien") }
  }

  /// Makes the folders that a file lies in, which only their owner may enter.
  public static func makeFolder(of file: String) {
    guard let slash = file.lastIndex(of: "/"), slash > file.startIndex else { return }
    // Where it cannot be made, writing the file fails, which is told or may be passed over.
    try? Basics.makeFolder(String(file[..<slash]), permissions: 0o700)
  }
}
