import Numerics
import Samples

extension StoredForm where Value == DataRecord {
  /// What is known of a data set without its content.
  static func record(_ what: String) -> StoredForm {
    StoredForm(
      what: what, rows: \.metadata.count,
      encode: { record in
        var writer = ByteWriter()
        record.metadata.write(to: &writer)
        writer.write(record.notes)
        writer.write(record.shape)
        return writer.bytes
      },
      decode: { reader in
        DataRecord(metadata: try RowMetadata(from: &reader), notes: try [Note](from: &reader), shape: try reader.text())
      }, isAlwaysKept: true)
  }
}

extension StoredForm where Value == PreparedRows {
  /// A working set, of which the rows' metadata is known already.
  static func workingSet(_ what: String, at node: PlanNode, _ catalogue: Catalogue) -> StoredForm {
    StoredForm(
      what: what, rows: { $0.resampled?.metadata.count ?? $0.split?.train.count ?? $0.rows.metadata.count },
      encode: { set in
        var writer = ByteWriter()
        guard catalogue.bytes(of: set.rows.content, into: &writer) else { return nil }
        var isStorable = true
        writer.write(set.resampled) { writer, samples in
          isStorable = catalogue.bytes(of: samples.content, into: &writer)
          samples.metadata.write(to: &writer)
        }
        writer.write(set.notes)
        return isStorable ? writer.bytes : nil
      },
      decode: { reader in
        let content = try catalogue.content(from: &reader)
        guard content.rowCount == node.metadata.count else { throw MalformedValue() }
        var resampled: Samples?
        if try reader.byte() == 1 {
          let content = try catalogue.content(from: &reader)
          let metadata = try RowMetadata(from: &reader)
          guard content.rowCount == metadata.count else { throw MalformedValue() }
          resampled = Samples(content: content, metadata: metadata)
        }
        return PreparedRows(
          rows: Samples(content: content, metadata: node.metadata), resampled: resampled, split: node.split,
          key: node.key, notes: try [Note](from: &reader))
      }, isOfAllSplits: node.split == nil)
  }
}

extension StoredForm where Value: Codable {
  /// What a stage has learnt. Its stage knows the type.
  static func learnt(_ what: String, rows: Int, _ catalogue: Catalogue) -> StoredForm {
    StoredForm(
      what: what, rows: { _ in rows },
      encode: { value in
        guard (value as? any CutShort)?.isCutShort != true, (value as? any FittedTransform)?.isCopiedExactly != false,
          let node = try? BinaryEncoder.node(of: value)
        else { return nil }
        var writer = ByteWriter()
        writer.write(node)
        return writer.bytes
      },
      decode: { reader in try BinaryDecoder.value(Value.self, from: BinaryNode(from: &reader), catalogue) },
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
struct FoldPredictions: Sendable, CutShort {
  var predictions: Predictions
  /// Rows that the model learnt from, after resampling.
  var trainingRows: Int
  var notes: [Note]
  /// What the model and its answers took to compute, when they were.
  var seconds: Double
  var isCutShort = false
}

extension StoredForm where Value == FoldPredictions {
  /// Predictions of `rows` test rows over `classes` classes.
  static func foldPredictions(_ what: String, rows: Int, classes: Int) -> StoredForm {
    StoredForm(
      what: what, rows: \.trainingRows,
      encode: { foldPredictions in
        guard !foldPredictions.isCutShort else { return nil }
        var writer = ByteWriter()
        writer.write(foldPredictions.predictions.codes)
        writer.write(foldPredictions.predictions.probabilities) { $1.write(to: &$0) }
        writer.write(foldPredictions.trainingRows)
        writer.write(foldPredictions.notes)
        writer.write(foldPredictions.seconds)
        return writer.bytes
      },
      decode: { reader in
        let codes = try reader.integers()
        let probabilities = try reader.optional { reader throws(MalformedValue) in try Matrix(from: &reader) }
        guard codes.count == rows, codes.allSatisfy((0..<classes).contains), probabilities?.rows ?? rows == rows else {
          throw MalformedValue()
        }
        return FoldPredictions(
          predictions: Predictions(codes: codes, probabilities: probabilities), trainingRows: try reader.integer(),
          notes: try [Note](from: &reader), seconds: try reader.double())
      }, isAlwaysKept: true)
  }
}

/// What a stage said while it ran; kept with what it made, so that it is said again when that comes from the cache.
public struct Note: Sendable, Hashable, Codable {
  public var stage: String
  public var text: String
  /// Where it tells a choice among alternatives, the alternative.
  public var chosen: String?

  public init(stage: String, text: String, chosen: String? = nil) {
    self.stage = stage
    self.text = text
    self.chosen = chosen
  }
}

extension ByteWriter {
  mutating func write(_ notes: [Note]) {
    write(notes.map(\.stage))
    write(notes.map(\.text))
    write(notes.map { $0.chosen == nil ? 0 : 1 })
    write(notes.compactMap(\.chosen))
  }
}

extension [Note] {
  init(from reader: inout ByteReader) throws(MalformedValue) {
    let (stages, texts) = (try reader.texts(), try reader.texts())
    let (marks, chosen) = (try reader.integers(), try reader.texts())
    guard stages.count == texts.count, marks.count == texts.count, marks.count(where: { $0 != 0 }) == chosen.count
    else { throw MalformedValue() }
    var choices = chosen.makeIterator()
    self = texts.indices.map { index in
      Note(stage: stages[index], text: texts[index], chosen: marks[index] == 0 ? nil : choices.next())
    }
  }
}
