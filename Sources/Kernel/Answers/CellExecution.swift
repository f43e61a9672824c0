import Basics
import CommandLine
import Diagnostics
import Interpreter
import Lessons
import Numerics
import Plans
import Rendering
import Syntax

/// Runs cells: what `execute_request` asks for.
final class CellExecution {
  private let session: Session
  private let publisher: Publisher
  private let requests: RequestQueue
  private let lessons: LessonCells
  private(set) var history = CellHistory()
  private var count = 0

  init(session: Session, publisher: Publisher, requests: RequestQueue, lessonStore: LessonStore?) {
    self.session = session
    lessons = LessonCells(session: session, store: lessonStore)
    self.publisher = publisher
    self.requests = requests
  }

  func execute(_ request: KernelMessage) {
    let content = request.content
    let typed = content["code"]?.string ?? ""
    let code = expandingHelp(typed)
    let isSilent = content["silent"]?.bool ?? false
    let isKept = !isSilent && (content["store_history"]?.bool ?? true)
    if isKept {
      count += 1
      history.add(typed, line: count)
    }
    if !isSilent {
      publisher.publish(
        "execute_input", .object(["code": .string(typed), "execution_count": .integer(count)]), answering: request)
    }
    var pages: [JSONValue] = []
    let failure = take(code, isSilent: isSilent, for: request) { value in
      // What was asked with a question mark opens beside the notebook, where it does not become a part of it.
      guard code != typed else { return false }
      pages.append(Self.page(of: value))
      return true
    }
    var members: [JSONValue.Member] = [.init(name: "execution_count", value: .integer(count))]
    if let failure {
      if !isSilent { publisher.publish("error", .object(failure.members), answering: request) }
      tellLesson(for: request)
      publisher.reply(to: request, members + failure.members, status: "error")
      if content["stop_on_error"]?.bool ?? true { abortWaiting() }
    } else {
      members.append(.init(name: "user_expressions", value: values(of: content["user_expressions"])))
      publisher.reply(to: request, members + [.init(name: "payload", value: .array(pages))])
    }
  }

  private static func page(of value: PlanValue) -> JSONValue {
    .object(["source": .string("page"), "data": .object(NotebookForms.forms(of: value)), "start": .integer(0)])
  }

  /// Hands a cell to the lesson that is being played, and runs it where it is not the lesson's.
  private func take(
    _ code: String, isSilent: Bool, for request: KernelMessage, isTaken: (PlanValue) -> Bool
  ) -> CellFailure? {
    guard !isSilent else { return run(code, isSilent: true, for: request, isTaken: isTaken) }
    let isLessons = lessons.take(code) { [unowned self] in runForLesson($0, for: request) }
    let failure = isLessons ? nil : run(code, isSilent: false, for: request, isTaken: isTaken)
    if !isLessons { lessons.settle(code, hasRun: failure == nil) }
    if failure == nil { tellLesson(for: request) }
    return failure
  }

  /// Code of a lesson, below what the lesson has said so far. What went wrong in it is told, and spoils no cell.
  private func runForLesson(_ code: String, for request: KernelMessage) -> Bool {
    tellLesson(for: request)
    guard let failure = run(code, isSilent: false, for: request, isTaken: { _ in false }) else { return true }
    publisher.stream("stderr", failure.lines.joined(separator: "\n") + "\n", answering: request)
    return false
  }

  private func tellLesson(for request: KernelMessage) {
    guard let said = lessons.takeSaid() else { return }
    publish(PlanValue(said), isLast: false, for: request)
  }

