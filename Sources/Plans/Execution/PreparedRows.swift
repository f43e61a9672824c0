import Basics
import Samples

/// The attribute that tells of saved rows which stages had learnt from them, such as "pca 10"; missing for rows they had
/// not seen.
public let learntByName = "learnt_by"

/// The attribute that tells of saved rows by how many plans they had been scored as a test, such as "3 plans": the count
/// goes on where they are loaded again.
public let scoredBeforeName = "scored_before"

extension RowMetadata {
  /// By how many plans these rows had been scored before they were saved.
  public var looksBeforeSaving: Int {
    let counts = attribute(named: scoredBeforeName)?.texts.compactMap { text in
      text.flatMap { $0.split(separator: " ").first }.flatMap { Int($0) }
    }
    return min(max(counts?.max() ?? 0, 0), Int(Int32.max))
  }
}

/// The rows at one place of a plan.
public struct PreparedRows: Sendable {
  /// Every row, as the stages so far have transformed it.
  public var rows: Samples
  /// The training rows by themselves, once a resampler has changed them.
  public var resampled: Samples?
  /// Which rows train; nil as long as no stage has learnt anything.
  public var split: RowSplit?
  /// Names this state in the cache.
  public var key: Digest
  /// What the stages so far have noted.
  public var notes: [Note]

  public init(
    rows: Samples, resampled: Samples? = nil, split: RowSplit? = nil, key: Digest, notes: [Note] = []
  ) {
    self.rows = rows
    self.resampled = resampled
    self.split = split
    self.key = key
    self.notes = notes
  }

  /// The rows that a fitted stage, resampler or model learns from; nothing else of the set reaches it.
  public var training: Samples {
    training(on: split, context: .plain)
  }

  public var byteCount: Int {
    rows.content.byteCount + (resampled?.content.byteCount ?? 0)
  }

  public var shapeText: String {
    guard let resampled else { return rows.content.shapeText }
    return "\(rows.content.shapeText), \(grouped(resampled.metadata.count)) for training"
  }
}
