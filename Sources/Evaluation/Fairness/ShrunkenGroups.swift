/// Values of groups drawn towards what their attributes together make one expect.
///
/// An additive regression over the attributes, each group weighted by how sure it is, tells what to expect (with one
/// attribute, their weighted mean); what is left over is real as far as it exceeds the noise (DerSimonian & Laird 1986),
/// and each group keeps that part of its own remainder. Groups of few people are then no longer the best and the worst by
/// luck (the idea of Herlihy et al. 2024, who resample where this goes by variances).
struct ShrunkenGroups {
  let values: [Double]

  /// - Parameters:
  ///   - errors: the standard error of each value; nil where it cannot be told.
  ///   - levels: for each group its value of each attribute.
  init(values: [Double], errors: [Double?], levels: [[Int]]) {
    // A group without an error of its own is taken to be as unsure as the least sure.
    let widest = errors.compactMap { $0 }.max() ?? 0
    guard widest > 0, values.count > 1 else {
      self.values = values
      return
    }
    let variances = errors.map { error in
      let error = error.map { $0 > 0 ? $0 : widest } ?? widest
      return error * error
    }
    let weights = variances.map { 1 / $0 }
    let attributes = (levels.first?.count ?? 0) > 1 ? levels.first?.count ?? 0 : 0
    let expected = Self.additiveFit(values, weights, levels, attributes)
    let remainders = zip(values, expected).map { $0 - $1 }
    let squares = zip(weights, remainders).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
    let sum = weights.reduce(0, +)
    let parameters = (0..<attributes).reduce(1) { count, attribute in
      count + Set(levels.map { $0[attribute] }).count - 1
    }
    let freedom = Double(max(0, values.count - parameters))
    let scale = (sum - weights.reduce(0) { $0 + $1 * $1 } / sum) * freedom / Double(values.count - 1)
    let between = scale > 0 ? max(0, (squares - freedom) / scale) : 0
    self.values = values.indices.map { group in
      expected[group] + between / (between + variances[group]) * remainders[group]
    }
  }

  /// A mean and an effect of each value of each attribute, by turns until nothing moves.
  private static func additiveFit(
    _ values: [Double], _ weights: [Double], _ levels: [[Int]], _ attributes: Int
  ) -> [Double] {
    var fit = [Double](repeating: 0, count: values.count)
    func move(_ members: [Int]) -> Double {
      let weight = members.reduce(0) { $0 + weights[$1] }
      let shift = members.reduce(0) { $0 + weights[$1] * (values[$1] - fit[$1]) } / weight
      for member in members { fit[member] += shift }
      return abs(shift)
    }
    _ = move(Array(values.indices))
    for _ in 0..<1000 where attributes > 0 {
      var moved = 0.0
      for attribute in 0..<attributes {
        let members = Dictionary(grouping: values.indices) { levels[$0][attribute] }
        for level in members.keys.sorted() { moved = max(moved, move(members[level] ?? [])) }
      }
      if moved < 1e-12 { break }
    }
    return fit
  }
}
