import Lessons
import Testing

@testable import Watch

/// A lesson that is played on the page.
@Suite(.serialized) struct LessonReplayTests {
  private static let lesson = """
    # %% [markdown]
    # # Rows
    # Words & <b>marks</b>.

    # %%
    x = 3

    # %% [question]
    # What is `x` and two?
    # - four
    # - * five
    # hint: Count.

    # %% [try]
    # Make forty faces.
    # answer: faces n=40 subjects=8
    """

  private func player() throws -> (replay: LessonReplay, page: Page, lesson: Lesson) {
    let page = Page()
    let lesson = try #require(ScriptOutline(.init(name: "rows.mien", text: Self.lesson)).lesson)
    return (LessonReplay(host: ReplayHarness.host, page: page, store: nil) { false }, page, lesson)
  }

  @Test func whatIsSaidAndEnteredStandsInOrder() throws {
    let (replay, page, lesson) = try player()
    replay.begin(lesson)
    #expect(page.problem.isEmpty)
    #expect(page.offered == LessonOffer(choices: []))
    #expect(page.blocks.last?.content.contains("Go on runs it") == true)
    #expect(page.blocks.last?.content.contains("&lt;b&gt;") == true)
    replay.take("")
    #expect(page.offered == LessonOffer(choices: ["a", "b"]))
    replay.take("a")
    #expect(page.blocks.last?.content.contains("class=\"wrong\"") == true)
    replay.take("b")
    #expect(page.blocks.last?.content.contains("class=\"right\"") == true)
    replay.take("(x + )")
    #expect(page.blocks.contains { $0.state == .failed && $0.problem.contains("error[E") })
    replay.take("faces n=40 subjects=8")
    #expect(page.blocks.contains { $0.kind == .output && $0.state == .current && $0.content.contains("40 images") })
    #expect(page.offered == nil)
    #expect(page.blocks.last?.content.contains("Done: 2 of 2 points") == true)
    #expect(!page.isBusy)
    #expect(!page.news(since: 0).text.contains("\"wrong\":true"))
  }

  /// Answers and hints are not on the page before they are asked for.
  @Test func theAnswerIsNotOnThePage() throws {
    let (replay, page, lesson) = try player()
    replay.begin(lesson)
    replay.take("")
    let news = page.news(since: 0).text
    #expect(news.contains("five") && !news.contains("* five") && !news.contains("Count."))
  }

  @Test func aScriptWithoutQuestionsIsNoLesson() {
    #expect(ScriptOutline(.init(name: "s.mien", text: "# %% [markdown]\n# words\n")).lesson == nil)
  }

  @Test func nothingIsTakenWhereNoLessonWaits() {
    let follower = Follower(page: Page())
    #expect(!follower.enter("hint"))
    #expect(LessonDesk(follower: follower).answer(Array("{\"entry\":\"hint\"}".utf8)).status == 409)
    #expect(LessonDesk(follower: follower).answer(Array("{}".utf8)).status == 400)
  }
}
