import CommandLine
import Testing

@testable import Prompt

@Suite struct PromptWordTests {
  @Test func wordsOfThePromptAreTold() {
    #expect(PromptWord("exit") == .leave && PromptWord("exit()") == .leave && PromptWord("exit 3") == nil)
    #expect(PromptWord("clear") == .clear && PromptWord("clear x") == nil)
    #expect(PromptWord("history") == .history(nil) && PromptWord("history 5") == .history(5))
    #expect(PromptWord("history x") == nil && PromptWord("history = 3") == nil)
    #expect(PromptWord("! ls -l") == .system("ls -l") && PromptWord("faces 3") == nil)
  }

  @Test func candidatesStandByWhatTheyAre() {
    let groups = [
      Completion.Group(title: "model", candidates: ["bayes", "forest", "svm"]),
      Completion.Group(title: "reader", candidates: ["info"]),
    ]
    #expect(GroupedList(groups, width: 80).text == "model   bayes forest svm\nreader  info\n")
    #expect(GroupedList(groups, width: 20).text == "model   bayes forest\n        svm\nreader  info\n")
  }
}
