import Learning

import Glibc

extension Learner {
  static let forest = forest("forest", extra: false, relativeCost: 2)
  static let extraTrees = forest("extra_trees", extra: true, relativeCost: 1.9)

  private static func forest(_ name: String, extra: Bool, relativeCost: Double) -> Learner {
    Learner(
      name, method: "forest", fixed: extra ? [.init("kind", .word("extra"))] : [], relativeCost: relativeCost,
      takesClassWeights: true,
      options: { shape in
        let rule = (1 / Double(max(1, shape.columns)).squareRoot()).rounded(toDigits: 3)
        return [
          .trees(upTo: max(8, min(2048, shape.rows)), start: 4),
          SearchDimension("columns", .number(min(0.1, rule)...1, logarithmic: true), start: .number(rule)),
          SearchDimension(
            "min_leaf", .whole(1...128, logarithmic: true), start: .whole(1), cheapest: .whole(128)),
          SearchDimension("criterion", .choice([.word("gini"), .word("entropy")]), start: .word("gini")),
        ]
      },
      operations: { configuration, shape in
        let depth = try log2(Double(max(2, shape.rows)) / configuration.number("min_leaf") + 2)
        let looks = try Double(shape.columns) * configuration.number("columns") + 1
        return try configuration.number("trees") * 4 * Double(shape.rows) * depth * looks
      },
      classifier: { configuration in
        try RandomForest(
          trees: configuration.whole("trees"), extra: extra,
          criterion: configuration.word("criterion") == "entropy" ? .entropy : .gini,
          minLeaf: configuration.whole("min_leaf"), candidates: .share(configuration.number("columns")),
          classWeights: configuration.isBalanced ? .balanced : .none)
      })
  }
}
