import Plans
import Stages
import Testing

/// The stages for studies say what they are for. That their examples show what they say is told by `ExampleTests`.
@Suite struct StatisticsExamplesTests {
  static let stages = ["ablate", "tune", "best", "rank", "compare", "sort", "where", "save"]

  @Test(arguments: stages)
  func theyAreDiscussed(name: String) throws {
    let declaration = try #require(stageCatalogue.stage(named: name)?.declaration)
    #expect(!declaration.discussion.isEmpty && !declaration.examples.isEmpty)
  }
}
