import Basics
import Diagnostics
import Plans

/// `cache`, `cache clear`, `cache off`
struct CacheCommand: Command {
  enum Action: String, WordParameter {
    case show, clear, off, on
    static let placeholder = Action.show
  }

  static let declaration = Declaration(
    "cache", "Tells what the cache holds, empties it, or turns the one on disk off and on.", takes: .nothing,
    gives: .document,
    discussion: """
      What stages compute is kept in memory and, where it took longer to compute than to read, on disk, so that \
      tomorrow's session goes on from today's. Everything is kept under what it was made from: a change of the data, \
      an argument, the seed or a stage's version leads to another place, so nothing old is ever taken for new. \
      `cache clear` empties both; the lab book, which `runs` shows, stays. `set cache "folder"` moves the one on disk, \
      `set cache_size 10` lets it take 10 GiB; what was used least recently goes first.
      """,
    searchTerms: ["memory", "disk", "store"],
    examples: [Example("cache", shows: "bytes"), Example("cache clear", shows: "0 bytes")])

  @Parameter("show, clear, off or on", positional: true) var action = Action.show

  func run(in session: Session, at location: Location) throws -> any Payload {
    switch action {
    case .show: break
    case .clear:
      session.cache.removeAll()
      session.store?.removeAll()
    case .off: session.cache.durable = nil
    case .on: session.cache.durable = session.store
    }
    let held = session.cache.byteCount
    let memory =
      "in memory: \(session.cache.count) values, \(grouped(held)) bytes of at most \(grouped(session.cache.budget))"
    let (disk, usage) = onDisk(session)
    return Document.lines(
      "cache", [memory] + disk,
      fields: [("bytes", .number(Double(held))), ("disk_bytes", .number(Double(usage?.bytes ?? 0)))])
  }

  private func onDisk(_ session: Session) -> (lines: [String], usage: StoreUsage?) {
    guard let store = session.store else { return (["on disk: nothing is kept"], nil) }
    guard session.cache.durable != nil else { return (["on disk: turned off; `cache on` turns it on again"], nil) }
    let usage = store.usage()
    let line =
      "on disk: \(grouped(usage.entries)) values, \(grouped(usage.bytes)) bytes of at most \(grouped(store.cap)), "
      + "in \(store.folder)"
    return ([line] + (usage.problem.map { ["it cannot be used fully: \($0)"] } ?? []), usage)
  }
}
