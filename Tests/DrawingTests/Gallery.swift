import Basics
import Drawing

/// One chart of each kind, for so many classes with names of one sort.
struct Gallery {
  enum Names: String, CaseIterable {
    case short, long, eastAsian
  }

  let classes: Int
  let names: Names

  var classNames: [String] {
    (0..<classes).map { index in
      switch names {
      case .short:
        ["anger", "sad", "fear", "happy", "neutral", "disgust", "surprise"][index % 7] + (index < 7 ? "" : "2")
      case .long: "an expression with a very long name that goes on, number \(index + 1)"
      case .eastAsian: ["愤怒", "悲しみ", "두려움", "高兴", "ニュートラル", "厌恶的表情", "惊讶"][index % 7] + (index < 7 ? "" : "二")
      }
    }
  }

  static let kinds = [
    "confusion", "panels", "bars", "points", "lines", "logarithm", "scatter", "tiles", "pictures", "causes", "network",
    "words", "waterfall", "pareto",
  ]

  func chart(_ kind: String) -> Chart {
    switch kind {
    case "confusion": confusion(0)
    case "panels":
      Chart.beside((0..<4).map(confusion), names: classNames.prefix(2) + ["pca", "pca + smote"], as: .panels)
        ?? confusion(0)
    case "bars": valued(.bars, series: ["train", "test"])
    case "points": valued(.points, series: Array(classNames.prefix(5)))
    case "lines": lines(isLogarithmic: false)
    case "logarithm": lines(isLogarithmic: true)
    case "scatter": scatter
    case "tiles": tiles
    case "waterfall": waterfall
    case "pareto": pareto
    case "causes": sketch { .framed(isDashed: $0 % 2 == 0) }
    case "network": sketch { .dot(size: 8 + Double($0 % 5)) }
    case "words": sketch(isLinked: false) { .word(scale: 1 + Double($0 % 3)) }
    default: pictures
    }
  }

  private var caption: [String] {
    ["plan: load \"x\" | lbp | pca 50 | svm rbf; evaluation: 25% held out, stratified by class", "data: x; seed 1"]
  }

  private func confusion(_ seed: Int) -> Chart {
    let data = (0..<classes).flatMap { i in
      (0..<classes).map { j in
        let count = (i == j ? 1_200 : 0) + (i * 7 + j * 13 + seed * 5) % 17
        return Datum(x: .place(j), y: .place(i), value: Double(count) / 1_400, text: grouped(count))
      }
    }
    return Chart(
      title: "Which class was taken for which", panels: [.init([Layer(.tiles, data)])],
      x: Axis("predicted", names: classNames), y: Axis("true", names: classNames),
      ramp: Ramp("share of the true class", 0...1), synthetic: "synthetic stand-in for ziya07", caption: caption)
  }

  /// How numbers come to their sum.
  private var waterfall: Chart {
    var sum = 0.0
    let data = (0..<classes).map { i in
      let before = sum
      let place: Int = (i * 37 + 5) % 23
      let part: Double = Double(place) / 23 - 0.4
      sum += part
      return Datum(
        x: .number(sum), y: .place(i), interval: min(before, sum)...max(before, sum),
        text: NumberFormat.decimal(part))
    }
    return Chart(
      title: "How a row comes to its answer",
      panels: [.init([Layer(.rule, [Datum(x: .number(sum), y: .everywhere)]), Layer(.points, data)])],
      x: Axis(numbers: "sum so far"), y: Axis("", names: classNames),
      caption: caption)
  }

  /// Points with intervals both ways, and a line through some.
  private var pareto: Chart {
    let places: [Point] = (0..<classes).map { i in
      let (x, y): (Int, Int) = ((i * 37 + 3) % 23, (i * 11 + 7) % 19)
      return Point(Double(x) / 23, Double(y) / 19)
    }
    let reaches: [Layer] = places.enumerated().map { i, place in
      let ends: [Double] = [place.x - 0.1, place.x + 0.1]
      let data: [Datum] = ends.map { end in Datum(x: .number(end), y: .number(place.y), series: i) }
      return Layer(.line, data)
    }
    let points: [Datum] = places.enumerated().map { i, place in
      let reach: ClosedRange<Double> = place.y - 0.1...place.y + 0.1
      return Datum(x: .number(place.x), y: .number(place.y), interval: reach, series: i)
    }
    let line: [Datum] = places.prefix(2).map { place in
      Datum(x: .number(place.x), y: .number(place.y), series: classes)
    }
    return Chart(
      title: "Accuracy over gap", panels: [.init([Layer(.line, line)] + reaches + [Layer(.points, points)])],
      x: Axis(numbers: "gap"), y: Axis(numbers: "accuracy"),
      series: Series("", classNames + ["no other is better in both"]), caption: caption)
  }

