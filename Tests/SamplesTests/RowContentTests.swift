import Numerics
import Testing

@testable import Samples

@Suite struct RowContentTests {
  private struct Clips: RowContent {
    static let kind = ContentKind("clips")
    var rowCount = 1
    var byteCount: Int { 0 }
    var shapeText: String { "1 clip" }
    func gatheringRows(_ rows: [Int], context: ExecutionContext) -> any RowContent { Clips(rowCount: rows.count) }
  }

  @Test func aStageGetsTheContentItAsksForOrAnError() throws {
    let content: any RowContent = Matrix(rows: 2, columns: 1)
    #expect(try content.require(Matrix.self, for: "pca").rows == 2)
    #expect(throws: SamplesError.wrongContent(stage: "flow", needs: Clips.kind, found: .features)) {
      try content.require(Clips.self, for: "flow")
    }
    let error = SamplesError.wrongContent(stage: "flow", needs: Clips.kind, found: .features)
    #expect(error.problem == "flow needs clips, but is given features")
  }

  @Test func compactRowsAreFeaturesToWhoeverAsks() throws {
    let compact = try #require(
      CompactRows(columns: 3, values: [0.5], rowCounts: [1, 0], indices: [2], codes: [0]))
    let content: any RowContent = compact
    #expect(content.kind == .features && content.shapeText == "2 × 3 features")
    #expect(try content.require(Matrix.self, for: "svm").storage == [0, 0, 0.5, 0, 0, 0])
    #expect(try content.requireRows(for: "pca") is CompactRows)
    #expect(content.gatheringRows([1, 0]).told(as: Matrix.self)?.storage == [0, 0, 0, 0, 0, 0.5])
    #expect(throws: SamplesError.self) { try content.require(Clips.self, for: "flow") }
    #expect(throws: SamplesError.self) { try (Clips() as any RowContent).requireRows(for: "pca") }
  }

  @Test func shapesAreTold() {
    #expect(Matrix(rows: 1234, columns: 5).shapeText == "1,234 × 5 features")
    #expect(Matrix(rows: 1_234_567, columns: 1).rowCountText == "1,234,567")
    #expect(Matrix(rows: 999, columns: 1).rowCountText == "999")
  }
}
