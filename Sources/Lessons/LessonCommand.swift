import Basics
import Diagnostics
import Interpreter
import Plans

/// `lesson`, `lesson leakage`, `lesson export leakage`, `lesson report`.
///
/// The prompt, a notebook and a page play a lesson themselves; in a script the command tells of it.
public struct LessonCommand: Command {
  public static let declaration = Declaration(
    "lesson", "Lists the lessons, plays one, writes a worksheet of one, or tells what was done.",
    takes: .nothing, gives: .document,
    discussion: """
      `lesson leakage` plays a lesson step by step: read, guess, run, explain, try it yourself. In between, lines of your own \
      run as ever. Enter goes on (in a notebook `next`); `hint`, `skip`, `back` and `quit` help, and the lesson goes on from \
      there another day. `mien watch leakage` plays it on a page. \
      `lesson export leakage` writes a worksheet for paper, `lesson report` tells what was answered, for handing in. A file of \
      your own is played by its path, `lesson "mine.mien"`; `help lessons` tells how to write one.
      """,
    searchTerms: ["course", "tutorial", "learn", "teach", "exercise"],
    examples: [
      Example("lesson", shows: "leakage"), Example("lesson leakage", shows: "parts"),
      Example("lesson report", shows: "score"),
      Example("lesson export leakage", notRunBecause: "it writes a file"),
    ])

  @Parameter("the lesson; or export, report", positional: true) var what: Topic? = nil
  @Parameter("the lesson to export, or the path of a file in quotes", positional: true) var lesson: Topic? = nil

  public init() {}

  public func run(in session: Session, at location: Location) throws -> any Payload {
    switch what?.name {
    case nil: return Self.list(LessonStore.ofThisUser()?.records ?? LessonRecords())
    case "report"?: return LessonReport(LessonStore.ofThisUser()?.records ?? LessonRecords()).document
    case "export"?:
      let known = try Self.lesson(lesson?.name ?? "", at: location)
      return try export(known, session, location)
    case let name?:
      let known = try Self.lesson(name, at: location)
      return Document(
        kind: "lesson",
        blocks: [
          .heading(known.title),
          .text(
            "\(known.steps.count) parts, \(known.questions.count) questions\(known.minutes.map { ", about \($0) minutes" } ?? "")."
          ),
          .text(
            """
            Lessons are played line by line: at the prompt or as a cell of a notebook, `lesson \(known.spelling)`; on a \
            page, `mien watch \(known.path ?? known.name)`.
            """),
        ])
    }
  }

  /// - Throws: `Diagnostic` where there is no such lesson.
  public static func lesson(_ name: String, at location: Location) throws -> Lesson {
    if let lesson = LessonLibrary.lesson(name) { return lesson }
    let isPath = name.hasSuffix(".mien")
    let names = LessonLibrary.standard.map(\.name)
    let near = names.first { !name.isEmpty && $0.hasPrefix(name) } ?? nearestName(to: name, among: names)
    throw Diagnostic(
      .unknownLesson, name.isEmpty ? "which lesson?" : "there is no \(isPath ? "file" : "lesson") '\(name)'",
      at: .init(location),
      notes: [
        near.map { "did you mean `lesson \($0)`?" },
        isPath
          ? "a relative path begins at the folder that mien was started in"
          : "`lesson` lists all there are; one of your own is named by its path, such as \"mine.mien\"",
      ].compactMap(\.self)
    )
  }

  private func export(_ lesson: Lesson, _ session: Session, _ location: Location) throws -> any Payload {
    let path = "\(lesson.name)-worksheet.md"
    do throws(UnreadableFile) { try session.writeText(path, Worksheet(lesson).text) } catch {
      throw Diagnostic(.unreadableScript, "\"\(path)\" could not be written: \(error.reason)", at: .init(location))
    }
    return Document(kind: "saved", blocks: [.text("wrote \(path)")])
  }

  static func list(_ records: LessonRecords) -> Document {
    let rows = LessonLibrary.standard.enumerated().map { index, lesson in
      Table.Row([
        .number(Double(index + 1)), .text(lesson.name), .text(lesson.title),
        lesson.minutes.map { .number(Double($0)) } ?? .missing, .text(state(of: records[lesson.name], lesson)),
      ])
    }
    return Document(
      kind: "lesson",
      blocks: [
        .table(Table(columns: ["no", "lesson", "what it teaches", "minutes", "you"], rows: rows)),
        .text(
          "`lesson \(LessonLibrary.standard.first?.name ?? "")` plays one; `tutorial` shows the prompt in ten steps."),
      ])
  }

  private static func state(of record: LessonRecord?, _ lesson: Lesson) -> String {
    guard let record else { return "" }
    return record.isFinished ? "done" : "part \(record.step + 1) of \(lesson.steps.count)"
  }
}

/// `tutorial`: the lesson that shows the prompt itself.
public struct TutorialCommand: Command {
  public static let declaration = Declaration(
    "tutorial", "Shows the prompt in ten steps of a minute each.", takes: .nothing, gives: .document,
    discussion: """
      It is a lesson like the others: `quit` leaves it, `tutorial` goes on. It is made for the prompt, and can be played in a \
      notebook too.
      """,
    searchTerms: ["start", "begin", "introduction"], examples: [Example("tutorial", shows: "prompt")])

  public init() {}

  public func run(in session: Session, at location: Location) throws -> any Payload {
    Document(
      kind: "lesson", blocks: [.text("The tutorial is played at the prompt: start `mien` and write `tutorial`.")])
  }
}

extension DiagnosticCode {
  public static let unknownLesson = DiagnosticCode(
    "E0409", "there is no such lesson",
    explanation: "`lesson` lists those that come with Mien; a file of your own is played by its path in quotes.")

  /// What lessons raise, for `explain`.
  public static let allLessonCodes = [brokenLesson, unknownLesson]
}
