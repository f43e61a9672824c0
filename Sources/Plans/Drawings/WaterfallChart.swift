import Basics
import Drawing

/// How numbers come to their sum.
extension TableChart {
  /// A line for each row, from the sum of the rows above it to the sum with it, its end marked and what it adds
  /// beside it. Rows without a number are left out.
  func waterfall() throws -> Chart {
    let column = request.y.first ?? columns.numbers.first ?? ""
    let cells = try cells(of: column)
    let labels = try labels(by: request.x.map { [$0] } ?? labelColumns(beside: [column]))
    var (names, data, sum) = ([String](), [Datum](), 0.0)
    for (label, cell) in zip(labels, cells) {
      guard let number = cell.number, number.isFinite else { continue }
      let before = sum
      sum += number
      data.append(
        Datum(
          x: .number(sum), y: .place(names.count), interval: min(before, sum)...max(before, sum),
          text: (number > 0 ? "+" : "") + NumberFormat.decimal(number, digits: 3, missing: "–")))
      names.append(label)
    }
    let total = NumberFormat.decimal(sum, digits: 3, missing: "–")
    let lines = Layer(.rule, [Datum(x: .number(0), y: .everywhere), Datum(x: .number(sum), y: .everywhere)])
    var chart = chart(
      [column], [.init([lines, Layer(.points, data)])], x: Axis(numbers: "sum so far"), y: Axis("", names: names),
      series: Series())
    chart.caption.insert(
      "each row goes from the sum of those above it to the sum with it; lines: 0, and all together, \(total)", at: 0)
    return chart
  }
}
