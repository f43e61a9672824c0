import Foundation
import Numerics
import Samples
import Testing

@testable import Plans

/// Multiplies each row by the number in a file: a stage that reads something beside its rows.
struct WeightStage: RowwiseStage {
  static let declaration = Declaration("weight", "Weighs.", takes: .features, gives: .features, examples: [])
  var runs = Runs()
  @Parameter("the file", positional: true) var file: FileParameter

  func apply(to content: any RowContent, _ context: StageContext) throws -> any RowContent {
    runs.add("weight")
    let factor = try context.shared(file.keyText(in: context.environment), bytes: { (_: Float) in 4 }) {
      runs.add("read")
      return Float(try String(contentsOfFile: file.path, encoding: .utf8)) ?? 0
    }
    guard var matrix = content as? Matrix else { throw ToyError() }
    matrix.storage = matrix.storage.map { $0 * factor }
    return matrix
  }
}

@Suite struct OutsideFileTests {
  private let runs = Runs()
  private let shop = ToyShop()
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mien-\(UUID().uuidString)")

  private func file(_ name: String, _ text: String) throws -> String {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    return folder.appendingPathComponent(name).path
  }

  /// The second row, which is 1, after the file's weight.
  private func weighed(by path: String) throws -> Float? {
    var stage = bound(WeightStage.self, [(nil, .text(path))])
    stage.runs = runs
    return (try shop.rows(ToySource(), stage).rows.content as? Matrix)?[1, 0]
  }

  @Test func aChangedFileComputesAnewAndACopyElsewhereDoesNot() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = try file("a", "2")
    #expect(try weighed(by: path) == 2)
    #expect(try weighed(by: path) == 2)
    #expect(runs.list == ["weight", "read"])
    _ = try file("a", "3")
    #expect(try weighed(by: path) == 3)
    #expect(runs.list == ["weight", "read", "weight", "read"])
    _ = try file("a", "2")
    #expect(try weighed(by: path) == 2)
    #expect(try weighed(by: file("elsewhere", "3")) == 3)
    #expect(runs.list.count == 4, "what either content had given was there")
  }

  @Test func aMissingFileIsNamed() throws {
    let error = #expect(throws: (any Error).self) { try weighed(by: "/nonexistent/weights") }
    #expect("\(String(describing: error))".contains("/nonexistent/weights"))
  }
}
