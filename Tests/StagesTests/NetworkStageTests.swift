import DeepFeatures
import Diagnostics
import Foundation
import Imaging
import NeuralNetworks
import Numerics
import Plans
import Samples
import Testing

@testable import Stages

/// Networks as they are written in the language; what they compute is tested beside the engines.
@Suite struct NetworkStageTests {
  private static let faces = "faces n=96 subjects=16 classes=[happy, surprise] intensity=1"
  private static let taught = "\(faces) | cnn epochs=2 size=16 filters=4"

  @Test func twoWordsNameTheStageThatTrains() throws {
    let (first, second) = (steps(of: "\(Self.faces) | resnet18 train 3"), steps(of: "\(Self.faces) | resnet18_train 3"))
    #expect(first.last?.canonicalText == second.last?.canonicalText)
    #expect(first.last?.kind == .model && first.last?.text == "resnet18 train 3")
    #expect(steps(of: "\(Self.faces) | resnet18").last?.kind == .rowwise)
    let inside = steps(of: "\(Self.faces) | vote [(resnet18 train 1), (cnn 1)]").last
    #expect(inside?.canonicalText.contains("resnet18_train@1(") == true)
  }

  @Test func weightsThatAreNotThereAreToldBeforeAnythingRuns() {
    #expect(
      StageSession().problems("\(Self.faces) | resnet18 weights=\"mine\" | logreg")[0].hasPrefix("E1022 resnet18"))
    #expect(StageSession().problems("\(Self.faces) | resnet18 train weights=\"random\"").isEmpty)
  }

  @Test func aCurveHasARowForEachEpochAndOneIsKept() throws {
    let table = try #require(try StageSession().last("\(Self.taught) | curve").payload.as(Table.self))
    #expect(table.columns == CurveStage.columns && table.rows.count == 2)
    #expect(table.rows.count { $0.cells.last?.text == "kept" } == 1)
    #expect(throws: (any Error).self) { try StageSession().last("\(Self.faces) | pixels | lda | curve") }
  }

  @Test func heatIsDrawnForTrainedAndForFrozenNetworks() throws {
    for line in [
      "\(Self.taught) | gradcam 2", "\(Self.faces) | resnet18 size=32 | pca 5 | logreg | gradcam 2 class=happy",
    ] {
      let document = try #require(try StageSession().last(line).payload.as(Document.self))
      guard case .pictures(let pictures)? = document.blocks.first else { throw NetworkStageError.notTrained }
      #expect(pictures.count == 4 && pictures[1].channels == 3 && pictures[1].caption.hasPrefix("for "))
    }
    for (line, code) in [
      ("\(Self.faces) | pixels | logreg | gradcam", "E1026"), ("\(Self.taught) | gradcam class=joy", "E1027"),
      ("\(Self.faces) | resnet18 size=32 | svm linear | gradcam", "E1028"),
    ] { #expect(StageSession().failure(line) == code) }
  }

  /// Subjects of changed images are those of their originals; of mixtures nobody's.
  @Test func changedImagesKeepTheirSubjects() throws {
    let rows = SampleRows.images(30)
    func augmented(_ arguments: String) throws -> Samples {
      let stage = try #require(steps(of: "\(Self.faces) | augment \(arguments)").last?.stage as? any ResamplerStage)
      return try stage.resample(rows, Trial().context())
    }
    let given = try augmented("times=2")
    #expect(given.metadata.count == 90)
    #expect(Array(given.metadata.column(.subject)?.texts[30..<60] ?? []) == rows.metadata.column(.subject)?.texts)
    #expect(try augmented("mixup=0.5").metadata.column(.subject)?.texts[40] == "synthetic")
    let few = try augmented("only=minority")
    let (before, after) = (try rows.metadata.labels.counts, try few.metadata.labels.counts)
    #expect(after == [before[0], before[1], 2 * before[2]], "7, 5 and 3 of 15: only the last is below the median")
  }

  @Test func whatAugmentMadeIsShownBesideItsOriginal() throws {
    func captions(_ line: String) throws -> [String] {
      let document = try #require(try StageSession().last("\(Self.faces) | \(line)").payload.as(Document.self))
      return document.blocks.flatMap { block -> [String] in
        if case .pictures(let pictures) = block { pictures.map(\.caption) } else { [] }
      }
    }
    let made = "augmented"
    #expect(try captions("augment times=2 | show 6") == ["happy", made, made, "surprise", made, made])
    // No original stands alone at the end.
    #expect(try captions("augment | resize 16 | show 3") == ["happy", made])
    #expect(try captions("show 2") == ["happy", "surprise"])
  }

  /// Killed after an epoch, the same training goes on from its checkpoint and ends at the same weights.
  @Test func aTrainingThatWasStoppedGoesOn() throws {
    let folder = NSTemporaryDirectory() + "mien-training-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let rows = SampleRows.images(45)
    let images = try #require(rows.content as? ImageStack)
    var learning = NetworkLearning(.cnn, size: 16, epochs: 4)
    learning.filters = 4
    let pictures = NetworkLearning.Pictures(
      images, try rows.metadata.labels, training: Array(0..<30), validation: Array(30..<45))
    func fit(_ checkpoints: String?, stopsAfter news: Int) throws -> NetworkClassifier {
      let count = NoteList()
      let context = ExecutionContext(
        threads: 2, isInterrupted: { count.all.count >= news }, onNews: { count.append($0) })
      return try learning.fitted(to: pictures, seed: 3, checkpoints: checkpoints, name: "test", context: context)
    }
    let whole = try fit(nil, stopsAfter: .max)
    #expect(throws: Interrupted.self) { try fit(folder, stopsAfter: 2) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
    let resumed = try fit(folder, stopsAfter: .max)
    #expect(try resumed.weights() == whole.weights())
    #expect(resumed.history == whole.history)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
  }
}

extension StageSession {
  /// The code of what goes wrong.
  fileprivate func failure(_ text: String) -> String? {
    do { _ = try last(text) } catch let error as Diagnostic { return error.code.id } catch {}
    return nil
  }
}
