import Basics

/// The files of a folder or an archive, by name, in the byte order of their paths.
struct FileListing: Sendable {
  struct File: Sendable {
    /// Index into `folders`.
    let folder: Int
    /// The name without its folder.
    let name: String
  }

  /// Each folder that holds a file: its path from the top, components joined by "/", empty for the top itself.
  private(set) var folders: [String] = []
  private(set) var files: [File] = []

  var isEmpty: Bool { files.isEmpty }

  /// The path of a file from the top.
  func path(_ file: Int) -> String {
    Paths.joined(folders[files[file].folder], files[file].name)
  }

  /// Whether a file of this name lies in the folder itself.
  func isAtTop(_ file: Int, named name: String) -> Bool {
    files[file].name == name && folders[files[file].folder].isEmpty
  }

  mutating func addFolder(_ path: String) -> Int {
    folders.append(path)
    return folders.count - 1
  }

  mutating func addFile(_ name: String, inFolder folder: Int) {
    files.append(File(folder: folder, name: name))
  }

  /// The files whose extension is one of `extensions` (lower case).
  func indices(withExtension extensions: Set<String>) -> [Int] {
    files.indices.filter { extensions.contains(Paths.fileExtension(files[$0].name)) }
  }

  /// A listing of files by their paths, in order, with what belongs to each.
  static func sorted<Content>(_ files: [String: Content]) -> (listing: FileListing, contents: [Content]) {
    var listing = FileListing()
    var folders: [String: Int] = [:]
    var contents: [Content] = []
    for (path, content) in files.sorted(by: { precedesInBytes($0.key, $1.key) }) {
      let folder = Paths.folder(of: path)
      let number = folders[folder] ?? listing.addFolder(folder)
      folders[folder] = number
      listing.addFile(Paths.lastComponent(path), inFolder: number)
      contents.append(content)
    }
    return (listing, contents)
  }

  /// Pictures and films in formats that are not read, which nobody would miss in the count of rows.
  var passedOverNote: String? {
    let kinds: Set<String> = [
      "heic", "heif", "avif", "jxl", "jp2", "svg", "psd", "tga", "exr", "hdr", "ico", "dng", "cr2", "nef", "arw", "raw",
      "mp4", "avi", "mov", "mkv", "webm", "wmv", "mpg", "mpeg",
    ]
    var counts: [String: Int] = [:]
    for file in files {
      let ending = Paths.fileExtension(file.name)
      if kinds.contains(ending) { counts[ending, default: 0] += 1 }
    }
    guard !counts.isEmpty else { return nil }
    let list = counts.sorted { precedesInBytes($0.key, $1.key) }.map { "\(grouped($0.value)) .\($0.key)" }
    return "passed over, as such files are not read: \(listed(list))"
  }

  /// Names that systems leave behind and that are never data: hidden files, and those of Finder and Explorer.
  static func isLitter(_ name: some StringProtocol) -> Bool {
    if name.utf8.first == UInt8(ascii: ".") { return true }
    return switch name.utf8.count {
    case 8: name == "__MACOSX"
    case 9: name.lowercased() == "thumbs.db"
    case 11: name.lowercased() == "desktop.ini"
    default: false
    }
  }
}
