import Basics
import CommandLine
import Diagnostics
import Lessons
import Rendering
import Syntax

/// A script as the page follows it: its cells, and of each statement a name made of all that its result depends on. Made
/// from the text alone, in a moment and without a session, so that the page can say what a change touches before anything
/// has run.
struct ScriptOutline: Sendable {
  struct Statement: Sendable {
    /// In one line.
    var text: String
    var cell: Int
    /// The variable or stage that it makes; nil where it only shows.
    var binds: String?
    /// The names of the script that stand in it, and what names the statement that made each.
    var reads: [String: Digest]
    /// Every word in it that could be a name.
    var words: Set<String>
    /// Names everything that its result depends on: its words, what the names in it stand for, settings and files before
    /// it. Two statements with one key have the same result.
    var key: Digest
    /// Whether it defines or sets something rather than giving a value.
    var isSilent: Bool
  }

  let source: SourceText
  let script: Script
  let cells: [Report.Cell]
  let cellSpans: [Span]
  let statements: [Statement]
  let title: String
  let knobs: [Knob]
  /// What is wrong with its grammar.
  let diagnostics: [Diagnostic]
  /// Of the text.
  let digest: Digest
  /// What is played rather than run through; nil where the script is no lesson.
  let lesson: Lesson?

  /// - Parameter stampOfFile: what tells one state of a file or folder from another; nil where there is none.
  init(_ source: SourceText, stampOfFile: @escaping (String) -> ScriptFile.Stamp? = { ScriptFile.Stamp(of: $0) }) {
    self.source = source
    let parsed = parse(source)
    script = parsed.script
    diagnostics = parsed.diagnostics
    let parts = ReportParts(script)
    (cells, cellSpans) = (parts.cells, parts.spans)
    let file = source.name.split(separator: "/").last.map(String.init) ?? source.name
    title = parts.heading ?? (file.hasSuffix(".mien") ? String(file.dropLast(5)) : file)
    var naming = StatementNaming(source, stampOfFile: stampOfFile)
    statements = zip(script.statements, parts.cellOfStatement).map { naming.next($0, cell: $1) }
    knobs = Knob.all(in: script)
    digest = Digest("script", source.text)
    lesson = LessonLibrary.lesson(in: source)
  }

  var keys: Set<Digest> { Set(statements.map(\.key)) }

  /// The statement that a place of the text belongs to; nil where it belongs to none that could be read.
  func statement(at offset: Int) -> Int? {
    script.statements.firstIndex { $0.span.start <= offset && offset <= $0.span.end }
  }

  /// The cell that a place of the text belongs to.
  func cell(at offset: Int) -> Int? { cellSpans.lastIndex { $0.start <= offset } ?? cells.indices.first }
}

/// Walks a script and names its statements one after another.
private struct StatementNaming {
  private let bytes: [UInt8]
  private let folder: String
  private let stampOfFile: (String) -> ScriptFile.Stamp?
  /// What each name stands for at this place.
  private var names: [String: Digest] = [:]
  private var environment = Digest("environment")
  private var last = Digest("nothing")

  init(_ source: SourceText, stampOfFile: @escaping (String) -> ScriptFile.Stamp?) {
    bytes = Array(source.text.utf8)
    folder = source.name.lastIndex(of: "/").map { String(source.name[...$0]) } ?? ""
    self.stampOfFile = stampOfFile
  }

  mutating func next(_ statement: Statement, cell: Int) -> ScriptOutline.Statement {
    let written = String(decoding: bytes[statement.span.start..<statement.span.end], as: UTF8.self)
    let text = written.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let used = Self.names(in: text)
    let reads = names.filter { used.contains($0.key) }
    var key = Digest("statement", text)
    for path in Self.quoted(in: text) { combine(path, written: used, into: &key) }
    key.combine(environment)
    for (_, meaning) in reads.sorted(by: { $0.key < $1.key }) { key.combine(meaning) }
    if case .expression(_, continuesLast: true) = statement.kind { key.combine(last) }
    if used.contains("_") { key.combine(last) }
    var (isSilent, binds): (Bool, String?) = (true, nil)
    switch statement.kind {
    case .binding(let name, _):
      (isSilent, binds, last) = (false, name.text, key)
    case .expression: (isSilent, last) = (false, key)
    case .use, .set: environment.combine(key)
    case .definition(let definition): binds = definition.name.text
    }
    if let binds { names[binds] = key }
    return .init(text: text, cell: cell, binds: binds, reads: reads, words: used, key: key, isSilent: isSilent)
  }

  /// A file that is named in a statement is a part of what it means, unless the statement writes it.
  private func combine(_ path: String, written words: Set<String>, into key: inout Digest) {
    guard words.isDisjoint(with: ["save", "card"]) else { return }
    for candidate in Set([path, folder + path]).sorted() {
      guard let stamp = stampOfFile(candidate) else { continue }
      key.combine("\(candidate) \(stamp.size) \(stamp.seconds) \(stamp.nanoseconds) \(stamp.inode)")
    }
  }

  /// Every word that could be a name, whatever it is: to be named together with too much costs a run from the cache, to be
  /// named with too little would show a result that is not true any more.
  private static func names(in text: String) -> Set<String> {
    Set(
      text.unicodeScalars.split { scalar in
        !(scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
      }.map { String(String.UnicodeScalarView($0)) })
  }

  private static func quoted(in text: String) -> [String] {
    text.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
      .compactMap { $0.offset % 2 == 1 && !$0.element.isEmpty ? String($0.element) : nil }
  }
}
