import Numerics

/// Deals whole units (subjects) to bins so that every class is shared as its bin's share says.
///
/// Greedy by falling size, as in stratified group k-fold, then improved by moves and swaps while either helps.
/// What is made small: over bins and classes, the squared deviation of a class's rows from the bin's share of that
/// class, as a part of the class (so a rare class counts as much as a common one), and the same for all rows together;
/// a class that is missing from a bin, or wholly in one, costs more than any deviation. Units may have a price in a bin: the
/// mean over the bin's rows is added, so that prices say who is in it, and not how many.
/// Deterministic for a seed. Cost: O(units × bins × classes) a pass, and O(units² × classes) for swaps of few units.
struct UnitAssignment {
  private let shares: [Double]
  private let classTotals: [Int]
  /// Rows of each class in each unit, flat: unit × classes.
  private let table: [Int]
  private let unitSizes: [Int]
  private let classes: Int
  private let rowTotal: Int
  /// Rows of each class in each bin, flat: bin × classes.
  private var held: [Int]
  private var binSizes: [Int]
  private var binOfUnit: [Int]
  /// What a unit costs in each bin, flat: unit × bins; empty where bins are all the same to it.
  private let prices: [Double]
  /// The prices of all rows in each bin.
  private var paid: [Double]

  /// The bin of each unit.
  /// - Parameters:
  ///   - labels: the class of each row.
  ///   - unitOfRow: the unit of each row; units without rows are allowed, their bin means nothing.
  ///   - shares: the wanted share of each bin, adding to 1.
  ///   - price: what the unit costs in the bin, 0 to 3, so that a missing class costs more; nil where it is all the same.
  /// - Precondition: at least as many units with rows as bins.
  static func bins(
    of labels: Labels, unitOfRow: [Int], unitCount: Int, shares: [Double],
    price: ((_ unit: Int, _ bin: Int) -> Double)? = nil, generator: inout SeededGenerator
  ) -> [Int] {
    var assignment = UnitAssignment(labels, unitOfRow, unitCount, shares, price)
    let order = assignment.unitsByFallingSize(&generator)
    assignment.dealGreedily(order)
    assignment.improve(order)
    return assignment.binOfUnit
  }

  private init(
    _ labels: Labels, _ unitOfRow: [Int], _ unitCount: Int, _ shares: [Double], _ price: ((Int, Int) -> Double)?
  ) {
    self.shares = shares
    classes = labels.names.count
    classTotals = labels.counts
    rowTotal = labels.count
    var table = [Int](repeating: 0, count: unitCount * classes)
    var sizes = [Int](repeating: 0, count: unitCount)
    for (unit, code) in zip(unitOfRow, labels.codes) {
      table[unit * classes + code] += 1
      sizes[unit] += 1
    }
    self.table = table
    unitSizes = sizes
    held = [Int](repeating: 0, count: shares.count * classes)
    binSizes = [Int](repeating: 0, count: shares.count)
    binOfUnit = [Int](repeating: 0, count: unitCount)
    paid = [Double](repeating: 0, count: shares.count)
    prices = price.map { price in sizes.indices.flatMap { unit in shares.indices.map { price(unit, $0) } } } ?? []
  }

  private func unitsByFallingSize(_ generator: inout SeededGenerator) -> [Int] {
    let shuffled = generator.shuffled(unitSizes.indices.filter { unitSizes[$0] > 0 })
    return shuffled.enumerated()
      .sorted { (-unitSizes[$0.element], $0.offset) < (-unitSizes[$1.element], $1.offset) }
      .map(\.element)
  }

  private mutating func dealGreedily(_ order: [Int]) {
    for (position, unit) in order.enumerated() {
      let empty = shares.indices.filter { binSizes[$0] == 0 }
      let mustFill = order.count - position <= empty.count
      let bins = mustFill ? empty : Array(shares.indices)
      let costs = bins.map { costOfAdding(unit, to: $0) }
      let best = costs.indices.min { (costs[$0], $0) < (costs[$1], $1) } ?? 0
      put(unit, in: bins[best])
    }
  }

  private mutating func improve(_ order: [Int]) {
    let swapping = order.count <= 400
    for _ in 0..<30 {
      var improved = moveOnce(order)
      if swapping { improved = swapOnce(order) || improved }
      if !improved { return }
    }
  }

