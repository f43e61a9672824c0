import Learning

extension Learner {
  /// Gradient boosting by depth; begins with ten quick rounds.
  static let gradientBoosting = Learner(
    "xgboost", relativeCost: 1.6, takesClassWeights: true,
    options: { shape in
      [
        .trees(upTo: max(20, min(32_768, shape.rows)), start: 10),
        SearchDimension("depth", .whole(1...12, logarithmic: false), start: .whole(6), cheapest: .whole(1)),
        SearchDimension("rate", .number(0x1p-10...1, logarithmic: true), start: .number(0.3)),
        SearchDimension("min_child_weight", .number(0.001...128, logarithmic: true), start: .number(1)),
        SearchDimension("rows", .number(0.1...1, logarithmic: false), start: .number(1)),
        SearchDimension("columns", .number(0.01...1, logarithmic: false), start: .number(1)),
        SearchDimension("alpha", .number(0x1p-10...0x1p10, logarithmic: true), start: .number(0x1p-10)),
        SearchDimension("lambda", .number(0x1p-10...0x1p10, logarithmic: true), start: .number(1)),
      ]
    },
    operations: { configuration, shape in
      let outputs = shape.classes == 2 ? 1 : shape.classes
      let work = Double(shape.rows) * Double(shape.columns) + 256 * Double(shape.columns)
      return try configuration.number("trees") * configuration.number("depth") * Double(outputs) * work
    },
    classifier: { configuration in
      try GradientBoosting(
        trees: configuration.whole("trees"), rate: configuration.number("rate"), depth: configuration.whole("depth"),
        lambda: configuration.number("lambda"), alpha: configuration.number("alpha"),
        minChildWeight: configuration.number("min_child_weight"), rowShare: configuration.number("rows"),
        columnShare: configuration.number("columns"), classWeights: configuration.isBalanced ? .balanced : .none)
    })
}

extension SearchDimension {
  static func trees(upTo most: Int, start: Int) -> SearchDimension {
    SearchDimension("trees", .whole(4...most, logarithmic: true), start: .whole(start), cheapest: .whole(4))
  }
}
