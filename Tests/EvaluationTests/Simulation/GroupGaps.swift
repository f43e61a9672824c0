import Numerics
import Testing

@testable import Evaluation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How often the gap's interval holds the true gap, and how far raw and shrunken values of groups are from the truth: groups
/// are drawn anew for each data set, then their people, then their answers.
@Suite(.enabled(if: simulatedDataSets != nil), .serialized)
struct GroupGaps {
  /// Of each attribute the number of values; several are crossed.
  @Test(arguments: [[2], [5], [3, 4], [2, 3, 4]])
  func intervalsOfTheGapHold(levels: [Int]) throws {
    print(
      "levels, between, rows a group, subjects: raw | shrunken hold the gap (interval above it, below it); its mean length "
        + "| errors² raw, shrunken")
    for between in [0, 0.05, 0.1] {
      for (rows, perSubject) in [(20, 1), (60, 1), (160, 1), (160, 8)] {
        // `MIEN_SIMULATE_ONLY="5 0.05 160 8"` runs one cell.
        let name = "\(levels.map(String.init).joined(separator: "x")) \(between) \(rows) \(perSubject)"
        guard getenv("MIEN_SIMULATE_ONLY").map({ String(cString: $0) == name }) ?? true else { continue }
        try run(levels, between, rows, perSubject)
      }
    }
  }

  private func run(_ levels: [Int], _ between: Double, _ rows: Int, _ perSubject: Int) throws {
    let dataSets = simulatedDataSets ?? 0
    var (held, above, below) = ([0, 0], [0, 0], [0, 0])
    var (lengths, errors) = ([0.0, 0.0], [0.0, 0.0])
    // Every cell has data sets of its own, and none are those that the interval's rule was chosen by.
    let cell = [levels.reduce(levels.count) { $0 * 10 + $1 }, Int((100 * between).rounded()), rows, perSubject]
    for dataSet in firstDataSet..<firstDataSet + dataSets {
      var generator = SeededGenerator.derived(from: 20_261_130, cell[0], cell[1], cell[2], cell[3], dataSet)
      let study = GroupStudy(levels: levels, between: between, rows: rows, perSubject: perSubject, &generator)
      let audit = try GroupAudit(
        .accuracy, truth: study.truth, predicted: study.predicted, attributes: study.attributes,
        subjects: study.subjects, context: .plain)
      let truth = audit.groups.map { study.rates[$0.name] ?? 0 }
      let compared = zip(audit.groups, truth).filter { !$0.0.isSmall }.map(\.1)
      let gap = (compared.max() ?? 0) - (compared.min() ?? 0)
      for (index, bounds) in [audit.gap?.bounds, audit.shrunkenGapBounds].enumerated() {
        guard let bounds else { continue }
        if gap < bounds.lowerBound - 1e-12 {
          above[index] += 1
        } else if gap > bounds.upperBound + 1e-12 {
          below[index] += 1
        } else {
          held[index] += 1
        }
        lengths[index] += bounds.upperBound - bounds.lowerBound
      }
      for (group, truth) in zip(audit.groups, truth) {
        errors[0] += (group.value - truth) * (group.value - truth)
        errors[1] += (group.shrunken - truth) * (group.shrunken - truth)
      }
    }
    let count = Double(max(dataSets, 1))
    func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
    let shares = [0, 1].map { "\(percent(held[$0], dataSets)) (\(above[$0]), \(below[$0]))" }
    print(
      levels, between, rows, "\(rows / perSubject) ×\(perSubject):", shares[0], "|", shares[1], ";",
      lengths.map { rounded($0 / count) }, "|",
      errors.map { rounded(1000 * $0 / count / Double(levels.reduce(1, *))) }, "thousandths")
    #expect(levels.count == 1 || errors[1] <= errors[0] * 1.02)
  }
}

/// Groups whose accuracy is a sum of what their attributes add, and something of their own.
private struct GroupStudy {
  let truth: Labels
  let predicted: [Int]
  let attributes: [Grouping]
  let subjects: Grouping
  /// The true accuracy of each group, by its crossed name.
  let rates: [String: Double]

  /// Of people about their group.
  private static let deviation = 0.15

  /// What a group's people get right on average, none of whom gets more right than all or less than none.
  private static func meanOfPeople(_ rate: Double) -> Double {
    func beyond(_ distance: Double) -> Double {
      let z = distance / deviation
      return deviation * (exp(-z * z / 2) / (2 * Double.pi).squareRoot() - z * erfc(z / 2.0.squareRoot()) / 2)
    }
    return rate - beyond(1 - rate) + beyond(rate)
  }

  init(levels: [Int], between: Double, rows: Int, perSubject: Int, _ generator: inout SeededGenerator) {
    let effects = levels.map { count in (0..<count).map { _ in levels.count > 1 ? 0.06 * generator.normal() : 0 } }
    var (codes, answers, names, values) = (
      [Int](), [Int](), [String?](), [[String?]](repeating: [], count: levels.count)
    )
    var rates: [String: Double] = [:]
    for cell in 0..<levels.reduce(1, *) {
      var rest = cell
      let places = levels.map { count in
        defer { rest /= count }
        return rest % count
      }
      let sum = zip(effects, places).reduce(0.7) { $0 + $1.0[$1.1] }
      let rate = min(0.97, max(0.1, sum + between * generator.normal()))
      let labels = places.enumerated().map { "\($0)-\($1)" }
      rates[labels.joined(separator: " · ")] = perSubject > 1 ? Self.meanOfPeople(rate) : rate
      // Groups differ in size, as they do.
      let people = max(2, rows / perSubject / (cell % 3 == 2 ? 3 : 1))
      for person in 0..<people {
        // Beta(4, ·)-like: people differ where they have several rows.
        let own = perSubject > 1 ? min(1, max(0, rate + Self.deviation * generator.normal())) : rate
        for _ in 0..<perSubject {
          let code = generator.below(2)
          codes.append(code)
          answers.append(generator.uniform() < own ? code : 1 - code)
          names.append("\(cell)-\(person)")
          for (attribute, label) in labels.enumerated() { values[attribute].append(label) }
        }
      }
    }
    truth = Labels(names: ["a", "b"], codes: codes)
    predicted = answers
    attributes = values.map { Grouping($0) }
    subjects = Grouping(names)
    self.rates = rates
  }
}
