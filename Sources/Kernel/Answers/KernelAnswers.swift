import Basics
import CommandLine
import Interpreter
import Lessons
import Plans

/// Answers the requests of one session, one after another; belongs to the thread that runs it.
final class KernelAnswers {
  private let session: Session
  private let publisher: Publisher
  private let execution: CellExecution
  private let inspection: CursorAnswers

  /// - Parameter lessonStore: keeps how far a person has come in lessons; nil keeps it for this sitting.
  init(host: Host, publisher: Publisher, requests: RequestQueue, lessonStore: LessonStore? = nil) {
    session = host.session()
    self.publisher = publisher
    execution = CellExecution(
      session: session, publisher: publisher, requests: requests, lessonStore: lessonStore)
    inspection = CursorAnswers(session: session, completer: host.completer(for: session))
  }

  /// Keeps what the store has not written yet.
  func end() {
    session.store?.flush()
  }

  func answer(_ request: KernelMessage) {
    publisher.state("busy", answering: request)
    defer { publisher.state("idle", answering: request) }
    let content = request.content
    switch request.type {
    case "execute_request": execution.execute(request)
    case "kernel_info_request": publisher.reply(to: request, KernelDescription.members)
    case "complete_request": publisher.reply(to: request, inspection.complete(content))
    case "inspect_request": publisher.reply(to: request, inspection.inspect(content))
    case "is_complete_request": publisher.reply(to: request, CursorAnswers.isComplete(content), status: nil)
    case "history_request": publisher.reply(to: request, execution.history.answer(content))
    case "comm_info_request":
      publisher.reply(to: request, [.init(name: "comms", value: .object([] as [JSONValue.Member]))])
    case "comm_open":
      // No widget lives here: whoever opens one is told at once that it is closed.
      publisher.publish(
        "comm_close", .object(["comm_id": content["comm_id"] ?? .null, "data": .object([] as [JSONValue.Member])]),
        answering: request)
    default:
      if request.type.hasSuffix("_request") {
        publisher.reply(to: request, Self.unknown(request), status: "error")
      }
    }
  }

  /// What a request gets that nobody here understands.
  static func unknown(_ request: KernelMessage) -> [JSONValue.Member] {
    [
      .init(name: "ename", value: .string("unknown request")),
      .init(name: "evalue", value: .string("mien's kernel does not know '\(request.type)'")),
      .init(name: "traceback", value: .array([])),
    ]
  }
}
