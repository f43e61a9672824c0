import Basics
import CommandLine
import Plans
import Stages

@testable import Kernel

import struct CommandLine.Host

/// A kernel without sockets: requests go in, and what it sends comes out.
final class AnswersHarness {
  let outbox: Outbox
  let requests = RequestQueue()
  private let answers: KernelAnswers

  init() throws {
    outbox = try Outbox()
    answers = KernelAnswers(
      host: Host(hostEnvironment: HostEnvironment(catalogue: stageCatalogue, codes: stageCodes)),
      publisher: Publisher(outbox: outbox, session: "test"), requests: requests)
  }

  static func request(_ type: String, _ content: JSONValue) -> KernelMessage {
    KernelMessage(type, content, answering: nil, to: [Array("client".utf8)], session: "client")
  }

  /// Everything that was sent for a request, in order.
  func ask(_ type: String, _ content: JSONValue) -> [KernelMessage] {
    answers.answer(Self.request(type, content))
    return sent()
  }

  func execute(_ code: String) -> [KernelMessage] {
    ask("execute_request", .object(["code": .string(code)]))
  }

  func sent() -> [KernelMessage] {
    outbox.takeAll().compactMap { letter in
      if case .send(let message, _) = letter { message } else { nil }
    }
  }
}

extension [KernelMessage] {
  var types: [String] { map(\.type) }

  func content(_ type: String) -> JSONValue? { first { $0.type == type }?.content }
}
