import Basics
import CommandLine
import Diagnostics
import Dispatch
import Glibc
import Interpreter
import Syntax

/// The documents that are open in an editor, and the session that reads them. Nothing of them is ever run.
final class Workspace {
  let session: Session
  let completer: Completer
  var encoding = PositionEncoding.utf16
  /// The folder that paths in scripts begin at; nil for the one that the server was started in.
  var root: String?
  private(set) var documents: [String: TextDocument] = [:]
  /// What was read of whole documents, so that several questions on one text are answered by one reading.
  private var readings: [String: ScriptReading] = [:]
  /// Who reads each document, with what was found before the last edit, and since when: what lies on the disk may change
  /// without a word to the server, so nothing found there is believed for long.
  private var readers: [String: (reader: ScriptReader, since: DispatchTime)] = [:]
  private static let longestBelief = DispatchTimeInterval.seconds(5)
  /// The documents that were read because one `use`s them.
  private var used: Set<String> = []
  /// The text whose names the session knows, and up to where.
  private var known: (source: SourceText, end: Int)?

  init(host: Host) {
    session = host.session()
    completer = host.completer(for: session)
    // What a script uses is read as it stands in the editor.
    session.readScript = { [weak self] path throws(UnreadableFile) in
      if let self, let document = document(atPath: path) {
        used.insert(document.uri)
        return document.source.text
      }
      return try readTextFile(path)
    }
  }

  func open(uri: String, version: Int?, text: String) {
    let name = DocumentAddress.path(of: uri).map { DocumentAddress.name(ofPath: $0, in: root) } ?? uri
    documents[uri] = TextDocument(uri: uri, name: name, version: version, text: text, encoding: encoding)
    forgetReadings()
  }

  func change(uri: String, _ changes: [TextDocument.Change], version: Int?) throws(ResponseError) {
    guard documents[uri] != nil else { throw ResponseError(.invalidParams, "\(uri) is not open") }
    documents[uri]?.apply(changes, version: version)
    let kept = used.contains(uri) ? nil : readers[uri]
    forgetReadings()
    if let kept, kept.since + Self.longestBelief > .now() { readers[uri] = kept }
  }

  func close(uri: String) {
    documents[uri] = nil
    forgetReadings()
  }

  /// A document or a file has changed, which others may use: all is read again when it is asked for.
  func forgetReadings() {
    readings = [:]
    readers = [:]
    used = []
    known = nil
  }

  func document(_ uri: String) throws(ResponseError) -> TextDocument {
    guard let document = documents[uri] else { throw ResponseError(.invalidParams, "\(uri) is not open") }
    return document
  }

  /// The open document that a path from the working folder names.
  private func document(atPath path: String) -> TextDocument? {
    documents.values.first { $0.source.name == path || DocumentAddress.path(of: $0.uri) == path }
  }

  /// What can be told of a document.
  func reading(of document: TextDocument) -> ScriptReading {
    if let reading = readings[document.uri] { return reading }
    let reading = reader(of: document).read(document.source)
    readings[document.uri] = reading
    known = (document.source, .max)
    return reading
  }

  /// What could be read of a document's text, unchecked.
  func script(of document: TextDocument) -> Script { reader(of: document).script(of: document.source) }

  private func reader(of document: TextDocument) -> ScriptReader {
    if let known = readers[document.uri] { return known.reader }
    let reader = ScriptReader(session)
    readers[document.uri] = (reader, .now())
    return reader
  }

  /// Makes the session know the names that stand before a place in a document; all of them if nothing is said.
  func takeUpNames(of document: TextDocument, before end: Int = .max) {
    if let known, known.end == end, known.source == document.source { return }
    let reading = reader(of: document).read(document.source, before: end)
    known = (document.source, end)
    if end == .max { readings[document.uri] = reading }
  }

  /// What is wrong with a document, as `mien check` tells it.
  func problems(of document: TextDocument) -> [Diagnostic] {
    // A lesson is checked with no names but its own.
    Host.lessonProblems(with: document.source, in: emptied(session)) ?? reading(of: document).diagnostics
  }

  private func emptied(_ session: Session) -> Session {
    known = nil
    _ = session.read(SourceText(name: "", text: ""))
    return session
  }

  /// A place in whatever text: in an open document, or in a file that lies on the disk; nil for a text that is neither, such
  /// as a recipe that comes with Mien.
  func place(of location: Location) -> PlaceInDocument? {
    let name = location.source.name
    if let document = document(atPath: name), document.source.text == location.source.text {
      return PlaceInDocument(uri: document.uri, range: document.range(of: location.span))
    }
    let path = name.hasPrefix("/") ? name : root.map { "\($0)/\(name)" }
    guard let path, access(path, R_OK) == 0 else { return nil }
    let places = PositionTable(location.source.text, encoding)
    return PlaceInDocument(uri: DocumentAddress.uri(ofPath: path), range: places.range(of: location.span))
  }
}