  private func valued(_ mark: Layer.Mark, series: [String]) -> Chart {
    let data = (0..<classes).flatMap { i in
      series.indices.map { s in
        let value = Double((i * 37 + s * 11) % 23) / 23
        return Datum(
          x: .number(value), y: .place(i), interval: (value - 0.1)...(value + 0.1), series: s,
          text: NumberFormat.decimal(value))
      }
    }
    return Chart(
      title: "Recall of every class",
      panels: [.init([Layer(mark, data), Layer(.rule, [Datum(x: .number(0), y: .everywhere)])])],
      x: Axis(numbers: "recall"), y: Axis("class", names: classNames), series: Series("result", series),
      caption: caption)
  }

  private func lines(isLogarithmic: Bool) -> Chart {
    let xs = isLogarithmic ? [0.01, 0.1, 1, 10, 100] : [10.0, 20, 30, 50, 100]
    let data = (0..<classes).flatMap { s in
      xs.enumerated().map { i, x in
        let value = 0.3 + Double(i * (s % 3 + 1)) / 40
        return Datum(x: .number(x), y: .number(value), interval: (value - 0.04)...(value + 0.04), series: s)
      }
    }
    return Chart(
      title: "A sweep", panels: [.init([Layer(.band, data), Layer(.line, data), Layer(.points, data)])],
      x: Axis(numbers: "k", ticks: xs, isLogarithmic: isLogarithmic), y: Axis(numbers: "macro-F1"),
      series: Series("class", classNames), caption: caption)
  }

  private var scatter: Chart {
    let data = (0..<classes * 20).map { i in
      Datum(x: .number(Double(i * 37 % 101) - 50), y: .number(Double(i * 53 % 97) / 10), series: i % classes)
    }
    return Chart(
      title: "Two components", panels: [.init([Layer(.dots, data)])], x: Axis(numbers: "f1"), y: Axis(numbers: "f2"),
      series: Series("class", classNames), caption: caption)
  }

  private var tiles: Chart {
    let data = (0..<classes).flatMap { i in
      (0..<5).map { j in Datum(x: .place(j), y: .place(i), value: Double(i * j), text: "\(i * j)") }
    }
    return Chart(
      title: "Two numbers", panels: [.init([Layer(.tiles, data)])],
      x: Axis("C", names: ["0.01", "0.1", "1", "10", "100"]), y: Axis("gamma", names: classNames),
      ramp: Ramp("macro-F1", 0...Double(max(1, (classes - 1) * 4))))
  }

  /// Rooms in a column, which no layout would make worse, with links from each to the next.
  private func sketch(isLinked: Bool = true, _ look: (Int) -> Sketch.Look) -> Chart {
    var y = 0.0
    let names = Sketch.Node.shortened(classNames)
    let nodes = classNames.enumerated().map { index, name in
      var node = Sketch.Node(name, cutTo: names[index], look(index), series: index)
      node.center = Point(Double(index % 3) * 90, y + node.room.height / 2)
      y += node.room.height
      return node
    }
    let links = nodes.indices.dropFirst(isLinked ? 1 : nodes.count).map {
      Sketch.Link(from: $0 - 1, to: $0, isArrow: $0 % 2 == 0)
    }
    return Chart(
      title: "What causes what", sketch: .fitted(nodes: nodes, links: Array(links)), series: Series("role", classNames),
      caption: caption)
  }

  private var pictures: Chart {
    Chart(
      title: "Faces",
      pictures: classNames.enumerated().map { index, name in
        Picture(grey: (0..<256).map { UInt8($0 * (index + 3) % 256) }, width: 16, height: 16, caption: name)
      }, synthetic: "synthetic faces")
  }
}
