import Basics

extension ChartLayout {
  /// The axis without its place.
  func kind(of axis: Axis, isX: Bool) -> PlacedAxis.Kind {
    switch axis.scale {
    case .names(let names): return .places(names.count)
    case .numbers(let range, let ticks, let isLogarithmic):
      let layers = chart.panels.flatMap(\.layers)
      let holdsIntervals = isX ? chart.y.names != nil : true
      let numbers = layers.flatMap(\.data).flatMap { datum -> [Double] in
        let number = (isX ? datum.x : datum.y).number
        let interval = holdsIntervals ? datum.interval.map { [$0.lowerBound, $0.upperBound] } ?? [] : []
        return [number].compactMap { $0 } + interval
      }
      return .numbers(
        NumberScale(
          numbers, range: range, ticks: ticks, isLogarithmic: isLogarithmic,
          includesZero: layers.contains { $0.mark == .bars }))
    }
  }

  /// The axes of a plot, drawn with their labels and the grid behind the marks.
  mutating func axes(_ box: Box, _ plan: PanelPlan, isFirst: Bool) -> (x: PlacedAxis, y: PlacedAxis) {
    let x = PlacedAxis(kind: kind(of: chart.x, isX: true), start: box.x, end: box.maxX - plan.valueWidth)
    let isUp = chart.y.names == nil
    let y = PlacedAxis(
      kind: kind(of: chart.y, isX: false), start: isUp ? box.maxY : box.y, end: isUp ? box.y : box.maxY)
    drawX(x, box, plan)
    drawY(y, box, plan, until: x.end, isFirst: isFirst)
    return (x, y)
  }

  private mutating func drawX(_ axis: PlacedAxis, _ box: Box, _ plan: PanelPlan) {
    let line = box.maxY + (medium.isCells ? 0.5 : 0)
    let labelTop = box.maxY + medium.tick + (medium.isCells ? 0 : 2)
    guard case .numbers(let scale) = axis.kind else { return drawNames(axis, labelTop, plan) }
    shapes.append(.line([Point(axis.start, line), Point(axis.end, line)], .faint, width: 1, isDashed: false))
    let widest = NumberScale.labels(scale.ticks(atMost: 6)).map { medium.width($0, .small) }.max() ?? 1
    let most = Int((axis.end - axis.start) / (widest + medium.gap * 2)) + 1
    let ticks = scale.ticks(atMost: min(max(most, 1), 8))
    let top = medium.isCells ? box.maxY + 1 : labelTop
    var taken = -Double.infinity
    for (tick, label) in zip(ticks, NumberScale.labels(ticks)) {
      guard let place = axis.position(.number(tick)) else { continue }
      let x = medium.isCells ? place.rounded(.down) + 0.5 : place
      if !medium.isCells {
        shapes.append(.line([Point(x, box.y), Point(x, box.maxY)], .grid, width: 1, isDashed: false))
        shapes.append(.line([Point(x, line), Point(x, line + 4)], .faint, width: 1, isDashed: false))
      }
      // Given ticks may lie close together.
      let size = medium.width(label, .small)
      guard x - size / 2 >= taken + medium.gap / 2 else { continue }
      add(label, at: x, top, .small, .faint, .middle)
      taken = x + size / 2 + 0.5
    }
  }

  private mutating func drawNames(_ axis: PlacedAxis, _ top: Double, _ plan: PanelPlan) {
    // On a page that is too narrow for all of them some names are left out, evenly, rather than set over each other.
    let every = plan.areXLabelsTurned ? max(1, Int((medium.lineHeight(.small) / max(axis.band, 0.1)).rounded(.up))) : 1
    let room = plan.areXLabelsTurned ? 110 : axis.band - (medium.isCells ? 1 : 2)
    let all = chart.x.names ?? []
    let names =
      plan.areXLabelsNumbered
      ? all.indices.map { medium.elided("\($0 + 1)", to: room, .small) } : medium.shortened(all, to: room, .small)
    for (index, text) in names.enumerated() where index.isMultiple(of: every) {
      guard let x = axis.position(.place(index)) else { continue }
      if plan.areXLabelsTurned {
        addTurned(text, of: all[index], at: x, top, .small, .text)
      } else {
        let whole = plan.areXLabelsNumbered ? numbered(all[index], index) : all[index]
        add(text, of: whole, at: x, top, .small, .text, .middle)
      }
    }
  }

  private func numbered(_ name: String, _ index: Int) -> String { "\(index + 1) \(name)" }

  private mutating func drawY(_ axis: PlacedAxis, _ box: Box, _ plan: PanelPlan, until end: Double, isFirst: Bool) {
    let x = box.x - medium.gap - medium.tick
    switch axis.kind {
    case .places:
      guard isFirst else { return }
      let isNumbered = plan.areXLabelsNumbered && chart.x.names == chart.y.names
      let all = (chart.y.names ?? []).enumerated().map { isNumbered ? numbered($1, $0) : $1 }
      let names = medium.shortened(all, to: plan.labelWidth - medium.gap - medium.tick, .label)
      for (index, text) in names.enumerated() {
        guard let middle = axis.position(.place(index)) else { continue }
        // In cells beside the middle one of its lanes, the upper of two.
        let y =
          medium.isCells
          ? middle - axis.band / 2 + Double((laneCount - 1) / 2) : middle - medium.lineHeight(.label) / 2
        add(text, of: all[index], at: medium.isCells ? box.x - 1 : x + medium.tick, y, .label, .text, .end)
      }
    case .numbers(let scale):
      let ticks = scale.ticks(atMost: medium.isCells ? 5 : min(8, max(2, Int(box.height / 34))))
      for (tick, label) in zip(ticks, NumberScale.labels(ticks)) {
        guard let y = axis.position(.number(tick)) else { continue }
        if !medium.isCells {
          shapes.append(.line([Point(box.x, y), Point(end, y)], .grid, width: 1, isDashed: false))
        }
        guard isFirst else { continue }
        let top = medium.isCells ? min(y.rounded(.down), box.maxY - 1) : y - medium.lineHeight(.small) / 2
        add(label, at: medium.isCells ? box.x - 1 : x + medium.tick, top, .small, .faint, .end)
      }
    }
  }
}
