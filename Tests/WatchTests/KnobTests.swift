import Diagnostics
import Syntax
import TestSupport
import Testing

@testable import Watch

@Suite struct KnobTests {
  private func knobs(_ text: String) -> [Knob] { Knob.all(in: parse(SourceText(name: "s.mien", text: text)).script) }

  @Test func numbersAndWordsHaveChoices() throws {
    let found = knobs(
      "k = 50  #| 10..200 by 10\nc = 0.5 #| 0..1.5\nkernel = \"rbf\" #| \"rbf\", \"linear\"\nn = 2 #| 1, 2, 4")
    #expect(found.map(\.name) == ["k", "c", "kernel", "n"])
    #expect(found.map(\.value) == ["50", "0.5", "rbf", "2"])
    #expect(
      found.map(\.choices) == [
        .range(lower: 10, upper: 200, step: 10), .range(lower: 0, upper: 1.5, step: 0.015),
        .values(["rbf", "linear"]), .values(["1", "2", "4"]),
      ])
  }

  @Test(arguments: [
    "k = 50 # 10..200", "k = 50\n#| 10..200", "k = lbp #| 10..200", "k = 50 #| 200..10", "k = 50 #| a..b",
    "s = \"a\" #| 1..2", "s = \"a\" #| \"a\"", "k = 50 #|",
  ])
  func otherCommentsAreComments(_ text: String) {
    #expect(knobs(text).isEmpty)
  }

  @Test func onlyWhatIsOfferedCanBeWritten() throws {
    let range = try #require(knobs("k = 50 #| 10..200").first)
    #expect(range.written("60") == "60")
    #expect(range.written("0.5e2") == "50")
    for wrong in ["9", "201", "nan", "60; x = 1", ""] { #expect(range.written(wrong) == nil) }
    let words = try #require(knobs("m = \"a\" #| \"a\", \"b\"").first)
    #expect(words.written("b") == "\"b\"")
    #expect(words.written("c\"\nx = 1") == nil)
  }

  @Test func theRestOfTheScriptStaysAsItIs() throws {
    let text = "# über\nk = 50  #| 10..200\nk = 7  #| 1..9\n"
    let second = try #require(knobs(text).last)
    #expect(second.occurrence == 1)
    #expect(second.replaced(by: "8", in: text) == "# über\nk = 50  #| 10..200\nk = 8  #| 1..9\n")
  }

  @Test func aChoiceIsWrittenIntoTheFileUnlessItHasChanged() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("k = 50  #| 10..200\n(k)\n", to: "s.mien")
    let file = ScriptFile(path: path)
    let digest = ScriptOutline(SourceText(name: path, text: try file.read())).digest.hexadecimal
    func turn(_ value: String, _ digest: String) -> Int {
      KnobTurning(file: file).answer(
        Array(#"{"name":"k","occurrence":0,"value":"\#(value)","digest":"\#(digest)"}"#.utf8)
      ).status
    }
    #expect(turn("300", digest) == 422)
    #expect(turn("60", "other") == 409)
    #expect(turn("60", digest) == 204)
    #expect(try file.read() == "k = 60  #| 10..200\n(k)\n")
    #expect(turn("70", digest) == 409)
    #expect(KnobTurning(file: file).answer(Array("{".utf8)).status == 400)
  }
}
