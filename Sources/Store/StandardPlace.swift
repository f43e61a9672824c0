import Basics

extension DiskStore {
  /// Where this user's cache is: `MIEN_CACHE`, else `mien` in the user's cache directory. nil where there is no such
  /// directory, or `MIEN_CACHE` is empty or `off`.
  public static var standardPlace: String? {
    if let chosen = environmentVariable("MIEN_CACHE") { return chosen.isEmpty || chosen == "off" ? nil : chosen }
    if let caches = environmentVariable("XDG_CACHE_HOME"), caches.hasPrefix("/") { return caches + "/mien" }
    return environmentVariable("HOME").flatMap { $0.isEmpty ? nil : $0 + "/.cache/mien" }
  }
}
