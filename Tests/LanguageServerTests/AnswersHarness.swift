import Basics
import CommandLine
import Dispatch
import Stages

@testable import LanguageServer

import struct CommandLine.Host

/// A server without streams: messages go in, and what it sends comes out.
final class AnswersHarness {
  let answers: LanguageAnswers
  private let box = Box()
  private var count = 0

  private final class Box {
    var sent: [JSONValue] = []
    var folders: [String] = []
  }

  /// - Parameter root: the folder that is open in the editor; nil for none.
  init(root: String? = nil, encodings: [String] = [], begins: Bool = true) {
    let box = box
    answers = LanguageAnswers(
      host: Host(hostEnvironment: HostEnvironment(catalogue: stageCatalogue, codes: stageCodes)),
      enterFolder: { box.folders.append($0) }, send: { box.sent.append($0) })
    guard begins else { return }
    _ = ask(
      "initialize",
      .object([
        "rootUri": .string(root.map(DocumentAddress.uri(ofPath:))),
        "capabilities": .object([
          "general": .object(["positionEncodings": .strings(encodings)]),
          "textDocument": .object(["documentSymbol": .object(["hierarchicalDocumentSymbolSupport": .boolean(true)])]),
        ]),
      ]))
  }

  var folders: [String] { box.folders }

  /// The result, or null where there is an error.
  func ask(_ method: String, _ parameters: JSONValue = .null) -> JSONValue {
    response(method, parameters)["result"] ?? .null
  }

  func error(_ method: String, _ parameters: JSONValue = .null) -> JSONValue? { response(method, parameters)["error"] }

  private func response(_ method: String, _ parameters: JSONValue) -> JSONValue {
    count += 1
    answers.answer(.message(.request(.number(count), method: method, parameters)))
    return box.sent.last { $0["id"]?.int == count } ?? .null
  }

  func tell(_ method: String, _ parameters: JSONValue) {
    answers.answer(.message(.notification(method, parameters)))
  }

  func open(_ text: String, as uri: String = testURI) {
    tell(
      "textDocument/didOpen",
      .object([
        "textDocument": .object([
          "uri": .string(uri), "languageId": .string("mien"), "version": .integer(1), "text": .string(text),
        ])
      ]))
  }

  func change(_ changes: [JSONValue], of uri: String = testURI) {
    tell(
      "textDocument/didChange",
      .object([
        "textDocument": .object(["uri": .string(uri), "version": .integer(2)]), "contentChanges": .array(changes),
      ]))
  }

  /// What is told of a document once it has rested; nil where nothing is.
  func problems(of uri: String = testURI) -> [JSONValue]? {
    box.sent.removeAll()
    answers.checkRested(now: .now() + .seconds(10))
    return box.sent.last { $0["params"]?["uri"]?.string == uri }?["params"]?["diagnostics"]?.elements
  }

  static func place(_ line: Int, _ character: Int, more: [JSONValue.Member] = []) -> JSONValue {
    .object(
      [
        .init(name: "textDocument", value: .object(["uri": .string(testURI)])),
        .init(name: "position", value: Position(line, character).json),
      ] + more)
  }

  static let document: JSONValue = .object(["textDocument": .object(["uri": .string(testURI)])])
}

let testURI = "file:///folder/study.mien"

extension JSONValue {
  /// `[line, character, line, character]` of a range.
  var corners: [Int]? {
    guard let start = self["start"], let end = self["end"] else { return nil }
    return [start["line"], start["character"], end["line"], end["character"]].compactMap { $0?.int }
  }
}
