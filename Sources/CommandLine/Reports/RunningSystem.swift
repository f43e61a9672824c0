import Glibc

/// What a script ran on, for reports.
enum RunningSystem {
  /// "Linux 6.1.0 (x86_64)"
  static var name: String {
    var system = utsname()
    guard uname(&system) == 0 else { return "not known" }
    return "\(text(system.sysname)) \(text(system.release)) (\(text(system.machine)))"
  }

  /// The model of the processor, where the system tells it.
  static var processor: String? {
    guard let file = fopen("/proc/cpuinfo", "r") else { return nil }
    defer { fclose(file) }
    var line: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { free(line) }
    while getline(&line, &capacity, file) > 0, let found = line {
      let text = String(cString: found)
      guard text.hasPrefix("model name"), let colon = text.firstIndex(of: ":") else { continue }
      return String(text[text.index(after: colon)...].drop { $0 == " " }.prefix { !$0.isNewline })
    }
    return nil
  }

  private static func text<Letters>(_ letters: Letters) -> String {
    withUnsafeBytes(of: letters) { bytes in String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
