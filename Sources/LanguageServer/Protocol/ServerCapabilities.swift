import Basics
import Plans

/// What this server can do, as it is told to a client that asks to begin.
struct ServerCapabilities {
  let encoding: PositionEncoding

  /// After these a client asks for completion by itself.
  static let triggers = ["|", " ", "\"", "/", ".", "=", "{", "("]

  var json: JSONValue {
    .object([
      "capabilities": .object([
        "positionEncoding": .string(encoding.rawValue),
        // Opening and closing are told, and changes as they are made.
        "textDocumentSync": .object([
          "openClose": .boolean(true), "change": .integer(2), "save": .object(["includeText": .boolean(false)]),
        ]),
        "completionProvider": .object(["triggerCharacters": .strings(Self.triggers)]),
        "hoverProvider": .boolean(true), "definitionProvider": .boolean(true), "referencesProvider": .boolean(true),
        "documentHighlightProvider": .boolean(true), "documentSymbolProvider": .boolean(true),
        "foldingRangeProvider": .boolean(true), "documentFormattingProvider": .boolean(true),
        "renameProvider": .object(["prepareProvider": .boolean(true)]),
      ]),
      "serverInfo": .object(["name": .string("mien"), "version": .string(mienVersion)]),
    ])
  }
}

/// What a client says of itself when it asks to begin, as far as anything depends on it.
struct ClientTraits {
  /// UTF-8 where it is offered, because offsets are counted in it here; what every client must know otherwise.
  let encoding: PositionEncoding
  /// The folder that is open in it, as a path.
  let root: String?
  /// Whether symbols may hold others.
  let nestsSymbols: Bool

  init(_ parameters: JSONValue) {
    let capabilities = parameters["capabilities"]
    let offered = capabilities?["general"]?["positionEncodings"]?.elements?.compactMap(\.string) ?? []
    encoding = offered.contains(PositionEncoding.utf8.rawValue) ? .utf8 : .utf16
    let folder = parameters["workspaceFolders"]?.elements?.first?["uri"]?.string ?? parameters["rootUri"]?.string
    root = folder.flatMap(DocumentAddress.path) ?? parameters["rootPath"]?.string
    nestsSymbols =
      capabilities?["textDocument"]?["documentSymbol"]?["hierarchicalDocumentSymbolSupport"]?.bool ?? false
  }
}
