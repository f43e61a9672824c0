import Diagnostics
import Foundation
import Imaging
import Numerics
import Plans
import Samples
import Testing

@testable import Interpreter

/// What `save` writes, `open` and `load` read again, the same.
@Suite struct SavingTests {
  private let data = "faces n=64 subjects=16 intensity=1 | lbp grid=4"

  private func rows(_ value: PlanValue) throws -> Samples {
    guard let set = value.payload.as(PreparedRows.self) else { throw NotOfKind(what: "rows") }
    return set.rows
  }

  @Test func aResultComesBackWithEveryScore() throws {
    let folder = try TemporaryFolder()
    let harness = SessionHarness()
    let kept = try harness.result("base = \(data) | svm rbf C=2 | cv 4\nbase")
    try harness.run("base | save \"\(folder.path)/base.result\"")
    let read = try SessionHarness().result("open \"\(folder.path)/base.result\"")
    #expect(read.scores == kept.scores)
    #expect(read.provenance == kept.provenance)
    #expect(read.plan.text == kept.plan.text && read.evaluation == kept.evaluation)
    #expect(read.notes == kept.notes && read.seconds == kept.seconds)
    #expect(read.outcomes.map(\.predictions.codes) == kept.outcomes.map(\.predictions.codes))
  }

  @Test func aResultThatWasReadCanBeCompared() throws {
    let folder = try TemporaryFolder()
    let harness = SessionHarness()
    try harness.run("\(data) | svm rbf | save \"\(folder.path)/base.result\"")
    let value = try harness.last(
      "old = open \"\(folder.path)/base.result\"\nnew = \(data) | svm linear\ncompare old new")
    #expect(value.kind == .document)
  }

