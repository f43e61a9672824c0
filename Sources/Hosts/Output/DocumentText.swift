import Graphics
import Plans

/// Reports, comparisons, help and pictures.
extension TextPresenter {
  func sections(of document: Document) -> [String] {
    var sections = notice(document.synthetic)
    var isAfterText = false
    for block in document.blocks {
      let text = text(of: block)
      guard !text.isEmpty else { continue }
      // Lines of text that follow each other, or a heading, belong together.
      if isAfterText, isText(block), let last = sections.popLast() {
        sections.append(last + "\n" + text)
      } else {
        sections.append(text)
      }
      isAfterText = isTextOrHeading(block)
    }
    return sections.isEmpty ? [document.kind] : sections
  }

  private func text(of block: Document.Block) -> String {
    switch block {
    case .heading(let heading): style.bold(wrapped(heading, width: style.width))
    case .text(let text): wrapped(text, width: style.width)
    case .table(let table):
      (notice(table.synthetic) + [self.text(of: table)] + notes(table.notes))
        .joined(separator: "\n")
    case .bars(let bars): text(of: bars)
    case .pictures(let pictures): contactSheet(pictures.map(captioned), style: style)
    case .confusion(let names, let counts):
      confusionTable(names: names, counts: padded(counts, to: names.count), style: style)
    }
  }

  private func text(of bars: [Document.Bar]) -> String {
    if bars.allSatisfy({ $0.values.count <= 1 }) {
      return barChart(
        bars.map { Bar($0.label, $0.values.first ?? 0, note: $0.note.isEmpty ? nil : $0.note) }, style: style)
    }
    let parts = bars.map(\.values.count).max() == 2 ? ["train", "test"] : []
    return stackedBarChart(
      bars.map { bar in StackedBar(bar.label, bar.values.map { Int(exactly: $0.rounded()) ?? 0 }) },
      parts: parts, style: style)
  }

  private func captioned(_ picture: Document.Picture) -> CaptionedImage {
    let (width, height) = (picture.width, picture.height)
    return CaptionedImage(
      picture.channels == 3
        ? PixelGrid(rgb: picture.pixels, width: width, height: height)
        : PixelGrid(grey: picture.pixels, width: width, height: height),
      caption: picture.caption)
  }

  /// Row-major, with exactly `classes` counts in each row.
  private func padded(_ counts: [[Int]], to classes: Int) -> [Int] {
    counts.flatMap { row in row.prefix(classes) + [Int](repeating: 0, count: max(0, classes - row.count)) }
  }

  private func isText(_ block: Document.Block) -> Bool {
    if case .text = block { true } else { false }
  }

  private func isTextOrHeading(_ block: Document.Block) -> Bool {
    if case .heading = block { true } else { isText(block) }
  }
}
