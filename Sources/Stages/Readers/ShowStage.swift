import Basics
import Imaging
import Numerics
import Plans
import Samples

/// `show 8`
struct ShowStage: ReaderStage {
  static let declaration = Declaration(
    "show", "Draws some of the images with their classes.", takes: .images, gives: .document,
    discussion: """
      The images are taken evenly over the classes, the first of each class first. Behind `augment` each is a training image, \
      and what was made of it stands beside it.
      """,
    searchTerms: ["view", "display", "images", "draw"],
    examples: [
      Example("faces n=40 subjects=8 | show 2", shows: "anger"),
      Example("faces n=40 subjects=8 | augment times=2 | show 9", shows: "augmented"),
    ])

  @Parameter("how many", in: .between(1, 64), positional: true, aliases: ["n"]) var count = 8

  func read(_ input: PlanValue, _ context: ReaderContext) throws -> any Payload {
    let set = try preparedRows(of: input, for: "show")
    let metadata = set.rows.metadata
    let changed = set.resampled.map { ($0, besideOriginals($0.metadata)) }.flatMap { $1.isEmpty ? nil : ($0, $1) }
    let plain = chosenRows(classes(of: metadata), among: Array(0..<metadata.count)).map {
      ShownRow(row: $0, isMade: false)
    }
    let (rows, shown) = changed ?? (set.rows, plain)
    let stack = try rows.content.require(ImageStack.self, for: "show")
    let labels = rows.metadata.knownLabels
    let pictures = shown.map { shown -> Picture in
      let image = stack[shown.row]
      return Picture(
        width: image.width, height: image.height, channels: image.channels, pixels: image.pixels,
        caption: shown.isMade ? "augmented" : labels.map { $0.names[$0.codes[shown.row]] } ?? "")
    }
    let heading: [Document.Block] =
      changed == nil ? [] : [.text("training images, each followed by what `augment` made of it")]
    return Document(
      kind: "pictures", blocks: heading + [.pictures(pictures)], synthetic: metadata.origin.synthetic,
      notes: set.document.notes)
  }

  private struct ShownRow {
    let row: Int
    let isMade: Bool
  }

  private func classes(of metadata: RowMetadata) -> Labels {
    metadata.knownLabels ?? Labels(names: [""], codes: [Int](repeating: 0, count: metadata.count))
  }

  /// Originals that something was made of, each before that; empty where nobody knows what was made of what.
  private func besideOriginals(_ metadata: RowMetadata) -> [ShownRow] {
    guard let origins = metadata.column(.madeFrom)?.texts else { return [] }
    let isMade = Set(0..<metadata.count).subtracting(metadata.realRows)
    let names = Dictionary(grouping: metadata.realRows) { metadata.rowNames[$0] }
    var made: [Int: [Int]] = [:]
    for row in origins.indices where isMade.contains(row) {
      // What is called as another tells nothing.
      if let name = origins[row], let found = names[name], found.count == 1 { made[found[0], default: []].append(row) }
    }
    let shown = chosenRows(classes(of: metadata), among: made.keys.sorted()).flatMap { original in
      [ShownRow(row: original, isMade: false)] + (made[original] ?? []).map { ShownRow(row: $0, isMade: true) }
    }.prefix(max(2, count))
    // An original without anything beside it shows nothing.
    return Array(shown.last?.isMade == false ? shown.dropLast() : shown)
  }

  /// Round robin over the classes.
  private func chosenRows(_ labels: Labels, among rows: [Int]) -> [Int] {
    var byClass = [[Int]](repeating: [], count: labels.names.count)
    for row in rows where byClass[labels.codes[row]].count < count { byClass[labels.codes[row]].append(row) }
    var chosen: [Int] = []
    for round in 0..<count {
      for rows in byClass where round < rows.count && chosen.count < count { chosen.append(rows[round]) }
    }
    return chosen
  }
}