  @Test(arguments: ["npz", "csv"]) func featuresComeBackTheSame(ending: String) throws {
    let folder = try TemporaryFolder()
    let harness = SessionHarness()
    let kept = try rows(harness.last("x = \(data) | pca 6\nx"))
    try harness.run("x | save \"\(folder.path)/x.\(ending)\"")
    let read = try rows(harness.last("load \"\(folder.path)/x.\(ending)\""))
    #expect(read.content.shapeText == kept.content.shapeText)
    #expect(bits(read) == bits(kept))
    #expect(read.metadata.knownLabels == kept.metadata.knownLabels)
    #expect(read.metadata.subjects == kept.metadata.subjects)
    #expect(
      read.metadata.attributes.filter { !["learnt_by", "scored_before"].contains($0.name) } == kept.metadata.attributes)
    #expect(read.metadata.origin.synthetic?.contains("synthetic") == true, "it is not real data, saved or not")
  }

  private func bits(_ samples: Samples) -> [UInt32] {
    samples.content.told(as: Matrix.self)?.storage.map(\.bitPattern) ?? []
  }

  @Test func imagesComeBackTheSame() throws {
    let folder = try TemporaryFolder()
    let harness = SessionHarness()
    let kept = try rows(harness.last("x = faces n=24 subjects=6 | resize 20\nx"))
    try harness.run("x | save \"\(folder.path)/x.npz\"")
    let read = try rows(harness.last("load \"\(folder.path)/x.npz\""))
    #expect((read.content as? ImageStack)?.bytes == (kept.content as? ImageStack)?.bytes)
    #expect(read.metadata.knownLabels == kept.metadata.knownLabels)
  }

  @Test func aTableIsWrittenWithItsMark() throws {
    let folder = try TemporaryFolder()
    try SessionHarness().run("\(data) | pca {2, 4} | svm linear | save \"\(folder.path)/t.csv\"")
    let text = try String(contentsOfFile: "\(folder.path)/t.csv", encoding: .utf8)
    let lines = text.split(separator: "\n")
    #expect(lines.count == 3)
    let columns = lines[0].split(separator: ",")
    #expect(columns.first == "k" && columns.contains("accuracy") && columns.contains("macro_f1_low"))
    #expect(columns.contains("synthetic"))
    #expect(lines[1].hasPrefix("2,") && lines[1].contains(",synthetic faces,"))
  }

  @Test func aModelThatWasReadPredictsTheSame() throws {
    let folder = try TemporaryFolder()
    let harness = SessionHarness()
    let stack = try #require(
      try rows(harness.last("faces n=64 subjects=16 intensity=1")).content as? ImageStack)
    for index in 0..<6 {
      try Data(try encodePNG(stack[index])).write(to: URL(fileURLWithPath: "\(folder.path)/\(index).png"))
    }
    let photos = (0..<6).map { "\"\(folder.path)/\($0).png\"" }.joined(separator: ", ")
    try harness.run("base = \(data) | scale | pca 8 | smote k=2 | svm rbf")
    try harness.run("base | save \"\(folder.path)/base.model\"")
    let kept = try harness.last("base | predict [\(photos)]").payload.fields.map(\.value.text)
    let read = try SessionHarness().last("m = open \"\(folder.path)/base.model\"\nm | predict [\(photos)]")
    #expect(kept.count == 6)
    #expect(read.payload.fields.map(\.value.text) == kept)
    guard let document = read.payload.as(Document.self) else { throw NotOfKind(what: "a document") }
    #expect(document.synthetic == "synthetic faces", "a model made from drawn faces says so")
  }

  @Test func aPhotoOfAnotherSizeIsRefusedOrResizedAsThePlanSays() throws {
    let folder = try TemporaryFolder()
    let pixels = [UInt8](repeating: 90, count: 50 * 40)
    let image = Image(width: 50, height: 40, channels: 1, pixels: pixels)
    try Data(try encodePNG(image)).write(to: URL(fileURLWithPath: "\(folder.path)/p.png"))
    let harness = SessionHarness()
    try harness.run("a = faces n=64 subjects=16 | resize 16 | pixels | svm linear")
    #expect(try harness.last("a | predict \"\(folder.path)/p.png\"").payload.fields.count == 1)
    try harness.run("b = faces n=64 subjects=16 | pixels | svm linear")
    #expect(throws: (any Error).self) { try harness.last("b | predict \"\(folder.path)/p.png\"") }
  }

  /// Every altered byte is found out, and what an older version wrote is told as that.
  @Test func aDamagedFileIsToldFromAWholeOne() throws {
    let folder = try TemporaryFolder()
    let harness = SessionHarness()
    try harness.run("\(data) | svm linear | save \"\(folder.path)/base.model\"")
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/base.model")))
    var spoiled: [[UInt8]] = [[], Array("{}".utf8), Array("nonsense".utf8), bytes.dropLast(20), bytes + [0]]
    for place in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 50)) {
      var altered = bytes
      altered[place] ^= 4
      spoiled.append(altered)
    }
    for (number, file) in spoiled.enumerated() {
      let path = "\(folder.path)/spoiled.model"
      try Data(file).write(to: URL(fileURLWithPath: path))
      let error = #expect(throws: Diagnostic.self) { try harness.last("open \"\(path)\"") }
      #expect(error?.code.id == "E0308", "file \(number)")
    }
    let old = try folder.write(#"{"format":"mien 1","model":{}}"#, to: "old.model")
    let error = #expect(throws: Diagnostic.self) { try harness.last("open \"\(old)\"") }
    #expect(error?.message.contains("older version") == true)
  }

  private func errors(of line: String) -> [String] {
    do {
      try SessionHarness().run(line)
      return []
    } catch let diagnostics as Diagnostics { return diagnostics.all.map(\.code.id) } catch let error as Diagnostic {
      return [error.code.id]
    } catch { return ["\(error)"] }
  }

  @Test func whatAValueWasMadeFromIsNeverWrittenOver() throws {
    let folder = try TemporaryFolder()
    let path = folder.path
    let table = (["a,b,label"] + (0..<24).map { "\($0),\($0 * 7 % 5),\($0 % 2 == 0 ? "x" : "y")" }).joined(
      separator: "\n")
    try table.write(toFile: path + "/x.csv", atomically: true, encoding: .utf8)
    try FileManager.default.createSymbolicLink(atPath: path + "/link.csv", withDestinationPath: "x.csv")
    try FileManager.default.createDirectory(atPath: path + "/d", withIntermediateDirectories: true)
    try table.write(toFile: path + "/d/x.csv", atomically: true, encoding: .utf8)
    for line in [
      "load \"\(path)/x.csv\" | save \"\(path)/x.csv\" overwrite=yes",
      "load \"\(path)/x.csv\" | save \"\(path)/./link.csv\"",
      "load \"\(path)/link.csv\" | knn | save \"\(path)/x.csv\"",
      "table \"\(path)/x.csv\" | save \"\(path)/x.csv\"", "load \"\(path)/d\" | save \"\(path)/d/x.csv\"",
      "x = load \"\(path)/x.csv\" | scale\nx | save \"\(path)/link.csv\"",
    ] { #expect(errors(of: line) == ["E0351"], "\(line)") }
    #expect(try String(contentsOfFile: path + "/x.csv", encoding: .utf8) == table)
    #expect(errors(of: "load \"\(path)/d\" | save \"\(path)/d/new.csv\"").isEmpty)
    #expect(errors(of: "load \"\(path)/x.csv\" | save \"\(path)/new.csv\"").isEmpty)
    #expect(errors(of: "load \"\(path)/x.csv\" | save \"\(path)/new.csv\" overwrite=no") == ["E0352"])
    #expect(errors(of: "load \"\(path)/x.csv\" | save \"\(path)/new.csv\"").isEmpty)
  }
}
