import Basics

/// What is in a folder (relative to the working folder, `~` for the home), sorted, folders with a `/` behind them; empty
/// where it cannot be read.
public func completableNames(in folder: String) -> [String] {
  var path = folder.isEmpty ? "." : folder
  if path.hasPrefix("~/"), let home = environmentVariable("HOME") { path = home + path.dropFirst() }
  let entries = (try? folderEntries(path)) ?? []
  return entries.map { entry in
    let isFolder = entry.kind == .folder || (entry.kind != .file && isPresentFolder(path + "/" + entry.name))
    return isFolder ? entry.name + "/" : entry.name
  }.sorted()
}
