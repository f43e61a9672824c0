import Diagnostics
import Plans
import Testing

@testable import Interpreter

/// What each reader says of a difference is what the interval beside it says.
@Suite struct VerdictReadersTests {
  private let harness = SessionHarness()

  private func tables(_ text: String) throws -> [Table] { try harness.last(text).payload.tables }

  /// Every row that has a difference with an interval and a verdict: "cannot" where the interval holds 0, and only there.
  private func check(_ table: Table, _ text: String) throws -> Int {
    let difference = try #require(table.index(of: "difference"))
    let verdict = try #require(table.index(of: "verdict"))
    var told = 0
    for row in table.rows {
      guard case .estimate(let estimate) = row.cells[difference], let lower = estimate.lower, let upper = estimate.upper
      else { continue }
      let isTold = !row.cells[verdict].text.contains("cannot")
      #expect(isTold == (lower > 0 || upper < 0), "\(text): \(row.cells.map(\.text))")
      told += isTold ? 1 : 0
    }
    return told
  }

  @Test(arguments: ["", "| cv 4", "| repeat 3", "| loso", "| holdout 25% by=row"])
  func verdictAndIntervalAreOneThing(evaluation: String) throws {
    var told = 0
    for seed in 1...2 {
      let data = """
        set seed \(seed)
        x = faces n=96 subjects=12 intensity=1 | lbp grid=3
        a = x | pca 1 | knn 1 \(evaluation)
        b = x | pca 20 | lda \(evaluation)
        c = x | pca 20 | scale | logreg \(evaluation)

        """
      for reader in [
        "compare a b", "compare b a by=worst_recall", "compare [a, b, c]", "c | ablate", "c | ablate by=accuracy",
      ] {
        let found = try tables(data + reader).filter { $0.columns.contains("verdict") }
        #expect(found.count == 1)
        for table in found { told += try check(table, "\(reader), seed \(seed)") }
      }
      let audited = try tables(data + "b | audit by=group").first { $0.columns.first == "between groups" }
      if let gap = audited?.rows.first, let low = gap.cells[2].number, let probability = gap.cells[4].number {
        #expect((low > 0) == (probability < 0.05))
      }
    }
    if evaluation.contains("loso") { #expect(told > 0) }
  }

  /// A sweep marks what its probability says, and the best is nowhere behind.
  @Test(arguments: ["", "| cv 4", "| loso"]) func marksFollowProbabilities(evaluation: String) throws {
    let table = try harness.table(
      "faces n=96 subjects=12 intensity=1 | lbp grid=3 | pca {1, 20} | {knn 1, lda} \(evaluation)")
    for cell in table.rows.flatMap(\.cells) {
      guard case .estimate(let estimate) = cell, let standing = estimate.standing else { continue }
      switch standing {
      case .behind: #expect((estimate.probability ?? 1) < 0.05)
      case .tied: #expect((estimate.probability ?? 0) >= 0.05)
      case .best: break
      }
    }
  }
}
