import Basics
import Samples
import Synchronization

/// Rows in which a row-wise stage found nothing of what it works on, such as images without a face: a stage that treats
/// groups of people differently must not do so silently.
public struct Shortfall: Sendable, Hashable {
  /// "no face was found in".
  let found: String
  let rows: [Int]
  let count: Int
  /// What rows are called, and what became of these: "images", "which stay whole".
  let noun: String
  let outcome: String

  /// - Parameters:
  ///   - found: what a count of rows can follow: "no face was found in".
  ///   - rows: the numbers of those rows, each once.
  ///   - count: of all rows that were looked at.
  ///   - noun: "images".
  ///   - outcome: what became of them: "which stay whole".
  public init(_ found: String, rows: [Int], of count: Int, noun: String, outcome: String) {
    self.found = found
    self.rows = rows
    self.count = count
    self.noun = noun
    self.outcome = outcome
  }

  /// The note: how many rows they are, of all and of each class, source and value of an attribute; nil where there are
  /// none. Attributes of many different values, such as an age, are left out.
  func text(knowing metadata: RowMetadata? = nil) -> String? {
    guard !rows.isEmpty else { return nil }
    let whole = "\(found) \(grouped(rows.count)) of \(grouped(count)) \(noun), \(outcome)"
    guard let metadata, metadata.count == count else { return whole }
    let columns = [metadata.column(.label), metadata.column(.source)].compactMap { $0 } + metadata.attributes
    let counts = columns.compactMap { column in
      groups(of: column).map { column.role == .label ? $0 : "\(column.name): \($0)" }
    }
    return counts.isEmpty ? whole : "\(whole): \(counts.joined(separator: "; "))"
  }

  private static let mostValues = 12
  private static let mostTold = 8

  /// "happy 2 of 40, sad 0 of 60", those with the largest share first where not all are told; nil where there is one value
  /// only, or too many.
  private func groups(of column: MetadataColumn) -> String? {
    let texts = column.texts
    let missed = Set(rows)
    var order: [String] = []
    var counts: [String: (missed: Int, all: Int)] = [:]
    for (row, text) in texts.enumerated() {
      let name = text ?? "not known"
      if counts[name] == nil {
        guard order.count < Self.mostValues else { return nil }
        order.append(name)
      }
      counts[name, default: (0, 0)].all += 1
      if missed.contains(row) { counts[name, default: (0, 0)].missed += 1 }
    }
    guard order.count > 1 else { return nil }
    let found = order.sorted().map { name in (name: name, count: counts[name] ?? (0, 0)) }
    let told =
      found.count <= Self.mostTold
      ? found
      : found.enumerated().sorted { first, second in
        let (left, right) = (first.element.count, second.element.count)
        return (right.missed * left.all, first.offset) < (left.missed * right.all, second.offset)
      }.prefix(Self.mostTold).map(\.element)
    let words = told.map { "\($0.name) \(grouped($0.count.missed)) of \(grouped($0.count.all))" }
    return words.joined(separator: ", ") + (told.count < found.count ? ", …" : "")
  }
}

/// What a stage tells of rows while it runs.
final class ShortfallCollector: Sendable {
  private let collected = Mutex<[Shortfall]>([])

  var all: [Shortfall] { collected.withLock { $0 } }

  func add(_ shortfall: Shortfall) {
    collected.withLock { $0.append(shortfall) }
  }
}
