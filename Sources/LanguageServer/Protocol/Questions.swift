import Basics

/// What most questions are about: a place in a document.
struct PlaceQuestion {
  let uri: String
  let position: Position

  init(_ parameters: JSONValue) throws(ResponseError) {
    uri = try parameters.documentURI()
    position = try Position(parameters["position"])
  }
}

extension JSONValue {
  /// The document that a message is about.
  func documentURI() throws(ResponseError) -> String {
    guard let uri = self["textDocument"]?["uri"]?.string else {
      throw ResponseError(.invalidParams, "`textDocument` with its `uri` is missing")
    }
    return uri
  }
}
