import Basics
import Testing

@Suite struct JSONTests {
  private func read(_ text: String) throws -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

  @Test func everyKindOfValueComesBack() throws {
    let value: JSONValue = .object([
      "none": .null, "yes": .boolean(true), "no": .boolean(false), "part": .number(0.1), "small": .number(-1e-300),
      "whole": .integer(.min), "seed": .unsigned(.max), "text": .string("a\"b\\c\n\r\t\u{1}\u{7F}/é😀"),
      "list": .array([.array([]), .object([]), .integer(0)]),
    ])
    #expect(try read(value.text) == value)
  }

  @Test func blanksAndEscapesAreRead() throws {
    #expect(try read(" [ 1 , 2.5e1 ]\n") == .array([.integer(1), .number(25)]))
    #expect(try read(#""\u00e9\ud83d\ude00\/\b\f""#) == .string("é😀/\u{8}\u{C}"))
    #expect(try read(#"{"a":1,"a":2}"#)["a"] == .integer(1))
  }

  @Test func notANumberIsNull() {
    #expect(JSONValue.numbers([.nan, .infinity, -.infinity, 1.5]).text == "[null,null,null,1.5]")
  }

  @Test(arguments: [
    ("", 0), ("[1,]", 3), ("[1 2]", 3), ("{\"a\" 1}", 5), ("{a:1}", 1), ("\"a", 2), ("\"\n\"", 1), ("tru", 0),
    ("01", 2),
    ("-", 1), ("1.", 2), ("1e", 2), ("1e999", 5), ("\"\\x\"", 3), ("\"\\ud83d\"", 7), ("\"\\ud83dx\"", 7),
    ("\"\\u12\"", 3),
    ("1 2", 2), ("\"\\udc00\"", 7),
  ])
  func whatIsWrongHasAPlace(text: String, offset: Int) {
    do {
      let value = try read(text)
      Issue.record("\(text) became \(value)")
    } catch let error as MalformedJSON {
      #expect(error.offset == offset, "\(text): \(error.reason)")
    } catch { Issue.record(error) }
  }

  @Test func textThatIsNotUTF8IsRefused() {
    #expect(throws: MalformedJSON.self) { try JSONValue(parsing: [0x22, 0xFF, 0x22]) }
  }

  @Test func depthHasABound() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(throws: Never.self) { try read(nested(512)) }
    #expect(throws: MalformedJSON.self) { try read(nested(513)) }
    #expect(throws: MalformedJSON.self) { try read(String(repeating: "[", count: 1_000_000)) }
  }

  @Test func membersHaveTheirKinds() throws {
    let value = try read(#"{"n":3,"x":2.5,"big":18446744073709551615,"s":"t","b":true,"l":[1]}"#)
    #expect(value["n"]?.int == 3 && value["n"]?.double == 3 && value["x"]?.double == 2.5 && value["x"]?.int == nil)
    #expect(value["big"]?.int == nil && value["s"]?.string == "t" && value["b"]?.bool == true)
    #expect(value["l"]?.elements?.count == 1 && value["missing"] == nil && value["s"]?.double == nil)
  }
}
