import Numerics

extension StoredForm where Value == DataRecord {
  /// What is known of a data set without its content.
  static func record(_ what: String) -> StoredForm {
    StoredForm(
      what: what, rows: \.roster.count,
      encode: { record in
        var writer = ByteWriter()
        record.roster.write(to: &writer)
        writer.write(record.remarks)
        writer.write(record.shape)
        return writer.bytes
      },
      decode: { reader in
        DataRecord(roster: try Roster(from: &reader), remarks: try [Remark](from: &reader), shape: try reader.text())
      }, isAlwaysKept: true)
  }
}

extension StoredForm where Value == WorkingSet {
  /// A working set, of which the rows' roster is known already.
  static func workingSet(_ what: String, at place: Place, _ catalogue: Catalogue) -> StoredForm {
    StoredForm(
      what: what, rows: { $0.resampled?.roster.count ?? $0.split?.train.count ?? $0.rows.roster.count },
      encode: { set in
        var writer = ByteWriter()
        guard catalogue.bytes(of: set.rows.content, into: &writer) else { return nil }
        var isStorable = true
        writer.write(set.resampled) { writer, samples in
          isStorable = catalogue.bytes(of: samples.content, into: &writer)
          samples.roster.write(to: &writer)
        }
        writer.write(set.remarks)
        return isStorable ? writer.bytes : nil
      },
      decode: { reader in
        let content = try catalogue.content(from: &reader)
        guard content.rowCount == place.roster.count else { throw Misfit() }
        var resampled: Samples?
        if try reader.byte() == 1 {
          let content = try catalogue.content(from: &reader)
          let roster = try Roster(from: &reader)
          guard content.rowCount == roster.count else { throw Misfit() }
          resampled = Samples(content: content, roster: roster)
        }
        return WorkingSet(
          rows: Samples(content: content, roster: place.roster), resampled: resampled, split: place.split,
          key: place.key, remarks: try [Remark](from: &reader))
      })
  }
}

extension StoredForm where Value: Codable {
  /// What a stage has learnt. Its stage knows the type.
  static func learnt(_ what: String, rows: Int) -> StoredForm {
    StoredForm(
      what: what, rows: { _ in rows },
      encode: { value in
        guard (value as? any CutShort)?.isCutShort != true, let node = try? BinaryEncoder.node(of: value)
        else { return nil }
        var writer = ByteWriter()
        writer.write(node)
        return writer.bytes
      },
      decode: { reader in try BinaryDecoder.value(Value.self, from: BinaryNode(from: &reader)) },
      isOftenSmallerInAFile: true)
  }
}

/// What may have been ended early, and is then not kept on disk.
protocol CutShort {
  var isCutShort: Bool { get }
}

extension ModelState: CutShort {
  var isCutShort: Bool { fitted.isCutShort }
}

/// What of a fold's outcome is not known beforehand.
struct FoldAnswers: Sendable, CutShort {
  var predictions: Predictions
  /// Rows that the model learnt from, after resampling.
  var trainingRows: Int
  var remarks: [Remark]
  /// What the model and its answers took to compute, when they were.
  var seconds: Double
  var isCutShort = false
}

extension StoredForm where Value == FoldAnswers {
  /// Predictions of `rows` test rows over `classes` classes.
  static func answers(_ what: String, rows: Int, classes: Int) -> StoredForm {
    StoredForm(
      what: what, rows: \.trainingRows,
      encode: { answers in
        guard !answers.isCutShort else { return nil }
        var writer = ByteWriter()
        writer.write(answers.predictions.codes)
        writer.write(answers.predictions.probabilities) { $1.write(to: &$0) }
        writer.write(answers.trainingRows)
        writer.write(answers.remarks)
        writer.write(answers.seconds)
        return writer.bytes
      },
      decode: { reader in
        let codes = try reader.integers()
        let probabilities = try reader.optional { reader throws(Misfit) in try Matrix(from: &reader) }
        guard codes.count == rows, codes.allSatisfy((0..<classes).contains), probabilities?.rows ?? rows == rows else {
          throw Misfit()
        }
        return FoldAnswers(
          predictions: Predictions(codes: codes, probabilities: probabilities), trainingRows: try reader.integer(),
          remarks: try [Remark](from: &reader), seconds: try reader.double())
      }, isAlwaysKept: true)
  }
}

/// What a stage said while it ran; kept with what it made, so that it is said again when that comes from the cache.
public struct Remark: Sendable, Hashable, Codable {
  public var stage: String
  public var text: String

  public init(stage: String, text: String) {
    self.stage = stage
    self.text = text
  }
}

extension ByteWriter {
  mutating func write(_ remarks: [Remark]) {
    write(remarks.map(\.stage))
    write(remarks.map(\.text))
  }
}

extension [Remark] {
  init(from reader: inout ByteReader) throws(Misfit) {
    let (stages, texts) = (try reader.texts(), try reader.texts())
    guard stages.count == texts.count else { throw Misfit() }
    self = zip(stages, texts).map { Remark(stage: $0, text: $1) }
  }
}
