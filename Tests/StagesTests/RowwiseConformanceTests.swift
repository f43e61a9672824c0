import Numerics
import Plans
import Samples
import Testing

@testable import Stages

/// What every row-wise stage keeps to: a row comes out as it would by itself.
@Suite struct RowwiseConformanceTests {
  private static func inputs(for configuration: StageConfiguration) throws -> [Samples] {
    try ConformanceInputs.all(for: configuration.declaration).flatMap { [$0.ordinary(40)] + $0.variants }
  }

  /// Networks are unpacked once for all tests.
  private static let resources = MatrixCache(budget: .max)

  private func apply(_ configuration: StageConfiguration, _ content: any RowContent, threads: Int = 1) throws
    -> any RowContent
  {
    let stage = try #require(configuration.stage as? any RowwiseStage)
    return try stage.apply(to: content, Trial(threads: threads, resources: Self.resources).context())
  }

  /// Together on one thread, together on two, and alone; the input is left as it was.
  @Test(arguments: allConfigurations(.rowwise))
  func aRowComesOutAsItWouldByItself(configuration: StageConfiguration) throws {
    for rows in try Self.inputs(for: configuration) {
      let before = Evidence(rows)
      let all = try apply(configuration, rows.content)
      #expect(all.rowCount == rows.metadata.count)
      #expect(configuration.declaration.gives.contains(all.valueKind))
      let some = [3, 17, 18, 31, 5]
      let alone = try apply(configuration, rows.content.gatheringRows(some))
      #expect(Evidence(alone) == Evidence(all.gatheringRows(some)))
      let two = try apply(configuration, rows.content, threads: 2)
      #expect(Evidence(two) == Evidence(all))
      #expect(Evidence(rows) == before, "the input was changed")
    }
  }

  @Test(arguments: allConfigurations(.rowwise))
  func oddContentIsHandledOrRefusedClearly(configuration: StageConfiguration) {
    let odd: [any RowContent] = [
      SampleRows.images(2, side: 2, channels: 3).content, Matrix(rows: 2, columns: 2, repeating: .nan),
    ]
    for content in odd + ConformanceInputs.all.flatMap(\.odd).map(\.rows.content) {
      do {
        let given = try apply(configuration, content, threads: 2)
        #expect(given.rowCount == content.rowCount, "\(content.shapeText)")
      } catch { #expect(unclearness(of: error) == nil, "\(content.shapeText)") }
    }
  }
}
