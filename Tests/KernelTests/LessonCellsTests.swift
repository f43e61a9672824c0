import Basics
import Testing

@testable import Kernel

/// A lesson that is played in cells.
@Suite(.serialized) struct LessonCellsTests {
  private func shown(_ messages: [KernelMessage]) -> String {
    messages.filter { ["display_data", "execute_result"].contains($0.type) }
      .compactMap { $0.content["data"]?["text/plain"]?.string }.joined(separator: "\n")
  }

  @Test func aLessonIsPlayedFromCellToCell() throws {
    let kernel = try AnswersHarness()
    #expect(shown(kernel.execute("tutorial")).contains("(`next` in a cell runs it)"))
    #expect(shown(kernel.execute("next")).contains("A name keeps what a line made"))
    #expect(shown(kernel.execute("next")).contains("(a line of Mien answers)"))
    #expect(shown(kernel.execute("hint")).contains("a bar is the sign"))
    // The error comes first, then what the lesson knows of it.
    let wrong = kernel.execute("lbp | people")
    #expect(wrong.content("error")?["ename"]?.string == "E0206")
    #expect(wrong.types.suffix(4) == ["error", "display_data", "execute_reply", "status"])
    #expect(shown(wrong).contains("The data come first"))
    let right = kernel.execute("people | lbp")
    #expect(right.types.contains("execute_result"))
    #expect(shown(right).contains("+ right"))
    #expect(shown(kernel.execute("quit")).contains("goes on from here"))
    #expect(kernel.execute("hint").types.contains("error"))
  }

  /// What other clients ask in silence, and cells without words, are none of the lesson's.
  @Test func onlyWhatIsTypedIsTheLessons() throws {
    let kernel = try AnswersHarness()
    _ = kernel.execute("tutorial")
    let silent = kernel.ask("execute_request", .object(["code": .string("next"), "silent": .boolean(true)]))
    #expect(!silent.types.contains("display_data"))
    #expect(shown(kernel.execute("  ")).isEmpty)
    #expect(shown(kernel.execute("next")).contains("A name keeps what a line made"))
  }
}
