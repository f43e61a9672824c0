import Basics
import Testing

@testable import LanguageServer

/// The order of a session, and what is wrong with a document while it is edited.
@Suite struct LanguageAnswersTests {
  @Test func theOrderOfASession() {
    let server = AnswersHarness(begins: false)
    #expect(server.error("textDocument/hover")?["code"]?.int == -32002)
    let answer = server.ask("initialize", .object(["rootUri": .string("file:///a%20b")]))
    #expect(answer["capabilities"]?["positionEncoding"]?.string == "utf-16")
    #expect(server.folders == ["/a b"])
    #expect(server.error("initialize")?["code"]?.int == -32600)
    #expect(server.error("textDocument/foo")?["code"]?.int == -32601)
    #expect(server.error("textDocument/hover")?["code"]?.int == -32602)
    #expect(server.error("textDocument/hover", AnswersHarness.place(0, 0))?["code"]?.int == -32602, "not open")
    #expect(!server.answers.wasShutDown)
    #expect(server.error("shutdown") == nil)
    #expect(server.answers.wasShutDown)
    #expect(server.error("textDocument/hover")?["code"]?.int == -32600)
  }

  @Test func utf8IsTakenWhereItIsOffered() throws {
    let server = AnswersHarness(encodings: ["utf-16", "utf-8"])
    server.open("x = \"é\" | nosuch")
    let problem = try #require(server.problems()?.first)
    #expect(problem["range"]?.corners == [0, 11, 0, 17])
  }

  @Test func problemsFollowTheEdits() throws {
    let server = AnswersHarness()
    server.open("\"😀\" | nosuch\nfaces 4 | lbp | svm rfb\n")
    let problems = try #require(server.problems())
    #expect(problems.map { $0["code"]?.string } == ["E0101", "E0104"])
    #expect(problems[0]["range"]?.corners == [0, 7, 0, 13])
    #expect(
      problems[1]["message"]?.string
        == "svm has no kernel 'rfb'\ndid you mean 'rbf'?\nkernels: linear, rbf, poly, sigmoid")
    server.change([
      .object(["range": PositionRange(Position(0, 0), Position(1, 0)).json, "text": .string("")]),
      .object(["range": PositionRange(Position(0, 21), Position(0, 23)).json, "text": .string("bf")]),
    ])
    #expect(server.problems() == [])
    #expect(server.problems() == nil, "nothing has changed since")
    server.change([.object(["text": .string("faces |")])])
    #expect(server.problems()?.count == 1)
    server.tell("textDocument/didClose", AnswersHarness.document)
    #expect(server.problems() == nil)
  }

  /// A mistake of a file that is used stands where it is used, and says where it is.
  @Test func mistakesOfOtherFiles() throws {
    let server = AnswersHarness(root: "/folder")
    server.open("def describe = lbp grid=", as: "file:///folder/recipes.mien")
    server.open("x = 1\nuse \"recipes.mien\"\n")
    let problem = try #require(server.problems()?.first)
    #expect(problem["range"]?.corners == [1, 4, 1, 18])
    let place = problem["relatedInformation"]?.elements?.first?["location"]
    #expect(place?["uri"]?.string == "file:///folder/recipes.mien")
    server.change(
      [.object(["text": .string("def describe = lbp grid=2\n")])], of: "file:///folder/recipes.mien")
    #expect(server.problems() == [], "the other document is looked at again")
  }

  @Test func aLessonIsCheckedAsOne() throws {
    let server = AnswersHarness()
    server.open("# %% [markdown]\n# # A lesson\n# %% [question]\n# What?\n")
    #expect(try #require(server.problems()?.first)["code"]?.string?.hasPrefix("E04") == true)
  }
}
