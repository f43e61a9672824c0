import Samples
import Testing

@testable import Plans

@Suite struct SourceStateTests {
  /// A source whose files are a text, and that counts how often somebody looks at them.
  private struct WatchedSource: SourceStage {
    static let declaration = Declaration("watched", "Counts.", takes: .nothing, gives: .rows, examples: [])
    var looks = Runs()
    var files = "monday"
    var content = "toy"

    func identity(in environment: RunEnvironment) throws -> String {
      looks.add(files)
      return files
    }

    func load(_ context: StageContext) throws -> Samples { try ToySource(fingerprint: content).load(context) }
  }

  private let shop = ToyShop()
  private let looks = Runs()

  private func grid(_ files: String = "monday", _ content: String = "toy") -> PlanGrid {
    let plan = plan([WatchedSource(looks: looks, files: files, content: content)])
    return PlanGrid(axes: [], combinations: [.init(plan: plan)], text: "watched")
  }

  /// A folder of thousands of images takes as long to look at as to read.
  @Test func whatARunReadIsNotLookedAtAgain() throws {
    let executor = shop.executor()
    _ = try executor.run(plan([WatchedSource(looks: looks)]))
    #expect(executor.sourceState(of: grid()) != nil)
    #expect(looks.list == ["monday"])
  }

  @Test func onlyOtherContentIsAChange() throws {
    let executor = shop.executor()
    _ = try executor.run(plan([WatchedSource(looks: looks)]))
    let state = try #require(executor.sourceState(of: grid()))
    #expect(!shop.executor().haveChanged(state, of: grid()))
    #expect(!shop.executor().haveChanged(state, of: grid("tuesday")), "touched, and the same")
    #expect(shop.executor().haveChanged(state, of: grid("wednesday", "others")))
  }
}
