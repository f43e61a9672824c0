import Basics

/// "1 file", "2 files", "1,200 classes".
func counted(_ number: Int, _ noun: String, plural: String? = nil) -> String {
  "\(grouped(number)) \(number == 1 ? noun : plural ?? noun + "s")"
}

/// Names with commas, the tail of a long list left out: "a, b, c, … (120 in all)".
func listed(_ names: [String], atMost limit: Int = 12) -> String {
  guard names.count > limit else { return names.joined(separator: ", ") }
  return names.prefix(limit).joined(separator: ", ") + ", … (\(grouped(names.count)) in all)"
}

/// Bytes as "1.5 GB" or, below one, "20 MB".
func inGigabytes(_ bytes: Int) -> String {
  let megabytes = bytes / 1_000_000
  guard megabytes >= 1000 else { return "\(megabytes) MB" }
  return "\(megabytes / 1000).\(megabytes % 1000 / 100) GB"
}
