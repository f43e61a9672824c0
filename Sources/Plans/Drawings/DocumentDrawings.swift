import Basics
import Drawing

/// What can be drawn of a document: its parts that have a picture, differences from a reference before what they are
/// differences of.
extension Document {
  public var drawings: [DrawingOffer] {
    let caption = provenance.map(\.text)
    return (blocks.filter(\.holdsDifferences) + blocks.filter { !$0.holdsDifferences }).flatMap {
      block -> [DrawingOffer] in
      switch block {
      case .bars(let bars): return [barsOffer(bars, caption)]
      case .pictures(let pictures):
        return [
          DrawingOffer("pictures", "the images") { _ in
            Chart(title: "", pictures: pictures, synthetic: synthetic, caption: caption)
          }
        ]
      case .confusion(let names, let counts):
        return [
          DrawingOffer("confusion", "which class was taken for which") { _ in
            .confusion(classNames: names, counts: counts, synthetic: synthetic, caption: caption)
          }
        ]
      case .table(let table): return table.known(as: synthetic, provenance).drawings
      case .custom(let block):
        guard let chart = block.chart else {
          return Document(
            kind: block.name, blocks: block.lowered, synthetic: synthetic, provenance: provenance
          ).drawings
        }
        return [DrawingOffer("picture", "as it is") { _ in chart }]
      case .heading, .text, .lines, .layout: return []
      }
    }
  }

  private func barsOffer(_ bars: [Bar], _ caption: [String]) -> DrawingOffer {
    DrawingOffer("bars", "the lengths", beside: .series) { request in
      .bars(
        bars, title: request.words(kind), parts: bars.map(\.values.count).max() == 2 ? ["train", "test"] : [],
        synthetic: synthetic, caption: caption)
    }
  }
}

extension Document.Block {
  fileprivate var holdsDifferences: Bool {
    guard case .table(let table) = self, let difference = PlanGrid.Reference.columns.first else { return false }
    return table.columns.contains(difference)
  }
}

extension Chart {
  /// Labelled lengths, those of several parts beside each other.
  static func bars(
    _ bars: [Bar], title: String, number: String = "rows", names: String = "", parts: [String], synthetic: String?,
    caption: [String]
  ) -> Chart {
    let data = bars.enumerated().flatMap { place, bar in
      bar.values.enumerated().map { part, value in
        Datum(
          x: .number(value), y: .place(place), series: parts.isEmpty ? nil : part,
          text: Int(exactly: value).map(grouped) ?? NumberFormat.decimal(value, missing: "–"))
      }
    }
    return Chart(
      title: title, panels: [.init([Layer(.bars, data)])], x: Axis(numbers: number),
      y: Axis(names, names: bars.map(\.label)), series: Series("", parts), synthetic: synthetic, caption: caption)
  }
}
