import Numerics

@testable import Evaluation

/// Sixty rows of four classes, with predictions that also name a fifth. See README.md for how they were made.
enum ReferencePredictions {
  static let truth = Labels(
    names: ["a", "b", "c", "d", "e"],
    codes: [
      1, 2, 1, 0, 0, 2, 0, 2, 1, 0, 0, 0, 0, 0, 1, 1, 3, 1, 1, 3, 0, 0, 1, 0, 0, 1, 0, 2, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0,
      2, 0, 0, 2, 1, 2, 1, 1, 0, 1, 1, 2, 0, 1, 0, 0, 0, 0, 2, 0, 3, 1,
    ])
  static let predicted = [
    4, 0, 4, 0, 0, 2, 0, 2, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 1, 3, 0, 4, 1, 0, 4, 1, 0, 2, 1, 1, 0, 2, 0, 0, 1, 2, 0, 0,
    2, 0, 3, 3, 1, 2, 4, 1, 0, 4, 1, 2, 3, 4, 0, 0, 0, 2, 0, 0, 3, 4,
  ]
  static let counts = [21, 1, 3, 2, 2, 2, 11, 0, 0, 6, 2, 0, 6, 1, 0, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0]
  /// Ten subjects of six rows: the rows that were predicted wrong together, then the right ones.
  static var subjects: Grouping {
    let order = truth.codes.indices.sorted {
      let (first, second) = (truth.codes[$0] == predicted[$0], truth.codes[$1] == predicted[$1])
      return first == second ? $0 < $1 : second
    }
    var names = [String?](repeating: nil, count: order.count)
    for (place, row) in order.enumerated() { names[row] = "S\(place / 6)" }
    return Grouping(names)
  }
}
