import Imaging
import Plans
import Testing

@testable import Stages

@Suite struct GrayStageTests {
  @Test func oneChannelIsLeft() throws {
    let stage = try #require(steps(of: "faces 20 | gray").last?.stage as? any RowwiseStage)
    let grey = try stage.apply(to: SampleRows.images(4, channels: 3).content, Trial().context())
    #expect((grey as? ImageStack)?.shapes.map(\.channels) == [1, 1, 1, 1])
  }
}
