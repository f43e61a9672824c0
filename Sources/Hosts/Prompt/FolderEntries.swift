import Glibc

/// What is in a folder (relative to the working folder, `~` for the home), sorted, folders with a `/` behind them; empty
/// where it cannot be read.
func folderEntries(_ folder: String) -> [String] {
  var path = folder.isEmpty ? "." : folder
  if path.hasPrefix("~/"), let home = environmentVariable("HOME") { path = home + path.dropFirst() }
  guard let directory = opendir(path) else { return [] }
  defer { closedir(directory) }
  var names: [String] = []
  while let entry = readdir(directory) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    guard name != ".", name != ".." else { continue }
    var status = stat()
    let isFolder = stat(path + "/" + name, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    names.append(isFolder ? name + "/" : name)
  }
  return names.sorted()
}
