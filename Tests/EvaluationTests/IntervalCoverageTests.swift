import Foundation
import Numerics
import Testing

@testable import Evaluation

/// What a result says of its intervals is what the table of the simulation's README shows.
@Suite struct IntervalCoverageTests {
  /// "97.8▲", the first of "97.8▲/95.2/90.7▼ · 94.0/94.2/93.8".
  private struct Number {
    let percent: Double
    let mark: Character?
    let isDifference: Bool
    /// Of accuracy, macro-F1 and UAR.
    let metric: Int
  }

  private struct Line {
    let design: IntervalCoverage.Design
    /// Tested, of whom one split has a quarter, and two at least where it has an interval.
    let people: Int
    /// Of four kinds of data.
    var numbers: [Number] = []
  }

  /// "| cv 5 | 8 | 0.4 | 97.8▲/95.2/90.7▼ · 94.0/94.2/93.8 | …"
  private static func lines() throws -> [Line] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Simulation/README.md")
    var lines: [Line] = []
    for text in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
      let fields = text.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard fields.count == 7, let people = Int(fields[1]), Double(fields[2]) != nil else { continue }
      guard let design = fields[0] == "one test" ? .oneTest : IntervalCoverage.Design(rawValue: fields[0]) else {
        continue
      }
      var line = Line(design: design, people: fields[0] == "one split" ? max(2, people / 4) : people)
      for cell in fields[3...] { line.numbers += numbers(of: cell) }
      lines.append(line)
    }
    return lines
  }

  private static func numbers(of cell: String) -> [Number] {
    var numbers: [Number] = []
    // In parentheses stands of how many data sets.
    for (half, values) in cell.prefix(while: { $0 != "(" }).split(separator: "·").enumerated() {
      for (metric, value) in values.split(separator: "/").enumerated() {
        guard let percent = Double(value.filter { $0.isNumber || $0 == "." }) else { continue }
        numbers.append(
          Number(
            percent: percent, mark: value.first { "▲▼".contains($0) }, isDifference: half == 1, metric: metric))
      }
    }
    return numbers
  }

  @Test func whatIsSaidIsWhatWasSimulated() throws {
    let lines = try Self.lines()
    #expect(lines.count == 16 + 54)
    for design in IntervalCoverage.Design.allCases {
      for cell in try #require(IntervalCoverage.simulated[design]) {
        let numbers = lines.filter { $0.design == design && $0.people == cell.people }.flatMap(\.numbers)
        for (isDifference, said) in [(false, cell.scores), (true, cell.differences)] {
          let percent = numbers.filter { $0.isDifference == isDifference }.map(\.percent)
          let (least, greatest) = (try #require(percent.min()), try #require(percent.max()))
          #expect(said == Int(least.rounded(.down))...Int(greatest.rounded(.up)), "\(design) \(cell.people)")
        }
      }
      let people = Set(lines.filter { $0.design == design && !$0.numbers.isEmpty }.map(\.people))
      #expect(people == Set((IntervalCoverage.simulated[design] ?? []).map(\.people)), "\(design)")
    }
  }

  @Test func whatLiesOutsideIsMarked() throws {
    for number in try Self.lines().flatMap(\.numbers) {
      let least = number.isDifference || number.metric == 0 ? 93.0 : 91
      #expect(number.mark == (number.percent > 97 ? "▲" : number.percent < least ? "▼" : nil))
    }
  }

  /// Two rows of each of eight people; a fold is a list of people.
  private func tested(
    _ folds: [[Int]], repetitions: Int = 1, isPooled: Bool = false, areSources: Bool = false, hasSubjects: Bool = true
  ) throws -> ComparedClassifier {
    let names = ["a", "b"]
    let order = folds.flatMap { $0.flatMap { [2 * $0, 2 * $0 + 1] } }
    let scores = try folds.enumerated().map { index, people in
      FoldScores.Fold(
        name: "\(index)", repetition: index * repetitions / folds.count, trainRows: 16 - 2 * people.count,
        confusion: try ConfusionMatrix(names: names, counts: [people.count, 0, 0, people.count]))
    }
    return ComparedClassifier(
      truth: Labels(names: names, codes: order.map { $0 % 2 }), predicted: order.map { $0 % 2 },
      subjects: hasSubjects ? Grouping(order.map { "S\($0 / 2)" }) : nil, folds: try FoldScores(scores),
      isPooled: isPooled, rowNumbers: order, foldsAreSources: areSources)
  }

  @Test func aTestIsTakenForWhatItIs() throws {
    let halves = [[0, 1, 2, 3], [4, 5, 6, 7]]
    let all = Array(0..<8)
    let cases: [(ComparedClassifier, IntervalCoverage.Design)] = [
      (try tested([all]), .oneTest), (try tested(halves), .folds),
      (try tested(halves + [[0, 2, 4, 6], [1, 3, 5, 7]], repetitions: 2), .repeatedFolds),
      (try tested(halves, repetitions: 2), .holdouts), (try tested(all.map { [$0] }, isPooled: true), .pooledFolds),
    ]
    for (tested, design) in cases {
      #expect(tested.intervalCoverage == IntervalCoverage(design, people: 8), "\(design)")
    }
    #expect(try tested([[0]]).intervalCoverage == nil)
    #expect(try tested([all], hasSubjects: false).intervalCoverage == nil)
    #expect(try tested(halves, areSources: true).intervalCoverage == nil)
  }

  @Test func betweenTwoNumbersOfPeopleBothCount() throws {
    let (eight, sixteen) = (IntervalCoverage(.folds, people: 8), IntervalCoverage(.folds, people: 16))
    let between = try #require(IntervalCoverage(.folds, people: 12))
    let (low, high) = (try #require(eight), try #require(sixteen))
    #expect(between.ofScores.lowerBound == min(low.ofScores.lowerBound, high.ofScores.lowerBound))
    #expect(between.ofDifferences.upperBound == max(low.ofDifferences.upperBound, high.ofDifferences.upperBound))
    #expect(IntervalCoverage(.folds, people: 3) == eight)
    #expect(IntervalCoverage(.folds, people: 400) == IntervalCoverage(.folds, people: 40))
  }

  @Test func whatHoldsAsItSaysSaysNothing() {
    #expect(IntervalCoverage.text(93...97) == nil)
    #expect(IntervalCoverage.text(92...97) == "held the truth in 92 to 97 of 100 simulated data sets")
    #expect(IntervalCoverage.text(95...98) != nil)
  }
}
