extension Array where Element: BitwiseCopyable {
  /// What its elements take in memory.
  var byteCount: Int { count * MemoryLayout<Element>.stride }
}
