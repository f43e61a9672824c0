import Basics
import Testing

@testable import LanguageServer

@Suite struct TextDocumentTests {
  private func change(_ text: String, _ corners: [Int]? = nil) throws -> TextDocument.Change {
    let range = corners.map { PositionRange(Position($0[0], $0[1]), Position($0[2], $0[3])).json } ?? .null
    return try TextDocument.Change(.object(["text": .string(text), "range": range]))
  }

  @Test func changesAreCarriedOutOneAfterAnother() throws {
    var document = TextDocument(uri: "u", name: "n", version: 1, text: "ab\n😀d\n", encoding: .utf16)
    document.apply([try change("X\n", [0, 1, 0, 2]), try change("c", [2, 2, 2, 2])], version: 2)
    #expect(document.source.text == "aX\n\n😀cd\n")
    #expect(document.version == 2)
    document.apply([try change("all new")], version: nil)
    #expect(document.source.text == "all new")
    #expect(document.version == 2)
  }

  @Test func aChangeMustHaveAText() {
    #expect(throws: ResponseError.self) { try TextDocument.Change(.object(["range": .null])) }
  }

  @Test(arguments: ["/home/a b/ü%.mien", "/x/y.mien"]) func addressesComeBack(path: String) {
    #expect(DocumentAddress.path(of: DocumentAddress.uri(ofPath: path)) == path)
  }

  @Test func addressesAndNames() {
    #expect(DocumentAddress.uri(ofPath: "/a b") == "file:///a%20b")
    #expect(DocumentAddress.path(of: "file://host/a%2") == "/a%2")
    #expect(DocumentAddress.path(of: "untitled:1") == nil)
    #expect(DocumentAddress.name(ofPath: "/home/a/b.mien", in: "/home/a") == "b.mien")
    #expect(DocumentAddress.name(ofPath: "/home/ab/b.mien", in: "/home/a") == "/home/ab/b.mien")
  }
}
