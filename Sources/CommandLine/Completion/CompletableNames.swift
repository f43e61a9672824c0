import Basics

/// What is in a folder (relative to the working folder, `~` for the home), sorted, folders with a `/` behind them; empty
/// where it cannot be read.
public func completableNames(in folder: String) -> [String] {
  var path = folder.isEmpty ? "." : folder
  if path.hasPrefix("~/"), let home = environmentVariable("HOME") { path = home + path.dropFirst() }
  // Readline lists names as they are, so what a terminal would obey is not offered; in quotes it can be pasted.
  let entries = ((try? folderEntries(path)) ?? []).filter { !ControlCharacters.areIn($0.name) }
  return entries.map { entry in
    let isFolder = entry.kind == .folder || (entry.kind != .file && isPresentFolder(path + "/" + entry.name))
    return isFolder ? entry.name + "/" : entry.name
  }.sorted()
}
