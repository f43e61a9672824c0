import Basics

extension ChartLayout {
  mutating func plot(_ panel: Chart.Panel, _ box: Box, _ plan: PanelPlan, isFirst: Bool) {
    let (x, y) = axes(box, plan, isFirst: isFirst)
    rules = panel.layers.filter { $0.mark == .rule }.flatMap(\.data).compactMap { x.position($0.x) }
    for layer in panel.layers {
      switch layer.mark {
      case .bars: for datum in layer.data { bar(datum, x, y) }
      case .points: for datum in layer.data { point(datum, x, y) }
      case .dots: for datum in layer.data { dot(datum, x, y) }
      case .line: for run in runs(of: layer.data) { line(run, x, y) }
      case .band: for run in runs(of: layer.data) { band(run, x, y) }
      case .tiles:
        let scale = textScale(of: layer, inTiles: x.band)
        for datum in layer.data { tile(datum, x, y, textScale: scale) }
      case .rule: for datum in layer.data { rule(datum, x, y, box) }
      }
    }
  }

  private func ink(_ datum: Datum) -> Ink { datum.isFaint ? .faint : .series(datum.series ?? 0) }

  /// Where the bar or point of a datum lies across its name's band: its upper edge.
  private func lane(_ datum: Datum, _ y: PlacedAxis) -> Double? {
    guard let middle = y.position(datum.y) else { return nil }
    guard y.band > 0 else { return middle - medium.lane / 2 }
    let lanes = Double(laneCount)
    let first = medium.isCells ? (middle - y.band / 2).rounded() : middle - lanes * medium.lane / 2
    return first + Double(datum.series ?? 0) * medium.lane
  }

  private mutating func bar(_ datum: Datum, _ x: PlacedAxis, _ y: PlacedAxis) {
    guard let top = lane(datum, y) else { return }
    guard let end = x.position(datum.x), let zero = x.position(.number(0)) else {
      return label(datum, after: x.start, top)
    }
    let inset = medium.isCells ? 0 : 1.5
    shapes.append(
      .rectangle(
        Box(min(zero, end), top + inset, abs(end - zero), medium.lane - 2 * inset), ink(datum),
        texture: texture(datum.series ?? 0)))
    let middle = top + medium.lane / 2
    let far =
      medium.isCells
      ? interval(datum, x, middle, besideBar: min(zero, end)...max(zero, end))
      : interval(datum, x, middle, ink: .text)
    label(datum, after: max(far ?? end, end, zero), top)
  }

  private mutating func point(_ datum: Datum, _ x: PlacedAxis, _ y: PlacedAxis) {
    guard chart.y.names != nil else { return point(between: datum, x, y) }
    guard let top = lane(datum, y) else { return }
    guard let place = x.position(datum.x) else { return label(datum, after: x.start, top) }
    let middle = top + medium.lane / 2
    let far = interval(datum, x, middle, ink: ink(datum)) ?? place
    shapes.append(.symbol(.of(series: datum.series ?? 0), Point(place, middle), size: 9, ink(datum)))
    label(datum, after: max(far, place) + (medium.isCells ? 1 : 5), top)
  }

  /// Of two numbers, with its interval upright.
  private mutating func point(between datum: Datum, _ x: PlacedAxis, _ y: PlacedAxis) {
    guard let place = x.position(datum.x), let middle = y.position(datum.y) else { return }
    if let interval = datum.interval, let low = y.position(.number(interval.lowerBound)),
      let high = y.position(.number(interval.upperBound))
    {
      shapes.append(.line([Point(place, low), Point(place, high)], ink(datum), width: 1.5, isDashed: false))
    }
    shapes.append(.symbol(.of(series: datum.series ?? 0), Point(place, middle), size: 8, ink(datum)))
  }

  /// Draws the interval along the horizontal axis.
  /// - Returns: where it ends.
  private mutating func interval(_ datum: Datum, _ x: PlacedAxis, _ middle: Double, ink: Ink) -> Double? {
    guard let interval = datum.interval, let low = x.position(.number(interval.lowerBound)),
      let high = x.position(.number(interval.upperBound))
    else { return nil }
    shapes.append(.line([Point(low, middle), Point(high, middle)], ink, width: 1.5, isDashed: false))
    if !medium.isCells {
      for end in [low, high] {
        shapes.append(.line([Point(end, middle - 3), Point(end, middle + 3)], ink, width: 1.5, isDashed: false))
      }
    }
    return high
  }

  /// In cells a line over a bar would hide where the bar ends: it is drawn beyond the bar, and its end within it marked.
  /// - Returns: where it ends.
  private mutating func interval(
    _ datum: Datum, _ x: PlacedAxis, _ middle: Double, besideBar bar: ClosedRange<Double>
  ) -> Double? {
    guard let interval = datum.interval, let low = x.position(.number(interval.lowerBound)),
      let high = x.position(.number(interval.upperBound))
    else { return nil }
    func line(_ from: Double, _ to: Double) {
      guard to > from else { return }
      shapes.append(.line([Point(from, middle), Point(to, middle)], .text, width: 1.5, isDashed: false))
    }
    line(low, bar.lowerBound.rounded(.down) - 0.5)
    line(bar.upperBound.rounded(.up), high)
    for end in [low, high] where end > bar.lowerBound + 1 && end < bar.upperBound.rounded(.up) - 1 {
      shapes.append(
        .line([Point(end, middle - 0.5), Point(end, middle + 0.5)], .text, width: 1.5, isDashed: false))
    }
    return high
  }

