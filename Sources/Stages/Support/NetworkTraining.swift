import Basics
import DeepFeatures
import Evaluation
import Imaging
import NeuralNetworks
import Numerics
import Plans
import Samples

extension NetworkLearning {
  /// Teaches a network training rows: part of their subjects are held back to tell when to stop.
  /// - Parameters:
  ///   - share: of the rows that is held back; 0 trains to the last epoch.
  ///   - arguments: all that the training depends on beside the rows, for its checkpoint.
  func model(
    name: String, of training: Samples, holding share: Double, arguments: String, _ context: StageContext
  ) throws -> NetworkModel {
    let images = try training.content.require(ImageStack.self, for: name)
    let parts = try TrainingParts(training.metadata, holding: share, seed: context.seed)
    for note in parts.notes { context.note(note) }
    // Without a place to keep it a training can still be done, only not gone on with.
    let folder = epochs > 1 ? context.environment.checkpointDirectory : nil
    let isKept = folder.map { (try? makeFolder($0)) != nil } ?? false
    let pictures = try Pictures(
      images, training.metadata.labels, training: parts.training, validation: parts.validation)
    let classifier = try fitted(
      to: pictures, seed: context.seed, checkpoints: isKept ? folder : nil, name: "\(name) \(arguments)",
      context: context.execution)
    if classifier.wasInterrupted {
      context.note("training was stopped; the best epoch until then, \(classifier.bestEpoch), is kept")
    } else if classifier.history.count < epochs {
      context.note(
        "no better for \(patience) epochs: training ended after \(classifier.history.count), and epoch "
          + "\(classifier.bestEpoch) is kept")
    }
    return NetworkModel(name: name, classifier: classifier)
  }
}

/// Training rows that are learnt from, and those that tell when to stop.
private struct TrainingParts {
  private(set) var training: [Int] = []
  private(set) var validation: [Int] = []
  private(set) var notes: [String] = []

  init(_ metadata: RowMetadata, holding share: Double, seed: UInt64) throws {
    let real = metadata.realRows
    let rows = metadata.gathering(real)
    var held: Set<Int> = []
    if share > 0 {
      do {
        let split = try Holdout(share: share, by: rows.knowsSubjects ? .subject : .row)
          .splits(
            of: EvaluationRows(labels: rows.labels, subjects: rows.column(.subject).map { Grouping($0.texts) }),
            seed: seed
          ).splits[0]
        if split.train.count > 1 { held = Set(split.test.map { real[$0] }) }
      } catch is EvaluationError {}
      if held.isEmpty { notes.append("too few rows to hold some back: training goes on to the last epoch") }
    }
    let subjects = metadata.column(.subject)?.texts
    let heldSubjects = Set(held.compactMap { subjects?[$0] })
    let isReal = Set(real)
    validation = held.sorted()
    training = (0..<metadata.count).filter { row in
      if held.contains(row) { return false }
      // What was made from a held back subject would give it away.
      guard !isReal.contains(row), let subject = subjects?[row] else { return true }
      return !heldSubjects.contains(subject)
    }
    if !held.isEmpty, !rows.knowsSubjects, isReal.count < metadata.count {
      notes.append("nobody knows whom the added images show, so the rows held back may judge too well")
    }
  }
}
