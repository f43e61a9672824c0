import Basics

/// What all panels of a chart share: how many lie beside each other, and the room that their labels take.
struct PanelPlan {
  var across = 1
  /// Of the names at the left; 0 where numbers or nothing stand there.
  var labelWidth = 0.0
  var plotWidth = 0.0
  var plotHeight = 0.0
  /// Kept free at the right for what stands beside bars and points.
  var valueWidth = 0.0
  /// Below the plot.
  var xLabelHeight = 0.0
  var areXLabelsTurned = false
  /// Names below the plot that could not be told apart are their numbers, which the names at the left begin with where these
  /// are the same names.
  var areXLabelsNumbered = false
  var gap = 0.0
  var titleLines = 0
}

extension ChartLayout {
  mutating func panels() {
    guard !chart.panels.isEmpty else { return }
    let plan = panelPlan()
    let rows = (chart.panels.count + plan.across - 1) / plan.across
    let titles = panelTitles(plan)
    for row in 0..<rows {
      let some = chart.panels[(row * plan.across)..<min((row + 1) * plan.across, chart.panels.count)]
      if row > 0 { top += medium.panelSpace } else { yTitle() }
      for (column, panel) in some.enumerated() {
        let x = medium.margin + plan.labelWidth + Double(column) * (plan.plotWidth + plan.gap)
        let titleHeight = Double(plan.titleLines) * medium.lineHeight(.label)
        title(titles[row * plan.across + column], of: panel.title, at: x, plan)
        plot(panel, Box(x, top + titleHeight, plan.plotWidth, plan.plotHeight), plan, isFirst: column == 0)
      }
      top += Double(plan.titleLines) * medium.lineHeight(.label) + plan.plotHeight + plan.xLabelHeight
      if row == rows - 1 { xTitle(plan, panels: some.count) }
    }
  }

  /// At most two lines each; where these are not enough for all, what is left still tells them apart.
  private func panelTitles(_ plan: PanelPlan) -> [[String]] {
    let titles = chart.panels.map(\.title)
    let wrapped = titles.map { medium.wrapped($0, to: plan.plotWidth, .label) }
    guard wrapped.contains(where: { $0.count > 2 }) else { return wrapped }
    // Breaks between words leave some room at the end of a line.
    return medium.shortened(titles, to: plan.plotWidth * 1.6, .label).map {
      medium.wrapped($0, to: plan.plotWidth, .label, lines: 2)
    }
  }

  private mutating func title(_ lines: [String], of title: String, at x: Double, _ plan: PanelPlan) {
    let wholes = medium.wholes(of: lines, from: title)
    if wholes.contains(where: { $0 != nil }) { cutNames.append(medium.shown(title)) }
    for (index, (line, whole)) in zip(lines, wholes).enumerated() {
      let y = top + Double(plan.titleLines - lines.count + index) * medium.lineHeight(.label)
      add(line, whole: whole, at: x, y, .label, .text)
    }
  }

  /// Above the plot, where it need not be turned.
  private mutating func yTitle() {
    guard !chart.y.title.isEmpty else { return }
    add(medium.elided(chart.y.title, to: room, .small), of: chart.y.title, at: medium.margin, top, .small, .faint)
    // The highest label of an axis of numbers may stand half above the plot.
    top +=
      medium.lineHeight(.small) + (medium.isCells ? 0 : chart.y.names == nil ? medium.lineHeight(.small) / 2 + 2 : 4)
  }

  private mutating func xTitle(_ plan: PanelPlan, panels: Int) {
    guard !chart.x.title.isEmpty else { return }
    let whole = Double(panels) * plan.plotWidth + Double(panels - 1) * plan.gap
    let x = medium.margin + plan.labelWidth + whole
    let title = medium.elided(chart.x.title, to: min(room, max(whole, room * 0.6)), .small)
    if chart.x.names != nil, !medium.isCells { top += 3 }
    let width = medium.width(title, .small)
    add(title, of: chart.x.title, at: max(medium.margin, x - width), top, .small, .faint)
    top += medium.lineHeight(.small)
  }

  // MARK: - The plan

  func panelPlan() -> PanelPlan {
    let plan = panelPlan(numberWidth: 0)
    guard plan.areXLabelsNumbered, chart.x.names == chart.y.names else { return plan }
    return panelPlan(numberWidth: medium.width(" \(chart.y.names?.count ?? 0)", .label))
  }