  private mutating func label(_ datum: Datum, after x: Double, _ top: Double) {
    let y = medium.isCells ? top : top + (medium.lane - medium.lineHeight(.small)) / 2
    var place = medium.isCells ? x.rounded(.up) + 1 : x + medium.gap
    let size = medium.width(medium.shown(datum.text), .small)
    // Beyond a line that would run through it, where there is room.
    if !medium.isCells, let rule = rules.first(where: { place - 1 < $0 && $0 < place + size + 1 }),
      rule + medium.gap + size <= width - medium.margin
    {
      place = rule + medium.gap
    }
    let text = medium.elided(datum.text, to: max(width - medium.margin - place, 0), .small)
    // A number without its name would say nothing below the picture.
    let whole = medium.shown(datum.text)
    add(text, whole: text == whole ? nil : whole, at: place, y, .small, .faint)
  }

  private mutating func dot(_ datum: Datum, _ x: PlacedAxis, _ y: PlacedAxis) {
    guard let place = x.position(datum.x), let middle = y.position(datum.y) else { return }
    let size = datum.size.map { 4 + 10 * min(max($0, 0), 1) } ?? 7
    shapes.append(.symbol(.of(series: datum.series ?? 0), Point(place, middle), size: size, ink(datum)))
  }

  /// The data of each series, broken where one has no place.
  private func runs(of data: [Datum]) -> [[Datum]] {
    var runs: [[Datum]] = []
    for series in Set(data.map { $0.series ?? 0 }).sorted() {
      runs.append(data.filter { ($0.series ?? 0) == series })
    }
    return runs
  }

  private mutating func line(_ data: [Datum], _ x: PlacedAxis, _ y: PlacedAxis) {
    var part: [Point] = []
    func shape(_ points: [Point]) -> [Shape] {
      points.count < 2
        ? [] : [.line(points, ink(data[0]), width: 2, isDashed: (data[0].series ?? 0) >= Ink.seriesCount)]
    }
    for datum in data {
      if let place = x.position(datum.x), let height = y.position(datum.y) {
        part.append(Point(place, height))
      } else {
        shapes += shape(part)
        part = []
      }
    }
    shapes += shape(part)
  }

  private mutating func band(_ data: [Datum], _ x: PlacedAxis, _ y: PlacedAxis) {
    let bounds = data.compactMap { datum -> (x: Double, low: Double, high: Double)? in
      guard let interval = datum.interval, let place = x.position(datum.x),
        let low = y.position(.number(interval.lowerBound)), let high = y.position(.number(interval.upperBound))
      else { return nil }
      return (place, low, high)
    }
    // Characters have no transparency: of several bands only the last would be seen.
    guard bounds.count > 1, !medium.isCells || chart.series.names.count < 2 else { return }
    shapes.append(
      .area(bounds.map { Point($0.x, $0.high) } + bounds.reversed().map { Point($0.x, $0.low) }, ink(data[0])))
  }

  /// How much smaller the texts of tiles are, all alike, so that the widest fits: down to where they cannot be read.
  private func textScale(of layer: Layer, inTiles width: Double) -> Double {
    let widest = layer.data.map { medium.width(medium.shown($0.text), .small) }.max() ?? 0
    guard !medium.isCells, widest > 0 else { return 1 }
    return min(1, max(0.65, (width - 3.1) / widest))
  }

  private mutating func tile(_ datum: Datum, _ x: PlacedAxis, _ y: PlacedAxis, textScale: Double) {
    guard let middleX = x.position(datum.x), let middleY = y.position(datum.y) else { return }
    let inset = medium.isCells ? 0 : 0.5
    let box = Box(
      middleX - x.band / 2 + inset, middleY - y.band / 2 + inset, x.band - 2 * inset, y.band - 2 * inset)
    let share = datum.value.flatMap { chart.ramp?.share($0) }
    if let share { shapes.append(.rectangle(box, .ramp(share), texture: 0)) }
    let text = medium.shown(datum.text)
    guard medium.width(text, .small) * textScale <= box.width - (medium.isCells ? 0 : 2) else { return }
    let top = medium.isCells ? box.y : middleY - medium.lineHeight(.small) * textScale / 2
    add(text, at: middleX, top, .small, share.map { .onRamp($0) } ?? .faint, .middle, scale: textScale)
  }

  private mutating func rule(_ datum: Datum, _ x: PlacedAxis, _ y: PlacedAxis, _ box: Box) {
    if let place = x.position(datum.x) {
      shapes.append(.line([Point(place, box.y), Point(place, box.maxY)], .text, width: 1, isDashed: true))
    } else if let height = y.position(datum.y) {
      shapes.append(.line([Point(box.x, height), Point(x.end, height)], .text, width: 1, isDashed: true))
    }
  }
}
