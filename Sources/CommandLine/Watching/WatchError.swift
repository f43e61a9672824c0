import Numerics

/// What keeps a page from following a script.
public enum WatchError: ExplainableError, Equatable {
  case cannotListen(port: Int, reason: String)
  case tooLarge(path: String, bytes: Int, limit: Int)
  case unreadable(path: String, reason: String)
  case noThread

  public static let samples: [Self] = [
    .cannotListen(port: 8000, reason: "Address already in use"),
    .tooLarge(path: "study.mien", bytes: 104_857_600, limit: 2_097_152),
    .unreadable(path: "study.mien", reason: "No such file or directory"), .noThread,
  ]

  private static let idea = """
    `mien watch study.mien` serves one page on this machine alone that follows the file: whatever editor saves it, what \
    changed runs, and the page shows what came of it.
    """

  public var entry: ErrorEntry {
    switch self {
    case .cannotListen(let port, let reason):
      ErrorEntry(
        "E1811", "the page cannot be served at port \(port): \(reason)",
        remedy: "leave --port out, which takes one that is free", explanation: Self.idea)
    case .tooLarge(let path, let bytes, let limit):
      ErrorEntry(
        "E1812", "\"\(path)\" has \(bytes / 1_048_576) MiB; a page follows scripts of \(limit / 1_048_576) MiB at most",
        remedy: "is it the script? Data stand in files of their own, which a script names",
        explanation: Self.idea + " The text is read again at every save, so it has to be of a size that people write.")
    case .unreadable(let path, let reason):
      ErrorEntry(
        "E1813", "\"\(path)\" could not be read: \(reason)",
        remedy: "the page goes on with what it had, and follows the file again once it can be read",
        explanation: Self.idea)
    case .noThread:
      ErrorEntry(
        "E1814", "the system gives no more threads", remedy: "end other programs, or raise `ulimit -u`",
        explanation: Self.idea)
    }
  }
}

extension Host {
  /// Tells what keeps a page from following a script.
  public func report(_ error: WatchError) -> ExitStatus {
    problems.report(error)
    if case .unreadable = error { return .wrong }
    return ExitStatus(of: error)
  }
}