  private mutating func moveOnce(_ order: [Int]) -> Bool {
    var improved = false
    for unit in order {
      let home = binOfUnit[unit]
      guard binSizes[home] > unitSizes[unit] else { continue }
      take(unit)
      let costs = shares.indices.map { costOfAdding(unit, to: $0) }
      let best = costs.indices.min { (costs[$0], $0) < (costs[$1], $1) } ?? home
      let isBetter = costs[best] < costs[home] - Self.leastGain
      put(unit, in: isBetter ? best : home)
      improved = improved || isBetter
    }
    return improved
  }

  private mutating func swapOnce(_ order: [Int]) -> Bool {
    var improved = false
    var costs = shares.indices.map { cost(of: $0) }
    for (position, first) in order.enumerated() {
      for second in order[(position + 1)...] where binOfUnit[first] != binOfUnit[second] {
        let homes = (binOfUnit[first], binOfUnit[second])
        // Tried without doing it: nearly no swap is worth it.
        let after = (
          cost(of: homes.0, without: first, with: second), cost(of: homes.1, without: second, with: first)
        )
        if after.0 + after.1 < costs[homes.0] + costs[homes.1] - Self.leastGain {
          exchange(first, second)
          (costs[homes.0], costs[homes.1]) = after
          improved = true
        }
      }
    }
    return improved
  }

  private mutating func exchange(_ first: Int, _ second: Int) {
    let homes = (binOfUnit[first], binOfUnit[second])
    take(first)
    take(second)
    put(first, in: homes.1)
    put(second, in: homes.0)
  }

  private mutating func put(_ unit: Int, in bin: Int) {
    change(unit, bin, by: 1)
    binOfUnit[unit] = bin
  }

  private mutating func take(_ unit: Int) {
    change(unit, binOfUnit[unit], by: -1)
  }

  private mutating func change(_ unit: Int, _ bin: Int, by sign: Int) {
    for code in 0..<classes { held[bin * classes + code] += sign * table[unit * classes + code] }
    binSizes[bin] += sign * unitSizes[unit]
    paid[bin] += Double(sign) * price(of: unit, bin)
  }

  /// Of all rows of a unit.
  private func price(of unit: Int, _ bin: Int) -> Double {
    prices.isEmpty ? 0 : prices[unit * shares.count + bin] * Double(unitSizes[unit])
  }

  /// The mean over a bin's rows.
  private func meanPrice(_ paid: Double, of size: Int) -> Double { size > 0 ? paid / Double(size) : 0 }

  private func costOfAdding(_ unit: Int, to bin: Int) -> Double {
    var change = 0.0
    for code in 0..<classes {
      let added = table[unit * classes + code]
      guard added > 0 else { continue }
      let now = held[bin * classes + code]
      change += cost(of: now + added, code, bin) - cost(of: now, code, bin)
    }
    let (size, after) = (binSizes[bin], binSizes[bin] + unitSizes[unit])
    change += meanPrice(paid[bin] + price(of: unit, bin), of: after) - meanPrice(paid[bin], of: size)
    return change + sizeCost(of: after, bin) - sizeCost(of: size, bin)
  }

  private func cost(of bin: Int) -> Double {
    (0..<classes).reduce(sizeCost(of: binSizes[bin], bin) + meanPrice(paid[bin], of: binSizes[bin])) {
      $0 + cost(of: held[bin * classes + $1], $1, bin)
    }
  }

  /// The cost that a bin would have with one of its units exchanged for another.
  private func cost(of bin: Int, without old: Int, with new: Int) -> Double {
    let (own, oldCounts, newCounts) = (bin * classes, old * classes, new * classes)
    let size = binSizes[bin] - unitSizes[old] + unitSizes[new]
    var sum = sizeCost(of: size, bin)
    sum += meanPrice(paid[bin] - price(of: old, bin) + price(of: new, bin), of: size)
    for code in 0..<classes {
      sum += cost(of: held[own + code] - table[oldCounts + code] + table[newCounts + code], code, bin)
    }
    return sum
  }

  private func cost(of count: Int, _ code: Int, _ bin: Int) -> Double {
    let total = classTotals[code]
    guard total > 0 else { return 0 }
    let deviation = Double(count) / Double(total) - shares[bin]
    return deviation * deviation + (count == 0 || count == total ? Self.missing : 0)
  }

  private func sizeCost(of size: Int, _ bin: Int) -> Double {
    let deviation = Double(size) / Double(rowTotal) - shares[bin]
    return deviation * deviation * Double(classes)
  }

  private static let missing = 4.0
  /// Smaller gains may be rounding, and could go round in circles.
  private static let leastGain = 1e-12
}
