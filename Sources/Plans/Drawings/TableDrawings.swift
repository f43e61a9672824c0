import Basics
import Drawing

/// What a table can be drawn as: the best way for its columns first.
extension Table {
  public var drawings: [DrawingOffer] { drawingsOfNumbers + picturesOffer }

  private var picturesOffer: [DrawingOffer] {
    guard !pictures.isEmpty else { return [] }
    return [
      DrawingOffer("pictures", "the images") { _ in
        Chart(title: pictureTitle ?? "", pictures: pictures, synthetic: synthetic, caption: provenance.map(\.text))
      }
    ]
  }

  private var drawingsOfNumbers: [DrawingOffer] {
    let columns = DrawnColumns(self)
    guard !rows.isEmpty, !columns.numbers.isEmpty else { return [] }
    let points = DrawingOffer("points", "points with intervals, a line of text each", beside: .panels) {
      try TableChart(self, $0).byNames(.points)
    }
    let bars = DrawingOffer("bars", "bars, a line of text each") { try TableChart(self, $0).byNames(.bars) }
    let lines = DrawingOffer("lines", "lines over a number") { try TableChart(self, $0).lines() }
    let tiles = DrawingOffer("tiles", "a number over two columns, as colours") { try TableChart(self, $0).tiles() }
    let dots = DrawingOffer("scatter", "a dot for each row over two numbers") { try TableChart(self, $0).dots() }
    let pareto = DrawingOffer("pareto", "a number against what another costs, with those that no other beats in both") {
      try TableChart(self, $0).pareto()
    }
    let waterfall = DrawingOffer("waterfall", "how the numbers of the rows come to their sum") {
      try TableChart(self, $0).waterfall()
    }
    var usual: [DrawingOffer]
    switch columns.shape {
    case .overOneNumber: usual = [lines, points, bars, dots]
    case .overTwoNumbers: usual = [tiles, lines, points, bars]
    case .named: usual = columns.hasEstimates ? [points, bars, tiles, dots] : [bars, points, tiles, dots]
    case .numbersAlone: usual = columns.numbers.count > 1 ? [lines, dots, bars, points] : [bars, points]
    }
    // Parts of an answer are there to be added up.
    if !columns.hasEstimates { usual = columns.numbers == ["adds"] ? [waterfall] + usual : usual + [waterfall] }
    guard columns.numericChoices.count + columns.numbers.count > 1 else { return usual }
    // What an audit added to a sweep is there to be weighed against its scores.
    return columns.cost != nil && rows.count > 1 ? [pareto] + usual : usual + [pareto]
  }
}

/// What the columns of a table are good for in a picture.
struct DrawnColumns {
  enum Shape {
    case overOneNumber, overTwoNumbers, named, numbersAlone
  }

  /// Choices of a sweep that are numbers, and those that are words.
  let numericChoices: [String]
  let namedChoices: [String]
  /// Columns that hold texts and no choices.
  let texts: [String]
  /// Columns of numbers that are no choices, those with intervals first where there are any.
  let numbers: [String]
  let hasEstimates: Bool

  init(_ table: Table) {
    func cells(_ name: String) -> [Scalar] {
      guard let index = table.index(of: name) else { return [] }
      return table.rows.compactMap { index < $0.cells.count ? $0.cells[index] : nil }.filter { $0 != .missing }
    }
    func isNumeric(_ name: String) -> Bool {
      let cells = cells(name)
      return !cells.isEmpty && cells.allSatisfy { $0.number != nil }
    }
    func isEstimated(_ name: String) -> Bool {
      cells(name).contains { if case .estimate = $0 { true } else { false } }
    }
    let choices = table.choices.filter { Set(cells($0)).count > 1 }
    numericChoices = choices.filter(isNumeric)
    namedChoices = choices.filter { !isNumeric($0) }
    let others = table.columns.filter { !table.choices.contains($0) }
    texts = others.filter { name in cells(name).contains { if case .text = $0 { true } else { false } } }
    let numeric = others.filter(isNumeric)
    let estimated = numeric.filter(isEstimated)
    hasEstimates = !estimated.isEmpty
    numbers = hasEstimates ? estimated : numeric
  }

  var shape: Shape {
    switch (numericChoices.count, namedChoices.count) {
    case (1, _): .overOneNumber
    case (2, 0): .overTwoNumbers
    case (2..., _): .overOneNumber
    case (_, 1...): .named
    default: texts.isEmpty ? .numbersAlone : .named
    }
  }

  /// What is drawn where nothing was named: a difference from a reference before all else, otherwise every estimate.
  var usualValues: [String] {
    let difference = PlanGrid.Reference.columns.first.map { numbers.contains($0) ? [$0] : [] } ?? []
    if !difference.isEmpty { return difference }
    return hasEstimates ? Array(numbers.prefix(4)) : Array(numbers.prefix(1))
  }

  /// The same where there is room for one: the score in which rare classes count.
  var usualValue: [String] {
    let difference = PlanGrid.Reference.columns.first.map { numbers.contains($0) ? [$0] : [] } ?? []
    if !difference.isEmpty { return difference }
    return numbers.contains(headlineMetric) ? [headlineMetric] : Array(numbers.prefix(1))
  }
}

/// The metric that stands for a result where there is room for one.
private let headlineMetric = "macro_f1"