  /// - Parameter numberWidth: of the numbers before the names at the left.
  private func panelPlan(numberWidth: Double) -> PanelPlan {
    var plan = PanelPlan()
    let texts = chart.panels.flatMap(\.layers).filter { $0.mark == .bars || $0.mark == .points }.flatMap(\.data)
    let valueWidth = texts.map { medium.width($0.text, .small) }.max() ?? 0
    plan.valueWidth = valueWidth > 0 ? min(valueWidth + medium.gap, room / 3) : 0
    let isTiles = chart.panels.contains { $0.layers.contains { $0.mark == .tiles } }
    plan.labelWidth = labelWidth(share: isTiles && chart.panels.count > 1 ? 0.24 : 0.36) + numberWidth
    plan.gap = chart.x.names == nil ? tickWidth + medium.gap * 2 : medium.isCells ? 2 : 16
    plan.across = across(plan)
    let free = room - plan.labelWidth - Double(plan.across - 1) * plan.gap - endRoom
    plan.plotWidth = max(medium.isCells ? (free / Double(plan.across)).rounded(.down) : free / Double(plan.across), 1)
    if let names = chart.x.names, !names.isEmpty {
      if medium.isCells {
        plan.plotWidth = max(1, (plan.plotWidth / Double(names.count)).rounded(.down)) * Double(names.count)
      } else {
        // Few tiles need not fill the page.
        plan.plotWidth = min(plan.plotWidth, 90 * Double(names.count))
      }
    }
    plan.plotHeight = plotHeight(plan, isTiles: isTiles)
    xLabels(&plan)
    plan.titleLines = panelTitles(plan).map(\.count).max() ?? 0
    return plan
  }

  private func labelWidth(share: Double) -> Double {
    let limit = medium.snapped(room * share)
    let names = chart.y.names ?? yTickLabels
    let widest = names.map { medium.width(medium.shown($0), .label) }.max() ?? 0
    return min(widest, limit) + medium.gap + medium.tick
  }

  /// Those of a vertical axis of numbers.
  private var yTickLabels: [String] {
    guard case .numbers(let scale) = kind(of: chart.y, isX: false) else { return [] }
    return NumberScale.labels(scale.ticks(atMost: medium.isCells ? 5 : 8))
  }

  private var xTicks: [String] {
    guard case .numbers(let scale) = kind(of: chart.x, isX: true) else { return [] }
    return NumberScale.labels(scale.ticks(atMost: 6))
  }

  private var tickWidth: Double { xTicks.map { medium.width($0, .small) }.max() ?? 0 }

  /// A label of a number may stand half beyond the plot.
  private var endRoom: Double { medium.snapped(tickWidth / 2) }

  private func across(_ plan: PanelPlan) -> Int {
    let count = chart.panels.count
    guard count > 1 else { return 1 }
    let least = chart.x.names.map { Double($0.count) * (medium.isCells ? 5 : 26) } ?? (medium.isCells ? 26 : 190)
    let free = room - plan.labelWidth - endRoom
    let fitting = max(1, Int((free + plan.gap) / (max(least, 1) + plan.gap)))
    guard fitting < count else { return count }
    // Rows of about the same length.
    let rows = (count + fitting - 1) / fitting
    return (count + rows - 1) / rows
  }

  private func plotHeight(_ plan: PanelPlan, isTiles: Bool) -> Double {
    guard let names = chart.y.names else {
      return medium.isCells ? 14 : min(max(plan.plotWidth * 0.62, 150), 400).rounded()
    }
    if isTiles {
      let tile = plan.plotWidth / Double(max(1, chart.x.names?.count ?? 1))
      return Double(names.count) * (medium.isCells ? 1 : min(max(tile * 0.8, 19), 46))
    }
    let lanes = laneCount
    return Double(names.count) * (Double(lanes) * medium.lane + medium.laneGap(lanes))
  }

  /// How many bars or points of one name lie beside each other.
  var laneCount: Int {
    let layered = chart.panels.contains { $0.layers.contains { $0.mark == .bars || $0.mark == .points } }
    return layered ? max(1, chart.series.names.count) : 1
  }

  private func xLabels(_ plan: inout PanelPlan) {
    guard let names = chart.x.names else {
      plan.xLabelHeight = medium.lineHeight(.small) + medium.tick + (medium.isCells ? 1 : 2)
      return
    }
    let band = plan.plotWidth / Double(max(1, names.count))
    let widest = names.map { medium.width(medium.shown($0), .small) }.max() ?? 0
    plan.areXLabelsTurned = !medium.isCells && widest > band - 4
    let short = medium.shortened(names, to: band - 1, .small)
    plan.areXLabelsNumbered =
      medium.isCells && (Set(short).count < Set(names).count || names.count > 1 && short.contains("…"))
    plan.xLabelHeight =
      (plan.areXLabelsTurned ? min(widest, 110) : medium.lineHeight(.small)) + medium.tick + (medium.isCells ? 0 : 2)
  }
}
