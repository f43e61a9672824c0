import Basics
import Drawing
import Evaluation
import Plans

/// A mean difference of pairs, as something to read.
struct PairedDocument {
  private let pairs: RunPairs
  private let outcome: String
  private let over: String?
  private let sharesTestRows: Bool
  private let synthetic: String?
  private let found: PairedDifference

  /// - Throws: `EvaluationError.tooFewScores` of fewer than two pairs or clusters.
  init(_ pairs: RunPairs, outcome: String, over: String?, sharesTestRows: Bool, _ synthetic: String?) throws {
    self.pairs = pairs
    self.outcome = outcome
    self.over = over
    self.sharesTestRows = sharesTestRows
    self.synthetic = synthetic
    found = try PairedDifference(pairs.pairs.map(\.difference), clusters: pairs.clusters)
  }

  func document(words: (String) -> String, provenance: [ProvenanceLine]) throws -> Document {
    let settings = try settingTable
    return Document(
      kind: "paired",
      blocks: [
        .text(
          "\(words(outcome)) with \(pairs.with) less without (\(pairs.without)): \(Self.signed(found.mean)), interval "
            + "\(Self.signed(found.low)) to \(Self.signed(found.high)), over \(grouped(found.pairs)) pairs"
            + (pairs.hasClusters ? " in \(grouped(found.clusters)) clusters." : ".")),
        .text(verdict), .custom(ChartBlock(chart: try chart(words: words))), .table(summary),
      ]
        + ((2...Self.mostSettings).contains(settings.rows.count)
          ? [.heading("at each \(over ?? "")"), .table(settings)] : []),
      synthetic: synthetic,
      fields: fields, notes: notes, provenance: provenance)
  }

  /// The picture shows more of them better than a table of many noisy rows.
  private static let mostSettings = 15

  private static func signed(_ number: Double) -> String {
    (number > 0 ? "+" : "") + NumberFormat.decimal(number, digits: 4)
  }

  private var verdict: String {
    if found.standardError == 0 { return "All pairs differ by the same amount." }
    return found.low <= 0 && found.high >= 0
      ? "The interval holds 0: with and without cannot be told apart by these pairs. A difference within the interval would "
        + "not have been found."
      : "The interval leaves 0 out: with \(pairs.with) the outcome is \(found.mean > 0 ? "higher" : "lower")."
  }

  private var better: Int { pairs.pairs.count { $0.difference > 0 } }

  private var fields: [(name: String, value: Scalar)] {
    let numbers = [
      ("difference", found.mean), ("low", found.low), ("high", found.high), ("se", found.standardError),
      ("p", found.pValue), ("pairs", Double(found.pairs)), ("clusters", Double(found.clusters)),
      ("higher", Double(better)), ("with_mean", mean(\.with)), ("without_mean", mean(\.without)),
    ]
    return numbers.map { ($0, .number($1)) }
  }

  private func mean(_ side: KeyPath<RunPairs.Pair, Double>) -> Double {
    pairs.pairs.reduce(0) { $0 + $1[keyPath: side] } / Double(pairs.pairs.count)
  }

  private var summary: Table {
    Table(
      columns: ["pairs", "mean without", "mean with", "difference", "low", "high", "p", "pairs higher with"],
      rows: [
        .init(
          [Double(found.pairs), mean(\.without), mean(\.with), found.mean, found.low, found.high, found.pValue]
            .map { .number($0) } + [.number(Double(better))])
      ])
  }

  /// The difference at each value of what the picture is drawn over, where that has two pairs or more.
  private var settingTable: Table {
    get throws {
      guard let over else { return Table(columns: [], rows: []) }
      let groups = Dictionary(grouping: zip(pairs.values(over), pairs.pairs).map { $0 }, by: { $0.0 ?? .nan })
      guard groups.values.allSatisfy({ $0.count > 1 }) else { return Table(columns: [], rows: []) }
      let rows = try groups.keys.sorted().map { value -> Table.Row in
        let differences = (groups[value] ?? []).map { $0.1.difference }
        let part = try PairedDifference(differences)
        return .init(
          [value, Double(part.pairs), part.mean, part.low, part.high, part.pValue].map { .number($0) })
      }
      return Table(
        columns: [over, "pairs", "difference", "low", "high", "p"], rows: rows,
        notes: ["several differences are several chances of a false alarm; no correction is made here"])
    }
  }

  private var notes: [String] {
    var notes: [String] = []
    if pairs.unpaired > 0 { notes.append("\(grouped(pairs.unpaired)) runs have no other half and take no part") }
    if sharesTestRows {
      notes.append(
        "all runs were tested on the same splits: the interval says how training rows vary, not what other people would "
          + "be scored")
    }
    return notes
  }

  private func chart(words: (String) -> String) throws -> Chart {
    let places = over.map { pairs.values($0) } ?? pairs.pairs.indices.map { Double($0 + 1) }
    let data = zip(places, pairs.pairs).compactMap { place, pair in
      place.map { Datum(x: .number($0), y: .number(pair.difference)) }
    }
    return Chart(
      title: "\(words(outcome)) with \(pairs.with) less without, a dot a pair",
      panels: [
        .init([
          Layer(.rule, [Datum(x: .everywhere, y: .number(0))]), Layer(.dots, data),
          Layer(.rule, [Datum(x: .everywhere, y: .number(found.low)), Datum(x: .everywhere, y: .number(found.high))]),
        ])
      ], x: Axis(numbers: over ?? "pair"), y: Axis(numbers: "difference"), synthetic: synthetic,
      caption: [
        "dashed: no difference, and the ends of the interval of the mean, \(Self.signed(found.low)) to "
          + Self.signed(found.high)
      ])
  }
}
