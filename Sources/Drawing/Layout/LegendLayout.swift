import Basics

extension ChartLayout {
  /// What colours and shapes stand for, above the plots, in as many rows as they need.
  mutating func legend() {
    if !chart.series.names.isEmpty { seriesLegend() }
    if let ramp = chart.ramp { rampLegend(ramp) }
  }

  private mutating func seriesLegend() {
    let swatch = medium.isCells ? 1.0 : 14
    let gap = medium.isCells ? 1.0 : 5
    let height = medium.lineHeight(.label)
    var x = medium.margin
    if !chart.series.title.isEmpty {
      let whole = chart.series.title + ":"
      let title = medium.elided(whole, to: room / 3, .label)
      add(title, of: whole, at: x, top, .label, .faint)
      x += medium.width(title, .label) + 2 * gap
    }
    let names = medium.shortened(chart.series.names, to: max(room / 2 - swatch - gap, gap), .label)
    for (index, text) in names.enumerated() {
      let size = swatch + gap + medium.width(text, .label)
      if x + size > width - medium.margin, x > medium.margin {
        x = medium.margin
        top += height
      }
      shapes.append(legendMark(index, Box(x, top, swatch, height)))
      add(text, of: chart.series.names[index], at: x + swatch + gap, top, .label, .text)
      x += size + (medium.isCells ? 2 : 16)
    }
    top += height + medium.space / 2
  }

  private func legendMark(_ series: Int, _ box: Box) -> Shape {
    let marks = chart.panels.flatMap(\.layers).map(\.mark)
    if marks.contains(.bars) {
      let inner = medium.isCells ? box : Box(box.x, box.midY - 6, box.width, 12)
      return .rectangle(inner, .series(series), texture: texture(series))
    }
    return .symbol(.of(series: series), Point(box.midX, box.midY), size: 10, .series(series))
  }

  /// How a series' bars are hatched: another way where the colours begin again.
  func texture(_ series: Int) -> Int { (series + series / Ink.seriesCount) % 4 }

  private mutating func rampLegend(_ ramp: Ramp) {
    let range = [ramp.range.lowerBound, ramp.range.upperBound]
    // The tiles say more, where more matters.
    let short = range.map { NumberFormat.significant($0, digits: 3) }
    let isWhole = range.allSatisfy { $0 == $0.rounded() } || short[0] == short[1]
    let ends = isWhole ? NumberScale.labels(range) : short
    let height = medium.lineHeight(.small)
    let steps = medium.isCells ? 10 : 32
    let size = medium.isCells ? 10.0 : 128
    var x = medium.margin
    let others = ends.reduce(size + 3 * medium.gap) { $0 + medium.width($1, .small) }
    let title = medium.elided(ramp.title, to: room - others, .small)
    for (text, whole) in [(title, ramp.title), (ends[0], ends[0])] {
      add(text, of: whole, at: x, top, .small, .faint)
      x += medium.width(text, .small) + medium.gap
    }
    for step in 0..<steps {
      // Each reaches to the end, under those after it: edges that only meet would show the page between them.
      let start = size / Double(steps) * Double(step)
      shapes.append(
        .rectangle(
          Box(x + start, top + (medium.isCells ? 0 : 2), size - start, medium.isCells ? 1 : height - 4),
          .ramp(Double(step) / Double(steps - 1)), texture: 0))
    }
    add(ends[1], at: x + size + medium.gap, top, .small, .faint)
    top += height + medium.space / 2
  }
}
