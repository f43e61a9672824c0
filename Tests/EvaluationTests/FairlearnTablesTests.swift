import Numerics
import Testing

@testable import Evaluation

/// Predictions of logistic regressions on the Adult and COMPAS tables, as counts of group × truth × answer, and what
/// fairlearn says of them: README.md tells how they were made. The data themselves are not here.
@Suite struct FairlearnTablesTests {
  struct Case: Sendable, CustomStringConvertible {
    let name: String
    /// Of each group: truth 0 answered 0 and 1, truth 1 answered 0 and 1.
    let counts: [(String, [Int])]
    /// All rows together, greatest difference, least ratio.
    let metrics: [String: [Double]]
    let accuracies: [Double]
    /// Difference and ratio of demographic parity, equal opportunity, equalised odds.
    let parities: [Double]
    /// Of precision; empty where fairlearn takes the precision of a group without answers for 0.
    let precision: [Double]

    var description: String { name }
  }

  static let cases = [
    Case(
      name: "adult by sex", counts: [("Female", [4221, 90, 243, 270]), ("Male", [6166, 670, 1140, 1853])],
      metrics: [
        "accuracy": [0.8537500853067631, 0.11511909624732175, 0.8763450188605922],
        "macro_f1": [0.7855341896659025, 0.018365934278956386, 0.9767609243081987],
        "uar": [0.7686767960252787, 0.007830882189634458, 0.9897036638666178],
      ],
      accuracies: [0.9309701492537313, 0.8158510530064096],
      parities: [
        0.18206252287246238, 0.29072828485397034, 0.09279547013206257, 0.8501150339421137, 0.09279547013206257,
        0.213005951453588,
      ], precision: [0.01555687673404682, 0.9792574976879376]),
    Case(
      name: "adult by sex and race",
      counts: [
        ("Female · Amer-Indian-Eskimo", [53, 1, 1, 0]), ("Female · Asian-Pac-Islander", [132, 4, 17, 13]),
        ("Female · Black", [624, 6, 19, 18]), ("Female · Other", [42, 2, 0, 1]),
        ("Female · White", [3370, 77, 206, 238]), ("Male · Amer-Indian-Eskimo", [68, 1, 10, 2]),
        ("Male · Asian-Pac-Islander", [170, 31, 43, 70]), ("Male · Black", [565, 28, 52, 60]),
        ("Male · Other", [64, 4, 8, 6]), ("Male · White", [5299, 606, 1027, 1715]),
      ],
      metrics: [
        "accuracy": [0.8537500853067631, 0.19930515344528077, 0.7931738973681048],
        "macro_f1": [0.7855341896659025, 0.30268166187877193, 0.6185113240066609],
        "uar": [0.7686767960252787, 0.48653198653198654, 0.5021533161068045],
      ],
      accuracies: [
        0.9636363636363636, 0.8734939759036144, 0.9625187406296851, 0.9555555555555556, 0.9272680544847083,
        0.8641975308641975, 0.7643312101910829, 0.8865248226950354, 0.8536585365853658, 0.8111483751590147,
      ],
      parities: [0.3034742327735958, 0.056525652565256525, 1.0, 0.0, 1.0, 0.0], precision: []),
    Case(
      name: "compas by race",
      counts: [
        ("African-American", [290, 158, 157, 353]), ("Asian", [5, 0, 2, 0]), ("Caucasian", [329, 62, 135, 98]),
        ("Hispanic", [85, 11, 36, 17]), ("Native American", [2, 0, 1, 1]), ("Other", [64, 3, 34, 9]),
      ],
      metrics: [
        "accuracy": [0.6765658747300216, 0.08636363636363631, 0.8848484848484849],
        "macro_f1": [0.668028350881813, 0.3166666666666667, 0.5681818181818181],
        "uar": [0.6675548768086039, 0.25, 0.6666666666666666],
      ],
      accuracies: [
        0.6711899791231732, 0.7142857142857143, 0.6842948717948718, 0.6845637583892618, 0.75, 0.6636363636363637,
      ],
      parities: [0.5334029227557411, 0.0, 0.692156862745098, 0.0, 0.692156862745098, 0.0], precision: []),
    Case(
      name: "compas by sex", counts: [("Female", [208, 9, 89, 32]), ("Male", [567, 225, 276, 446])],
      metrics: [
        "accuracy": [0.6765658747300216, 0.04097066433211127, 0.9422996477322766],
        "macro_f1": [0.668028350881813, 0.06476115594930432, 0.902901176111693],
        "uar": [0.6675548768086039, 0.05532473361278578, 0.9170318343328072],
      ],
      accuracies: [0.7100591715976331, 0.6690885072655218],
      parities: [
        0.3218950544425598, 0.27369729891797984, 0.3532657219386003, 0.42812140977652596, 0.3532657219386003,
        0.14599078341013824,
      ], precision: [0.11580822216567921, 0.8516207153502235]),
  ]

  private func rows(_ counts: [(String, [Int])]) -> (truth: Labels, predicted: [Int], groups: Grouping) {
    var (truth, predicted, names) = ([Int](), [Int](), [String?]())
    for (name, counts) in counts {
      for (cell, count) in counts.enumerated() {
        truth += [Int](repeating: cell / 2, count: count)
        predicted += [Int](repeating: cell % 2, count: count)
        names += [String?](repeating: name, count: count)
      }
    }
    return (Labels(names: ["0", "1"], codes: truth), predicted, Grouping(names))
  }

  @Test(arguments: cases)
  func valuesAreThoseOfMetricFrame(table: Case) throws {
    let (truth, predicted, groups) = rows(table.counts)
    for (name, expected) in table.metrics {
      let found = try GroupScores(try Metric.named(name), truth: truth, predicted: predicted, groups: groups)
      for (value, expected) in zip([found.overall, found.difference, found.ratio ?? -1], expected) {
        #expect(abs(value - expected) < 1e-9, "\(name)")
      }
    }
    let audit = try GroupAudit(.accuracy, truth: truth, predicted: predicted, attributes: [groups], context: .plain)
    for (group, expected) in zip(audit.groups, table.accuracies) { #expect(abs(group.value - expected) < 1e-9) }
  }

  @Test(arguments: cases)
  func paritiesAreThoseOfFairlearn(table: Case) throws {
    let (truth, predicted, groups) = rows(table.counts)
    let rates = try #require(try GroupRates(truth: truth, predicted: predicted, groups: groups).classes.last)
    let gaps = [rates.demographicParity, rates.equalOpportunity, rates.equalizedOdds]
    let found = gaps.flatMap { [$0.difference, $0.ratio] }
    for (value, expected) in zip(found, table.parities) { #expect(abs(value - expected) < 1e-9, "\(found)") }
    for (value, expected) in zip([rates.predictiveParity.difference, rates.predictiveParity.ratio], table.precision) {
      #expect(abs(value - expected) < 1e-9)
    }
  }
}
