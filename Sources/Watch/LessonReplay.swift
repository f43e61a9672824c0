import Basics
import CommandLine
import Diagnostics
import Interpreter
import Lessons
import Plans
import Rendering

/// Plays a lesson on the page: what it says, what a person enters and what comes of it stand below each other. Belongs to
/// one thread.
final class LessonReplay {
  private let session: Session
  private let settings: RunSettings
  private let page: Page
  private let classroom: Classroom
  private var said: [LessonPlayer.Utterance] = []

  /// - Parameter store: keeps how far a person has come; nil keeps it while the page is there.
  init(host: Host, page: Page, store: LessonStore?, isStopped: @escaping @Sendable () -> Bool) {
    session = host.session(isInterrupted: isStopped)
    settings = host.options.runSettings
    self.page = page
    classroom = Classroom(session: session, store: store, goingOn: "Go on")
    classroom.say = { [unowned self] in said.append($0) }
    classroom.run = { [unowned self] in run($0) }
  }

  /// Keeps what the store has not written yet.
  func end() { session.store?.flush() }

  /// Begins a lesson, or one that has been edited anew, from where the person had come.
  func begin(_ lesson: Lesson) {
    session.beginAgain(with: settings)
    page.beginLesson(lesson.title, problem: problem(in: lesson))
    classroom.begin(lesson)
    rest()
  }

  /// Does what a person entered on the page: a word such as `hint`, an answer, or a line of Mien; nothing goes on.
  func take(_ entry: String) {
    guard classroom.isOpen else { return }
    page.tell("running", isBusy: true)
    if !entry.isEmpty {
      let shown = "<pre class=\"code\"><code>\(contentEscaped(entry))</code></pre>"
      page.append(.code) { $0.content = shown }
    }
    if classroom.take(entry) == .runs { classroom.settle(entry, hasRun: run(entry)) }
    rest()
  }

  /// What is wrong with a lesson that somebody is writing; those that come with Mien are tested.
  private func problem(in lesson: Lesson) -> String {
    guard let path = lesson.path else { return "" }
    let problems = Host.lessonProblems(with: SourceText(name: path, text: lesson.text), in: session) ?? []
    session.beginAgain(with: settings)
    return problems.isEmpty ? "" : ProblemReporter.text(of: Diagnostics(problems))
  }

  private func rest() {
    tellSaid()
    page.tell(classroom.isOpen ? "your turn" : "the lesson is over", isBusy: false)
    page.offer(classroom.isOpen ? .init(choices: classroom.choices) : nil)
  }

  private func tellSaid() {
    guard !said.isEmpty else { return }
    let content = said.map(\.pageContent).joined()
    said = []
    page.append(.words) { $0.content = content }
  }

  /// Runs lines, and shows what comes of them; false where they failed.
  private func run(_ code: String) -> Bool {
    tellSaid()
    let text = code.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let id = page.append(.output) { ($0.text, $0.state, $0.status) = (text, .running, "running") }
    let progress = StatementProgress { [page] line in page.update(id: id) { $0.status = line } }
    session.observer = progress
    progress.start()
    defer { session.observer = SilentObserver() }
    var seconds = 0.0
    do {
      try session.run(SourceText(name: "lesson", text: code)) { outcome in
        if case .shown(let value) = outcome { seconds += value.seconds }
        if case .bound(_, let value) = outcome { seconds += value.seconds }
        let content = ScriptReplay.content(of: outcome)
        page.update(id: id) { $0.content += content }
      }
      progress.stop(notes: [])
      let account = progress.account
      page.update(id: id) {
        ($0.state, $0.notes, $0.status) = (.current, account.notes, account.source(seconds: seconds, isRead: false))
      }
      return true
    } catch {
      progress.stop(notes: [])
      let problem = ProblemReporter.text(of: error)
      page.update(id: id) { ($0.state, $0.problem, $0.status) = (.failed, problem, "failed") }
      return false
    }
  }
}

extension LessonPlayer.Utterance {
  /// Of elements; everything in it is escaped.
  fileprivate var pageContent: String {
    switch self {
    case .right(let text): "<div class=\"right\">\(Self.words(text))</div>\n"
    case .wrong(let text): "<div class=\"wrong\">\(Self.words(text))</div>\n"
    case .prompt(let text): "<div class=\"offer\">\(Self.words(text))</div>\n"
    case .heading, .text, .code: blocks.map(Self.content).joined()
    }
  }

  private static func content(of block: Document.Block) -> String {
    if case .text(let text) = block { return words(text) }
    return HTMLReport().text(of: .shown(PlanValue(Document(kind: "lesson", blocks: [block]))))
  }

  private static func words(_ text: String) -> String {
    HTMLReport().words(text) { title, level in "<h\(level)>\(contentEscaped(title))</h\(level)>\n" }
  }
}
