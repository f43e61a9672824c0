import Basics
import Drawing

/// Charts of a table's columns.
struct TableChart {
  let table: Table
  let request: DrawingRequest
  let columns: DrawnColumns

  init(_ table: Table, _ request: DrawingRequest) {
    self.table = table
    self.request = request
    columns = DrawnColumns(table)
  }

  // MARK: - Kinds

  /// A line for each row, or for each of its choices, and a mark for each column of numbers.
  func byNames(_ mark: Layer.Mark) throws -> Chart {
    let values = request.y.isEmpty ? columns.usualValues : request.y
    let labels = try labels(by: request.x.map { [$0] } ?? labelColumns(beside: values))
    let names = unique(labels)
    var series = values.count > 1 ? values.map(request.words) : []
    let colors = try request.color.map { try texts(of: $0) }
    if let colors, values.count == 1 { series = unique(colors) }
    let data = try values.enumerated().flatMap { index, column -> [Datum] in
      let cells = try self.cells(of: column)
      return labels.indices.compactMap { row in
        let place = names.firstIndex(of: labels[row]) ?? 0
        let tone = values.count > 1 ? index : colors.flatMap { series.firstIndex(of: $0[row]) }
        return datum(cells[row], y: .place(place), series: series.isEmpty ? nil : tone)
      }
    }
    let number = values.count == 1 ? request.words(values[0]) : "score"
    let layers = [Layer(mark, data)] + (data.contains { $0.isNegative } ? [zeroLine] : [])
    return chart(
      values, [.init(layers)], x: Axis(numbers: number), y: Axis("", names: names),
      series: Series(values.count > 1 ? "" : request.color ?? "", series))
  }

  /// Over a column of numbers, a line for each value of the other choices.
  func lines() throws -> Chart {
    let x = try request.x ?? horizontal()
    let values = request.y.isEmpty ? columns.usualValue.filter { $0 != x } : request.y
    guard !values.isEmpty else { throw DrawingError.noNumbers(column: x) }
    let places = try numbers(of: x)
    let tones = try seriesTexts(beside: x, values)
    let names = unique(values.flatMap { value in tones.map { seriesName($0, value, of: values) } }).filter {
      !$0.isEmpty
    }
    var data: [Datum] = []
    var drawn: Set<Int> = []
    for value in values {
      let cells = try cells(of: value)
      for row in places.indices.sorted(by: { (places[$0], $0) < (places[$1], $1) }) {
        guard places[row].isFinite, let number = cells[row].number, number.isFinite else { continue }
        drawn.insert(row)
        data.append(
          Datum(
            x: .number(places[row]), y: .number(number), interval: cells[row].interval,
            series: names.firstIndex(of: seriesName(tones[row], value, of: values))))
      }
    }
    guard !data.isEmpty else { throw DrawingError.noNumbers(column: values[0]) }
    let ticks = Set(places.filter(\.isFinite)).sorted()
    let isLogarithmic = Self.growsByFactors(ticks)
    // More than three bands cover each other: then each point has its own interval.
    let hasBands = data.contains { $0.interval != nil } && names.count <= 3
    let points = Layer(.points, hasBands ? data.map(\.withoutInterval) : data)
    return chart(
      values, over: x, drawn: drawn.count,
      [.init((hasBands ? [Layer(.band, data)] : []) + [Layer(.line, data), points])],
      x: Axis(numbers: request.words(x), ticks: ticks.count <= 8 ? ticks : nil, isLogarithmic: isLogarithmic),
      y: Axis(numbers: values.count == 1 ? request.words(values[0]) : ""),
      series: Series(seriesTitle(beside: x, values), names))
  }

