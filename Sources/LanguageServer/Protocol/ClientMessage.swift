import Basics

/// What a client calls a request: a number or a text, to be given back as it came.
enum RequestID: Hashable, Sendable {
  case number(Int)
  case text(String)

  init?(_ json: JSONValue) {
    if let number = json.int {
      self = .number(number)
    } else if let text = json.string {
      self = .text(text)
    } else {
      return nil
    }
  }

  var json: JSONValue {
    switch self {
    case .number(let number): .integer(number)
    case .text(let text): .string(text)
    }
  }
}

/// A message of JSON-RPC 2.0 as a client sends them.
enum ClientMessage: Sendable {
  case request(RequestID, method: String, JSONValue)
  case notification(String, JSONValue)
  /// The answer to a request of ours.
  case response

  /// - Throws: `ParseError` or `InvalidRequest`, with the id where there is one.
  init(parsing bytes: [UInt8]) throws(ResponseError) {
    let json: JSONValue
    do throws(MalformedJSON) { json = try JSONValue(parsing: bytes) } catch {
      throw ResponseError(.parseError, "not JSON: \(error.reason), at byte \(error.offset)")
    }
    let id = json["id"].flatMap(RequestID.init)
    guard case .object = json else { throw ResponseError(.invalidRequest, "a message must be an object", id: id) }
    let parameters = json["params"] ?? .null
    switch (json["method"], id) {
    case (let method?, let id):
      guard let method = method.string else { throw ResponseError(.invalidRequest, "a method must be a text", id: id) }
      if let id {
        self = .request(id, method: method, parameters)
      } else if json["id"] == nil {
        self = .notification(method, parameters)
      } else {
        throw ResponseError(.invalidRequest, "an id must be a whole number or a text")
      }
    case (nil, _):
      guard json["result"] != nil || json["error"] != nil else {
        throw ResponseError(.invalidRequest, "a message must have a method", id: id)
      }
      self = .response
    }
  }
}

/// Why a request gets no result.
struct ResponseError: Error, Equatable, Sendable {
  /// Those of JSON-RPC and of the Language Server Protocol, 3.17.
  enum Code: Int, Sendable {
    case parseError = -32700
    case invalidRequest = -32600
    case methodNotFound = -32601
    case invalidParams = -32602
    case serverNotInitialized = -32002
    case requestFailed = -32803
    case requestCancelled = -32800
  }

  let code: Code
  let message: String
  /// Whose answer it is, where the request is not at hand.
  let id: RequestID?

  init(_ code: Code, _ message: String, id: RequestID? = nil) {
    self.code = code
    self.message = message
    self.id = id
  }

  /// The whole response.
  func response(to id: RequestID?) -> JSONValue {
    .object([
      "jsonrpc": .string("2.0"), "id": id?.json ?? .null,
      "error": .object(["code": .integer(code.rawValue), "message": .string(message)]),
    ])
  }
}
