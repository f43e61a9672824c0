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
}

/// A stage that is neither fitted nor a model, a resampler or row-wise was tried as if it were.
struct NoEvidence: Error {}

/// Runs a fitted stage, a resampler or a model on training rows, and applies what was learnt to others.
struct Trial {
  var threads = 1
  var seed: UInt64 = 7
  /// Writes what was learnt as a file would hold it and reads it back before it is applied.
  var savesBetween = false

  func context(_ notes: NoteList = NoteList()) -> StageContext {
    StageContext(
      seed: seed, execution: ExecutionContext(threads: threads), environment: RunEnvironment(),
      onNote: { notes.append($0) })
  }

  /// - Throws: what the stage throws; `NoEvidence` for a stage that does not work on rows.
  func evidence(of stage: any Stage, on training: Samples, applyingTo rows: any RowContent) throws -> Evidence {
    switch stage.role {
    case .fitted(let stage): try fitted(stage, training, rows)
    case .model(let stage): try model(stage, training, rows)
    case .resampler(let stage): Evidence(try stage.resample(training, context()))
    case .rowwise(let stage): Evidence(try stage.apply(to: rows, context()))
    case .source, .evaluator, .grid, .reader: throw NoEvidence()
    }
  }

  private func fitted<S: FittedStage>(_ stage: S, _ training: Samples, _ rows: any RowContent) throws -> Evidence {
    var fitted = try stage.fit(training, context())
    let learnt = try encoded(fitted)
    if savesBetween { fitted = try roundTripped(fitted) }
    var evidence = Evidence(try fitted.apply(to: rows, context: context().execution))
    evidence.learnt = learnt
    return evidence
  }

  private func model<S: ModelStage>(_ stage: S, _ training: Samples, _ rows: any RowContent) throws -> Evidence {
    var fitted = try stage.fit(training, context())
    let learnt = try encoded(fitted)
    if savesBetween { fitted = try roundTripped(fitted) }
    let predictions = try fitted.predict(rows, context: context().execution)
    return Evidence(
      learnt: learnt, codes: predictions.codes,
      probabilities: predictions.probabilities?.storage.map(\.bitPattern) ?? [])
  }

  private func encoded(_ value: some Encodable) throws -> Data {
    Data(try StoredFile.bytes("test", value))
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