  /// A number over two columns.
  func tiles() throws -> Chart {
    let candidates = columns.numericChoices + columns.namedChoices + columns.texts
    let x = request.x ?? candidates.first ?? ""
    guard let y = request.color ?? candidates.first(where: { $0 != x }) else {
      throw DrawingError.noSuchKind("tiles", offered: ["points", "bars"])
    }
    let value = request.y.first ?? columns.usualValue.first ?? ""
    let (across, down) = (try scalars(of: x), try scalars(of: y))
    let (xs, ys) = (sorted(across), sorted(down))
    let cells = try cells(of: value)
    let data = cells.indices.compactMap { row -> Datum? in
      guard let i = xs.firstIndex(of: across[row]), let j = ys.firstIndex(of: down[row]) else { return nil }
      let number = cells[row].number ?? .nan
      return Datum(
        x: .place(i), y: .place(j), value: number, text: NumberFormat.decimal(number, missing: "–"))
    }
    let finite = data.compactMap(\.value).filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { throw DrawingError.noNumbers(column: value) }
    var chart = chart(
      [value], over: "\(x) and \(y)", [.init([Layer(.tiles, data)])], x: Axis(x, names: xs.map(\.choiceText)),
      y: Axis(y, names: ys.map(\.choiceText)), series: Series())
    chart.ramp = Ramp(request.words(value), low...high)
    return chart
  }

  /// A dot for each row.
  func dots() throws -> Chart {
    let numeric = columns.numericChoices + columns.numbers
    guard let x = request.x ?? numeric.first, let y = request.y.first ?? numeric.first(where: { $0 != x }) else {
      throw DrawingError.noNumbers(column: request.x ?? numeric.first ?? "y")
    }
    let colors = try request.color.map { try texts(of: $0) }
    let names = colors.map(unique) ?? []
    let sizes = try request.size.map { try numbers(of: $0) }
    let finite = (sizes ?? []).filter(\.isFinite)
    let (least, most) = (finite.min() ?? 0, finite.max() ?? 1)
    let (xs, ys) = (try numbers(of: x), try numbers(of: y))
    let data = xs.indices.map { row in
      Datum(
        x: .number(xs[row]), y: .number(ys[row]), series: colors.flatMap { names.firstIndex(of: $0[row]) },
        size: sizes.map { most > least ? ($0[row] - least) / (most - least) : 0.5 })
    }
    return chart(
      [y], over: x, drawn: data.count(where: \.hasPlace), [.init([Layer(.dots, data)])],
      x: Axis(numbers: request.words(x)),
      y: Axis(numbers: request.words(y)), series: Series(request.color ?? "", names))
  }

  // MARK: - Parts

  /// - Parameter drawn: how many rows have the numbers that it takes; nil where all have a place.
  func chart(
    _ values: [String], over: String = "", drawn: Int? = nil, _ panels: [Chart.Panel], x: Axis, y: Axis,
    series: Series
  ) -> Chart {
    let what = values.map(request.words).joined(separator: ", ")
    let title = what.prefix(1).uppercased() + what.dropFirst() + (over.isEmpty ? "" : " over \(over)")
    return Chart(
      title: table.pictureTitle ?? title, panels: panels, x: x, y: y, series: series, synthetic: table.synthetic,
      caption: intervalNote(values) + Chart.omissions(drawn ?? table.rows.count, of: table.rows.count)
        + table.provenance.map(\.text))
  }

  private func intervalNote(_ values: [String]) -> [String] {
    let hasIntervals = values.contains { name in
      ((try? cells(of: name)) ?? []).contains { $0.interval != nil }
    }
    return hasIntervals ? ["intervals: 95%"] : []
  }

  private var zeroLine: Layer { Layer(.rule, [Datum(x: .number(0), y: .everywhere)]) }

  private func datum(_ cell: Scalar, y: Coordinate, series: Int?) -> Datum {
    let number = cell.number ?? .nan
    return Datum(
      x: .number(number), y: y, interval: cell.interval, series: series,
      text: Int(exactly: number).map(grouped) ?? NumberFormat.decimal(number, missing: "–"))
  }

  func labelColumns(beside values: [String]) -> [String] {
    let choices = columns.namedChoices + columns.numericChoices
    let named = choices.filter { $0 != request.color && !values.contains($0) }
    guard named.isEmpty else { return named }
    // Of texts as many as tell every row apart; the first where none do.
    let few = (1...3).map { Array(columns.texts.prefix($0)) }
    return few.first { names in
      let labels = table.rows.map { row in names.map { table.reading($0)?(row).choiceText ?? "" } }
      return Set(labels).count == labels.count
    } ?? few[0]
  }

  /// What each row is called.
  func labels(by names: [String]) throws -> [String] {
    guard !names.isEmpty else { return table.rows.indices.map { "\($0 + 1)" } }
    let texts = try names.map { try self.texts(of: $0) }
    let labels = table.rows.indices.map { row in texts.map { $0[row] }.joined(separator: " · ") }
    // Two rows of one name are two rows, unless colour tells them apart.
    guard request.color == nil, Set(labels).count < labels.count else { return labels }
    return labels.enumerated().map { "\($0.offset + 1) \($0.element)" }
  }

