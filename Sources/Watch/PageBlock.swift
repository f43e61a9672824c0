import Basics

/// A piece of the page: words, code, or what came of one statement.
struct PageBlock: Sendable, Equatable {
  enum Kind: String, Sendable {
    case words, code, output
  }

  /// How what is shown stands to the script as it is now.
  enum State: String, Sendable {
    /// What the script gives, for words and code too.
    case current
    /// Of the script as it was; what it is now has not run yet.
    case stale
    case running
    /// Wrong, or failed; what is shown is the last that was good.
    case failed
    /// Needs something that is wrong above.
    case waiting
  }

  let id: Int
  var kind: Kind
  /// What it belongs to: the words or the code themselves, or the statement in one line.
  var text: String
  var state = State.current
  /// One line: computed now, from the cache, or stale, and what it will cost.
  var status = ""
  /// Made of elements; everything in it is escaped.
  var content = ""
  /// What has come of a sweep that runs, of elements.
  var growing = ""
  /// What `why` tells, of elements.
  var why = ""
  /// What is wrong, as plain text.
  var problem = ""
  /// What was noted while it ran, as plain text.
  var notes: [String] = []
  var knobs: [Knob] = []
  /// The result that `content` shows; nil where nothing has been shown yet.
  var shown: Digest?
  /// What the names in it stood for then.
  var shownReads: [String: Digest] = [:]

  /// The revisions of the page at which anything, and at which the content last changed.
  fileprivate(set) var changed = 0
  fileprivate(set) var contentChanged = 0

  init(id: Int, kind: Kind, text: String) {
    (self.id, self.kind, self.text) = (id, kind, text)
  }

  /// Takes over what another has to say.
  /// - Returns: whether anything is different now.
  mutating func become(_ other: PageBlock, at revision: Int) -> Bool {
    var other = other
    (other.changed, other.contentChanged) = (changed, contentChanged)
    guard other != self else { return false }
    if other.content != content || other.why != why { other.contentChanged = revision }
    other.changed = revision
    self = other
    return true
  }

  /// What a page needs to show it that has seen the page's state at `revision`.
  func json(since revision: Int) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init(name: "id", value: .integer(id)), .init(name: "kind", value: .string(kind.rawValue)),
      .init(name: "state", value: .string(state.rawValue)), .init(name: "status", value: .string(status)),
      .init(name: "text", value: .string(kind == .output ? text : "")), .init(name: "problem", value: .string(problem)),
      .init(name: "growing", value: .string(growing)), .init(name: "notes", value: .strings(notes)),
      .init(name: "knobs", value: .array(knobs.map(\.json))),
    ]
    if contentChanged > revision {
      members += [.init(name: "content", value: .string(content)), .init(name: "why", value: .string(why))]
    }
    return .object(members)
  }
}
