import Basics
import CReadline
import Glibc
import Interpreter
import Lessons

/// The lines of earlier sittings. Every entry is written as soon as it is made, so that nothing is lost however a sitting
/// ends, and sittings side by side do not overwrite each other.
struct HistoryFile {
  private static let limit: Int32 = 10_000
  let path: String

  /// In the folder of this user's own; nil where there is no home.
  static func ofThisUser(environment: (String) -> String? = environmentVariable(_:)) -> HistoryFile? {
    StateFolder.ofThisUser(environment: environment).map { HistoryFile(path: $0.path + "/history") }
  }

  /// Makes the file, which only its owner may read, and gives its entries to readline.
  func load() {
    StateFolder.makeFolder(of: path)
    let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    if descriptor >= 0 {
      fchmod(descriptor, 0o600)
      close(descriptor)
    }
    mien_history_configure(Self.limit)
    if let shortened = shortened() { try? writeTextFile(path, shortened) }
    disarm()
    read_history(path)
  }

  /// Takes out what a terminal would obey: readline shows old lines as they are, and a line may have been pasted, or the
  /// file be another program's. Cost: the file is read, which is short.
  private func disarm() {
    guard let file = fopen(path, "rb") else { return }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: Self.greatestSize + 1)
    bytes.removeLast(bytes.count - fread(&bytes, 1, bytes.count, file))
    let text = String(decoding: bytes, as: UTF8.self)
    let disarmed = ControlCharacters.replaced(in: text)
    if disarmed != text || !text.utf8.elementsEqual(bytes) { try? writeTextFile(path, disarmed) }
  }

  /// Above this the file is cut before readline sees it, whose own limit costs a move of all entries for each one more.
  private static let greatestSize = 1 << 20

  /// The last entries of a file that has grown too long; nil for one that may stay as it is. Cost: the end is read, no
  /// more.
  private func shortened() -> String? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    guard fseek(file, 0, SEEK_END) == 0, ftell(file) > Self.greatestSize,
      fseek(file, -Self.greatestSize / 2, SEEK_END) == 0
    else { return nil }
    var bytes = [UInt8](repeating: 0, count: Self.greatestSize / 2)
    let count = fread(&bytes, 1, bytes.count, file)
    bytes.removeLast(bytes.count - count)
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropFirst()
    // A time stands before each entry; it begins there, whatever lines an entry has.
    let isTimed = lines.contains { $0.first == UInt8(ascii: "#") }
    let kept = isTimed ? lines.drop { $0.first != UInt8(ascii: "#") } : lines
    return String(decoding: Array(kept.joined(separator: [UInt8(ascii: "\n")])), as: UTF8.self)
  }

  /// Keeps an entry, unless it is the last one again or begins with a blank.
  func append(_ entry: String) {
    let entry = ControlCharacters.replaced(in: entry)
    guard !entry.isEmpty, entry.first != " ", entry != String(cString: mien_history_last()) else { return }
    add_history(entry)
    // Should it fail, the entry is still there for this sitting.
    append_history(1, path)
  }
}
