import Numerics

/// The classes that have rows, numbered anew without gaps.
struct PresentClasses: Sendable {
  /// The codes of the labels, in order.
  let codes: [Int]
  /// For each row its place in `codes`.
  let places: [Int]

  /// - Throws: `LearningError.oneClass`.
  init(_ labels: Labels, weights: [Float]?) throws {
    var mass = [Float](repeating: 0, count: labels.names.count)
    for (row, code) in labels.codes.enumerated() { mass[code] += weights?[row] ?? 1 }
    let codes = mass.indices.filter { mass[$0] > 0 }
    guard codes.count > 1 else {
      throw LearningError.oneClass(name: codes.first.map { labels.names[$0] } ?? labels.names.first ?? "")
    }
    var placeOfCode = [Int](repeating: 0, count: labels.names.count)
    for (place, code) in codes.enumerated() { placeOfCode[code] = place }
    self.codes = codes
    // A row of a class whose weights are all 0 counts for nothing, whatever its place.
    places = labels.codes.map { placeOfCode[$0] }
  }

  var count: Int { codes.count }

  /// Row weights times class weights, the latter from the weighted sizes of the classes.
  func rowWeights(_ weights: [Float]?, _ classWeights: LogisticRegression.ClassWeights) -> [Float]? {
    guard classWeights == .balanced else { return weights }
    var mass = [Double](repeating: 0, count: count)
    for (row, place) in places.enumerated() { mass[place] += Double(weights?[row] ?? 1) }
    let total = mass.reduce(0, +)
    let factors = mass.map { total / (Double(count) * $0) }
    return places.enumerated().map { Float(Double(weights?[$0] ?? 1) * factors[$1]) }
  }
}
