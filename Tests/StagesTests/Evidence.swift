import Diagnostics
import Foundation
import Imaging
import Numerics
import Plans
import Samples
import Testing

@testable import Stages

/// Everything that a learning stage gave, so that two runs can be compared bit by bit.
struct Evidence: Equatable {
  /// What it learnt, as it would be saved.
  var learnt = Data()
  /// The rows that came out: features or pixels.
  var content: [UInt32] = []
  var shape = ""
  var codes: [Int] = []
  var rowNames: [String] = []
  var probabilities: [UInt32] = []
  /// How much each row counts; none where all count alike.
  var weights: [UInt32] = []
}

/// A stage that is neither fitted nor a model, a resampler or row-wise was tried as if it were.
struct NoEvidence: Error {}

/// What a stage learnt from some rows, to be applied to as many others as a test needs: a network is not taught anew for
/// each of them.
struct Learnt: Sendable {
  /// The answer for other rows; a resampler's rows, whatever they are.
  let answer: @Sendable (any RowContent) throws -> Evidence
  /// What would be saved; nothing of a resampler.
  let saved: @Sendable () throws -> Data
  /// How likely each class is for other rows; nil of what is no model or does not tell.
  var probabilities: @Sendable (any RowContent) throws -> Matrix? = { _ in nil }
  /// The same as a file would hold it, read back.
  let readAgain: @Sendable () throws -> Learnt

  /// The answer and what was learnt.
  func applied(_ rows: any RowContent) throws -> Evidence {
    var evidence = try answer(rows)
    evidence.learnt = try saved()
    return evidence
  }
}

/// Runs a fitted stage, a resampler or a model on training rows, and applies what was learnt to others.
struct Trial {
  var threads = 1
  var seed: UInt64 = 7
  /// What stages share, such as an unpacked network; of its own for each trial where none is given.
  var resources: MatrixCache?

  func context(_ notes: NoteList = NoteList()) -> StageContext {
    StageContext(
      seed: seed, execution: ExecutionContext(threads: threads), environment: RunEnvironment(),
      resources: resources ?? MatrixCache(budget: .max), onNote: { notes.append($0) })
  }

  /// - Throws: what the stage throws; `NoEvidence` for a stage that does not work on rows.
  func learnt(by stage: any Stage, from training: Samples) throws -> Learnt {
    switch stage.role {
    case .fitted(let stage): return transform(try stage.fit(training, context()))
    case .model(let stage): return model(try stage.fit(training, context()))
    case .resampler(let stage):
      let evidence = Evidence(try stage.resample(training, context()))
      return unsaved { _ in evidence }
    case .rowwise(let stage): return unsaved { Evidence(try stage.apply(to: $0, context())) }
    case .source, .selector, .evaluator, .seeding, .grid, .reader: throw NoEvidence()
    }
  }

  /// - Throws: what the stage throws; `NoEvidence` for a stage that does not work on rows.
  func evidence(of stage: any Stage, on training: Samples, applyingTo rows: any RowContent) throws -> Evidence {
    try learnt(by: stage, from: training).applied(rows)
  }

  private func transform(_ fitted: some FittedTransform) -> Learnt {
    Learnt(
      answer: { Evidence(try fitted.apply(to: $0, context: context().execution)) },
      saved: { try Data(StoredFile.bytes("test", fitted)) }, readAgain: { try transform(roundTripped(fitted)) })
  }

  private func model(_ fitted: some FittedModel) -> Learnt {
    Learnt(
      answer: {
        let predictions = try fitted.predict($0, context: context().execution)
        return Evidence(
          codes: predictions.codes, probabilities: predictions.probabilities?.storage.map(\.bitPattern) ?? [])
      }, saved: { try Data(StoredFile.bytes("test", fitted)) },
      probabilities: { try fitted.probabilities($0, context: context().execution) },
      readAgain: { try model(roundTripped(fitted)) })
  }

  private func unsaved(_ answer: @escaping @Sendable (any RowContent) throws -> Evidence) -> Learnt {
    Learnt(answer: answer, saved: { Data() }, readAgain: { throw NoEvidence() })
  }
}

extension Evidence {
  init(_ content: any RowContent) {
    shape = content.shapeText
    switch content {
    case let content where content.told(as: Matrix.self) != nil:
      self.content = content.told(as: Matrix.self)?.storage.map(\.bitPattern) ?? []
    case let stack as ImageStack: self.content = stack.bytes.map { UInt32($0) }
    case let texts as TextContent: self.content = texts.texts.flatMap { Array($0.utf8).map(UInt32.init) + [0] }
    case let content as any StorableContent:
      var writer = ByteWriter()
      content.write(to: &writer)
      self.content = writer.bytes.map { UInt32($0) }
    default: Issue.record("\(content.kind.name) cannot be kept, so two of them cannot be compared")
    }
  }

  init(_ samples: Samples) {
    self.init(samples.content)
    codes = samples.metadata.knownLabels?.codes ?? []
    rowNames = samples.metadata.rowNames
    weights = samples.metadata.rowWeights?.map(\.bitPattern) ?? []
  }
}

/// Notes of a stage, from whatever thread.
final class NoteList: @unchecked Sendable {
  private let lock = NSLock()
  private var notes: [String] = []

  func append(_ note: String) {
    lock.withLock { notes.append(note) }
  }

  var all: [String] { lock.withLock { notes } }
}

/// What keeps an error from being one that a person can act on; nil where nothing does.
func unclearness(of error: any Error) -> String? {
  if let error = error as? any ExplainableError {
    let texts = [error.problem, error.remedy, error.explanation]
    if error.code.wholeMatch(of: #/E[01][0-9]{3}/#) == nil { return "\(error) has the code '\(error.code)'" }
    if texts.contains(where: { $0.trimmingCharacters(in: .whitespaces).isEmpty }) {
      return "\(error) lacks a problem, a remedy or an explanation"
    }
    return nil
  }
  if let error = error as? Diagnostic {
    let hasRemedy = !error.notes.isEmpty || error.primary.map { !$0.text.isEmpty } ?? false
    return error.message.isEmpty || !hasRemedy ? "\(error.code.id) says no way out" : nil
  }
  if let error = error as? Diagnostics { return error.all.lazy.compactMap { unclearness(of: $0) }.first }
  return "\(type(of: error)) is no error for a person: \(error)"
}
