import Basics
import Dispatch
import Testing

@testable import LanguageServer

@Suite struct InboxTests {
  private func request(_ id: Int) -> Inbox.Letter { .message(.request(.number(id), method: "m", .null)) }

  private func withdrawal(_ id: Int) -> Inbox.Letter {
    .message(.notification("$/cancelRequest", .object(["id": .integer(id)])))
  }

  private func ids(_ inbox: Inbox) -> [String] {
    var ids: [String] = []
    while true {
      switch inbox.next() {
      case .letter(.message(.request(let id, _, _))): ids.append("\(id)")
      case .letter(.withdrawn(let id)): ids.append("not \(id)")
      case .letter, .quiet: ids.append("?")
      case .ended: return ids
      }
    }
  }

  @Test func aWaitingRequestCanBeWithdrawn() {
    let inbox = Inbox()
    for letter in [request(1), request(2), withdrawal(2), withdrawal(9), request(3)] { inbox.add(letter) }
    inbox.end()
    #expect(ids(inbox) == ["number(1)", "not number(2)", "number(3)"])
  }

  @Test func whenNothingComesItIsQuiet() {
    guard case .quiet = Inbox().next(until: .now()) else {
      Issue.record("something came")
      return
    }
  }
}