  private func horizontal() throws -> String {
    let counted = columns.numericChoices.map { name in (name, Set((try? numbers(of: name)) ?? []).count) }
    if let most = counted.max(by: { $0.1 < $1.1 }) { return most.0 }
    guard let first = columns.numbers.first else { throw DrawingError.noNumbers(column: "x") }
    return first
  }

  private func otherChoices(beside x: String, _ values: [String]) -> [String] {
    if let color = request.color { return [color] }
    return (columns.namedChoices + columns.numericChoices).filter { $0 != x && !values.contains($0) }
  }

  private func seriesTexts(beside x: String, _ values: [String]) throws -> [String] {
    let others = try otherChoices(beside: x, values).map { try texts(of: $0) }
    return table.rows.indices.map { row in others.map { $0[row] }.joined(separator: " · ") }
  }

  private func seriesTitle(beside x: String, _ values: [String]) -> String {
    otherChoices(beside: x, values).joined(separator: " · ")
  }

  private func seriesName(_ tone: String, _ value: String, of values: [String]) -> String {
    guard values.count > 1 else { return tone }
    return tone.isEmpty ? request.words(value) : "\(tone), \(request.words(value))"
  }

  // MARK: - Cells

  func cells(of column: String) throws -> [Scalar] {
    let cells = try scalars(of: column)
    guard cells.contains(where: { $0.number?.isFinite == true }) else { throw DrawingError.noNumbers(column: column) }
    return cells
  }

  private func scalars(of column: String) throws -> [Scalar] {
    guard let reading = table.reading(column) else {
      throw DrawingError.noSuchColumn(column, known: table.namedColumns)
    }
    return table.rows.map(reading)
  }

  private func numbers(of column: String) throws -> [Double] { try cells(of: column).map { $0.number ?? .nan } }
  private func texts(of column: String) throws -> [String] { try scalars(of: column).map(\.choiceText) }

  /// Numbers by size, words in the order in which they come.
  private func sorted(_ scalars: [Scalar]) -> [Scalar] {
    var seen: Set<Scalar> = []
    let once = scalars.map(\.plain).filter { seen.insert($0).inserted }
    return once.allSatisfy { $0.number != nil } ? once.sorted(by: Scalar.precedes) : once
  }

  func unique(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }

  /// 0.1, 1, 10, 100: not 10, 20, 50, 100.
  private static func growsByFactors(_ numbers: [Double]) -> Bool {
    guard numbers.count > 2, let first = numbers.first, let last = numbers.last, first > 0, last / first >= 99 else {
      return false
    }
    let factors = zip(numbers, numbers.dropFirst()).map { $1 / $0 }
    guard let least = factors.min(), let most = factors.max() else { return false }
    return most / least < 6
  }
}

extension Scalar {
  /// As a choice was written: "0.001" where a cell would say 0.0010.
  fileprivate var choiceText: String {
    if case .estimate(let estimate) = self { return NumberFormat.decimal(estimate.value, missing: "–") }
    return number.map(NumberFormat.shortest) ?? text
  }

  /// The interval of an estimate.
  var interval: ClosedRange<Double>? {
    guard case .estimate(let estimate) = self, let lower = estimate.lower, let upper = estimate.upper,
      lower <= upper, lower.isFinite, upper.isFinite
    else { return nil }
    return lower...upper
  }
}

extension Chart {
  /// That some rows are not to be seen: a combination that failed must not be taken for one that was not tried.
  static func omissions(_ drawn: Int, of count: Int) -> [String] {
    drawn < count ? ["not drawn, for want of a number: \(grouped(count - drawn)) of \(grouped(count)) rows"] : []
  }
}

extension Datum {
  fileprivate var isNegative: Bool { (x.number ?? 0) < 0 || (interval?.lowerBound ?? 0) < 0 }

  /// Whether both numbers of a dot are numbers.
  var hasPlace: Bool { x.number?.isFinite == true && y.number?.isFinite == true }

  fileprivate var withoutInterval: Datum {
    var datum = self
    datum.interval = nil
    return datum
  }
}
