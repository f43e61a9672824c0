import Basics
import Testing

@testable import Kernel

@Suite(.serialized) struct KernelAnswersTests {
  @Test func aCellRunsBetweenBusyAndIdle() throws {
    let sent = try AnswersHarness().execute("x = 3\n(x + 1)")
    #expect(sent.types == ["status", "execute_input", "stream", "execute_result", "execute_reply", "status"])
    #expect(sent.first?.content["execution_state"]?.string == "busy")
    #expect(sent.last?.content["execution_state"]?.string == "idle")
    #expect(sent.content("stream")?["text"]?.string == "x: 3\n")
    #expect(sent.content("execute_result")?["data"]?["text/plain"]?.string == "4\n")
    #expect(sent.content("execute_reply")?["execution_count"]?.int == 1)
  }

  /// Only the last value of a cell is its result.
  @Test func valuesBeforeTheLastAreShown() throws {
    let sent = try AnswersHarness().execute("(1)\n(2)\nx = 3")
    #expect(sent.types.filter { $0 == "display_data" }.count == 2)
    #expect(!sent.types.contains("execute_result"))
  }

  @Test func numbersHaveNamesAsAtThePrompt() throws {
    let kernel = try AnswersHarness()
    let sent = kernel.execute("r = faces n=40 subjects=8 | lbp | svm\nr.accuracy\nr.macro_f1")
    let texts = sent.filter { ["display_data", "execute_result"].contains($0.type) }
      .compactMap { $0.content["data"]?["text/plain"]?.string }
    #expect(texts.count == 2)
    #expect(texts.first?.contains("r.accuracy: 0.") == true)
    #expect(texts.last?.contains("r.macro_f1: 0.") == true)
  }

  @Test func anErrorHasItsCodeAndItsPlace() throws {
    let sent = try AnswersHarness().execute("(1)\n(2 + y)")
    let error = try #require(sent.content("error"))
    #expect(error["ename"]?.string?.hasPrefix("E0") == true)
    let lines = try #require(error["traceback"]?.elements).compactMap(\.string).joined(separator: "\n")
    #expect(lines.contains("cell 1:2:6"))
    #expect(sent.content("execute_reply")?["status"]?.string == "error")
    #expect(sent.last?.type == "status" && sent.last?.content["execution_state"]?.string == "idle")
  }

  @Test func afterAnErrorWhatWaitsDoesNotRun() throws {
    let harness = try AnswersHarness()
    harness.requests.add(AnswersHarness.request("execute_request", .object(["code": .string("(5)")])))
    let sent = harness.execute("nonsense")
    let replies = sent.filter { $0.type == "execute_reply" }.map { $0.content["status"]?.string }
    #expect(replies == ["error", "aborted"])
    #expect(harness.execute("(6)").content("execute_result")?["data"]?["text/plain"]?.string == "6\n")
  }

  @Test func silenceIsKept() throws {
    let harness = try AnswersHarness()
    let sent = harness.ask("execute_request", .object(["code": .string("(1)"), "silent": .boolean(true)]))
    #expect(sent.types == ["status", "execute_reply", "status"])
    #expect(sent.content("execute_reply")?["execution_count"]?.int == 0)
  }

  @Test func picturesComeInEveryForm() throws {
    let sent = try AnswersHarness().execute("faces n=20 subjects=4 | classes | plot")
    guard case .object(let forms)? = sent.content("execute_result")?["data"] else {
      Issue.record("no data in \(sent.types)")
      return
    }
    #expect(
      Set(forms.map(\.name)) == ["text/plain", "image/svg+xml", "image/png", "application/vnd.vegalite.v5+json"])
    #expect(forms.first { $0.name == "image/svg+xml" }?.value.string?.contains("SYNTHETIC") == true)
  }

  /// Nothing in a page runs, whatever a column is called.
  @Test func tablesArePagesWithoutScripts() throws {
    let sent = try AnswersHarness().execute("faces n=20 subjects=4 | classes")
    let page = try #require(sent.content("execute_result")?["data"]?["text/html"]?.string)
    #expect(page.contains("<table") && !page.contains("<script"))
  }

  /// Places count code points: "é" is one, and two bytes.
  @Test func completionCountsCodePoints() throws {
    let reply = try AnswersHarness().ask(
      "complete_request", .object(["code": .string("é = faces | pc"), "cursor_pos": .integer(14)])
    ).content("complete_reply")
    #expect(reply?["matches"]?.elements == [.string("pca")])
    #expect(reply?["cursor_start"]?.int == 12 && reply?["cursor_end"]?.int == 14)
  }

  @Test func inspectionKnowsStagesAndVariables() throws {
    let harness = try AnswersHarness()
    _ = harness.execute("base = faces n=20 subjects=4 | lbp")
    func text(_ code: String, _ place: Int) -> String? {
      harness.ask("inspect_request", .object(["code": .string(code), "cursor_pos": .integer(place)]))
        .content("inspect_reply")?["data"]?["text/plain"]?.string
    }
    #expect(text("base | pca 3", 9)?.contains("pca [k]") == true)
    #expect(text("base | pca 3", 2)?.contains("what happened") == true)
    #expect(text("base | pca 3", 12) == nil)
  }

  @Test(arguments: [
    ("faces |", "incomplete"), ("x = faces", "complete"), ("faces )", "invalid"), ("", "complete"),
  ])
  func wholeCells(_ code: String, _ status: String) throws {
    let reply = try AnswersHarness().ask("is_complete_request", .object(["code": .string(code)]))
    #expect(reply.content("is_complete_reply")?["status"]?.string == status)
  }

  @Test func questionsOpenBesideTheNotebook() throws {
    let sent = try AnswersHarness().execute("pca?")
    let payload = sent.content("execute_reply")?["payload"]?.elements?.first
    #expect(payload?["source"]?.string == "page" && !sent.types.contains("execute_result"))
  }

  @Test func whatNobodyKnowsIsRefused() throws {
    let sent = try AnswersHarness().ask("dance_request", .object([]))
    #expect(sent.content("dance_reply")?["status"]?.string == "error")
    #expect(sent.content("dance_reply")?["evalue"]?.string?.contains("dance_request") == true)
  }

  @Test func historyFindsByPattern() throws {
    let harness = try AnswersHarness()
    for code in ["(1)", "(22)", "(22)", "x = 3"] { _ = harness.execute(code) }
    func found(_ content: JSONValue) -> [String] {
      harness.ask("history_request", content).content("history_reply")?["history"]?.elements?
        .compactMap { $0.elements?.last?.string } ?? []
    }
    #expect(found(.object(["hist_access_type": .string("tail"), "n": .integer(2)])) == ["(22)", "x = 3"])
    let search: JSONValue = .object([
      "hist_access_type": .string("search"), "pattern": .string("(*2?"), "unique": .boolean(true),
    ])
    #expect(found(search) == ["(22)"])
    let range: JSONValue = .object([
      "hist_access_type": .string("range"), "start": .integer(1), "stop": .integer(3),
    ])
    #expect(found(range) == ["(1)", "(22)"])
  }
}
