import Basics
import CommandLine

/// Sends what answers a request: replies to whoever asked, and to all clients what came of it.
struct Publisher: Sendable {
  let outbox: Outbox
  /// The kernel's own name in headers.
  let session: String

  /// On the channel that the request came by.
  func reply(
    to request: KernelMessage, on channel: ConnectionFile.Channel = .shell, _ members: [JSONValue.Member],
    status: String? = "ok"
  ) {
    let status = status.map { [JSONValue.Member(name: "status", value: .string($0))] } ?? []
    let type = request.type.replacingSuffix("_request", by: "_reply")
    let message = KernelMessage(
      type, .object(status + members), answering: request, to: request.identities, session: session)
    outbox.put(.send(message, on: channel))
  }

  func publish(_ type: String, _ content: JSONValue, answering request: KernelMessage?) {
    let message = KernelMessage(
      type, content, answering: request, to: [Array("mien.\(type)".utf8)], session: session)
    outbox.put(.send(message, on: .iopub))
  }

  /// "busy", "idle" or "starting".
  func state(_ state: String, answering request: KernelMessage?) {
    publish("status", .object(["execution_state": .string(state)]), answering: request)
  }

  func stream(_ name: String, _ text: String, answering request: KernelMessage) {
    publish("stream", .object(["name": .string(name), "text": .string(text)]), answering: request)
  }
}

extension String {
  fileprivate func replacingSuffix(_ suffix: String, by other: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) + other : self + other
  }
}
