import Diagnostics
import Testing

@testable import Stages

@Suite struct StageErrorCodesTests {
  @Test func everyCodeIsThereOnceAndExplained() {
    let ids = stageErrorCodes.map(\.id)
    #expect(Set(ids).count == ids.count && ids == ids.sorted())
    #expect(stageErrorCodes.allSatisfy { $0.explanation.count > 40 && !$0.title.isEmpty })
    #expect(
      ids.contains(StageError.evaluatorsDiffer.code) && ids.contains(StageError.nothingToAblate(reasons: []).code))
  }
}
