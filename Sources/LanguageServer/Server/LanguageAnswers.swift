import Basics
import CommandLine
import Dispatch
import Glibc

/// Answers one client, one message after another; belongs to the thread that runs it.
final class LanguageAnswers {
  private enum Phase {
    case waiting, ready, shutDown
  }

  /// How long a document must rest before it is checked, and how long it is checked at the latest while it does not.
  private static let rest = DispatchTimeInterval.milliseconds(120)
  private static let patience = DispatchTimeInterval.milliseconds(1000)

  private let workspace: Workspace
  private let send: (JSONValue) -> Void
  private let enterFolder: (String) -> Void
  private var phase = Phase.waiting
  private var nestsSymbols = false
  /// The documents that are to be checked: when at the earliest, and when at the latest.
  private var due: [String: (soon: DispatchTime, latest: DispatchTime)] = [:]

  /// - Parameters:
  ///   - enterFolder: makes the folder that is open in the editor the one that paths in scripts begin at.
  ///   - send: is handed every message for the client.
  init(host: Host, enterFolder: @escaping (String) -> Void, send: @escaping (JSONValue) -> Void) {
    workspace = Workspace(host: host)
    self.enterFolder = enterFolder
    self.send = send
  }

  var wasShutDown: Bool { if case .shutDown = phase { true } else { false } }

  /// When there is something to do although no message comes.
  var deadline: DispatchTime { due.values.map { min($0.soon, $0.latest) }.min() ?? .distantFuture }

  func answer(_ letter: Inbox.Letter) {
    switch letter {
    case .message(.request(let id, let method, let parameters)): answer(id, method, parameters)
    case .message(.notification(let method, let parameters)):
      // What is wrong with a notification cannot be answered; the protocol wants it dropped.
      try? take(method, parameters)
    case .message(.response): break
    case .withdrawn(let id): send(ResponseError(.requestCancelled, "withdrawn").response(to: id))
    case .unreadable(let error): send(error.response(to: error.id))
    }
  }

  /// Checks the documents that have rested long enough, and tells what is wrong with them.
  func checkRested(now: DispatchTime = .now()) {
    for (uri, times) in due where min(times.soon, times.latest) <= now {
      due[uri] = nil
      guard let document = try? workspace.document(uri) else { continue }
      notify("textDocument/publishDiagnostics", ProblemReport(workspace: workspace).parameters(for: document))
    }
  }

  private func answer(_ id: RequestID, _ method: String, _ parameters: JSONValue) {
    do throws(ResponseError) {
      let result = try result(of: method, parameters)
      send(.object(["jsonrpc": .string("2.0"), "id": id.json, "result": result]))
    } catch {
      send(error.response(to: id))
    }
  }

  private func notify(_ method: String, _ parameters: JSONValue) {
    send(.object(["jsonrpc": .string("2.0"), "method": .string(method), "params": parameters]))
  }

  private func result(of method: String, _ parameters: JSONValue) throws(ResponseError) -> JSONValue {
    switch (phase, method) {
    case (.waiting, "initialize"): return begin(parameters)
    case (.waiting, _): throw ResponseError(.serverNotInitialized, "`initialize` comes first")
    case (.ready, "initialize"): throw ResponseError(.invalidRequest, "`initialize` comes once")
    case (.shutDown, _): throw ResponseError(.invalidRequest, "the server has been shut down")
    case (.ready, "shutdown"):
      phase = .shutDown
      return .null
    case (.ready, _): return try answer(to: method, parameters)
    }
  }

  private func begin(_ parameters: JSONValue) -> JSONValue {
    let client = ClientTraits(parameters)
    workspace.encoding = client.encoding
    nestsSymbols = client.nestsSymbols
    if let root = client.root {
      workspace.root = root
      enterFolder(root)
    }
    phase = .ready
    return ServerCapabilities(encoding: client.encoding).json
  }

  private func answer(to method: String, _ parameters: JSONValue) throws(ResponseError) -> JSONValue {
    let names = NameAnswers(workspace: workspace)
    switch method {
    case "textDocument/hover": return try HoverAnswer(workspace: workspace).answer(PlaceQuestion(parameters))
    case "textDocument/completion": return try CompletionAnswer(workspace: workspace).answer(PlaceQuestion(parameters))
    case "textDocument/definition": return try names.definition(PlaceQuestion(parameters))
    case "textDocument/references":
      let includesOrigin = parameters["context"]?["includeDeclaration"]?.bool ?? true
      return try names.references(PlaceQuestion(parameters), includesOrigin: includesOrigin)
    case "textDocument/documentHighlight": return try names.highlights(PlaceQuestion(parameters))
    case "textDocument/prepareRename": return try names.prepareRename(PlaceQuestion(parameters))
    case "textDocument/rename":
      guard let name = parameters["newName"]?.string else {
        throw ResponseError(.invalidParams, "`newName` is missing")
      }
      return try names.rename(PlaceQuestion(parameters), to: name)
    case "textDocument/documentSymbol":
      return try SymbolAnswer(workspace: workspace).answer(uri: parameters.documentURI(), nests: nestsSymbols)
    case "textDocument/foldingRange": return try SymbolAnswer(workspace: workspace).folds(uri: parameters.documentURI())
    case "textDocument/formatting":
      return try FormattingAnswer(workspace: workspace).answer(uri: parameters.documentURI())
    default: throw ResponseError(.methodNotFound, "mien's language server does not know '\(method)'")
    }
  }

  /// What is told and not asked.
  private func take(_ method: String, _ parameters: JSONValue) throws(ResponseError) {
    guard case .ready = phase else { return }
    switch method {
    case "textDocument/didOpen":
      let uri = try parameters.documentURI()
      guard let text = parameters["textDocument"]?["text"]?.string else {
        throw ResponseError(.invalidParams, "`text` is missing")
      }
      workspace.open(uri: uri, version: parameters["textDocument"]?["version"]?.int, text: text)
      checkSoon(uri)
    case "textDocument/didChange":
      let uri = try parameters.documentURI()
      var changes: [TextDocument.Change] = []
      for change in parameters["contentChanges"]?.elements ?? [] { changes.append(try TextDocument.Change(change)) }
      try workspace.change(uri: uri, changes, version: parameters["textDocument"]?["version"]?.int)
      checkSoon(uri)
    case "textDocument/didClose":
      let uri = try parameters.documentURI()
      workspace.close(uri: uri)
      due[uri] = nil
      notify("textDocument/publishDiagnostics", ProblemReport.parameters(uri: uri, version: nil, []))
    case "textDocument/didSave", "workspace/didChangeWatchedFiles":
      workspace.forgetReadings()
      for uri in workspace.documents.keys { checkSoon(uri) }
    default: break
    }
  }

  /// A document, and those that may use it.
  private func checkSoon(_ uri: String) {
    let others = workspace.documents.values.filter { $0.uri != uri && $0.source.text.contains("use ") }.map(\.uri)
    let now = DispatchTime.now()
    for uri in [uri] + others { due[uri] = (now + Self.rest, due[uri]?.latest ?? now + Self.patience) }
  }
}