  /// - Parameter isTaken: is handed each value first, and says whether it has shown it.
  /// - Returns: what went wrong; nil where all ran.
  private func run(
    _ code: String, isSilent: Bool, for request: KernelMessage, isTaken: (PlanValue) -> Bool
  ) -> CellFailure? {
    Interruption.clear()
    if code.filter({ !$0.isWhitespace }) == "clear", session.value(named: "clear") == nil {
      publisher.publish("clear_output", .object(["wait": .boolean(false)]), answering: request)
      return nil
    }
    let source = SourceText(name: "cell \(count)", text: code)
    let statements = parse(source).script.statements.count
    let progress = ProgressReporter(on: CellProgress(publisher: publisher, request: request, isSilent: isSilent))
    session.observer = progress
    progress.start(showsTimings: session.showsTimings)
    var done = 0
    defer { progress.stop() }
    do {
      try session.run(source) { outcome in
        done += 1
        progress.settle(notes: outcome.notes, showsTimings: session.showsTimings)
        if case .shown(let value) = outcome {
          history.keep(NotebookForms.plainText(of: value, field: session.shownField), line: count)
          if isTaken(value) { return }
        }
        if !isSilent { show(outcome, isLast: done == statements, for: request) }
      }
      return nil
    } catch { return CellFailure(error) }
  }

  private func show(_ outcome: Outcome, isLast: Bool, for request: KernelMessage) {
    switch outcome {
    case .shown(let value): publish(value, field: session.shownField, isLast: isLast, for: request)
    case .bound(let name, let value):
      let summary = TerminalText(style: .plain).summary(of: value.payload)
      publisher.stream("stdout", "\(name): \(printable(summary))\n", answering: request)
    case .defined(let name): publisher.stream("stdout", "\(name) is a stage now\n", answering: request)
    case .done: break
    }
  }

  private func publish(_ value: PlanValue, field: String? = nil, isLast: Bool, for request: KernelMessage) {
    var members: [JSONValue.Member] = [
      .init(name: "data", value: .object(NotebookForms.forms(of: value, field: field))),
      .init(name: "metadata", value: .object([] as [JSONValue.Member])),
    ]
    if isLast { members.append(.init(name: "execution_count", value: .integer(count))) }
    publisher.publish(isLast ? "execute_result" : "display_data", .object(members), answering: request)
  }

  /// Cells that were sent along with one that failed, as "run all" does.
  private func abortWaiting() {
    for request in requests.takeAll(ofType: "execute_request") {
      publisher.state("busy", answering: request)
      publisher.reply(to: request, [.init(name: "execution_count", value: .integer(count))], status: "aborted")
      publisher.state("idle", answering: request)
    }
  }

  /// Each expression on its own: one that is wrong spoils no other.
  private func values(of expressions: JSONValue?) -> JSONValue {
    guard case .object(let members)? = expressions else { return .object([] as [JSONValue.Member]) }
    return .object(
      members.map { member in
        var forms: [JSONValue.Member] = []
        do {
          try session.run(SourceText(name: member.name, text: member.value.string ?? "")) { outcome in
            if case .shown(let value) = outcome { forms = NotebookForms.forms(of: value) }
          }
        } catch {
          return .init(
            name: member.name,
            value: .object([.init(name: "status", value: .string("error"))] + CellFailure(error).members))
        }
        return .init(
          name: member.name,
          value: .object([
            "status": .string("ok"), "data": .object(forms), "metadata": .object([] as [JSONValue.Member]),
          ]))
      })
  }
}

/// What went wrong in a cell, as a notebook shows it.
struct CellFailure {
  /// The code of the first error, such as "E0104".
  let name: String
  let message: String
  /// The lines that the prompt would show, with their colours.
  let lines: [String]

  init(_ error: any Error) {
    if error is Interrupted {
      (name, message, lines) = ("interrupted", ProblemReporter.interrupted, [ProblemReporter.interrupted])
      return
    }
    let first = ProblemReporter.diagnostics(for: error).first
    name = first?.code.id ?? "error"
    message = printable(first?.message ?? "\(error)")
    let text = printable(ProblemReporter.text(of: error, style: .colored), keepsStyles: true)
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  var members: [JSONValue.Member] {
    [
      .init(name: "ename", value: .string(name)), .init(name: "evalue", value: .string(message)),
      .init(name: "traceback", value: .strings(lines)),
    ]
  }
}
