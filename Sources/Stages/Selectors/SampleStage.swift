import Evaluation
import Numerics
import Plans
import Samples

/// `sample 200 by=class`
struct SampleStage: SelectorStage {
  static let declaration = Declaration(
    "sample", "Draws some of the rows by chance, before anything is split.", pairs: [.unchanged(.rows)],
    discussion: """
      To try a line quickly, or to see what fewer rows would have given. Rows are drawn without repeats, by the seed: the same \
      line draws the same rows, `set seed 2` others. `by=class` draws from each class in proportion, so that a rare class \
      keeps its share, and one row of it at least where there are as many rows as classes; `by=[class, sex]` does the same \
      of every combination, and rows of which it is not known are one more. People are drawn with as many of their rows as chance gives: `by=subject` takes of each in \
      proportion. What comes out is a data set of its own. How a score grows with the rows that are learnt from, with the \
      test left as it is, is told by `learning_curve`; `undersample` levels classes, among training rows alone.
      """,
    searchTerms: ["random", "subset", "subsample", "stratified", "draw", "head", "fraction"],
    examples: [
      Example("faces n=160 subjects=16 | sample 40 by=class | classes", shows: "fear"),
      Example("faces n=160 subjects=16 | sample 80 | lbp | pca 5 | logreg", shows: "accuracy"),
    ])

  @Parameter("how many rows", in: .from(1), positional: true, aliases: ["size"]) var n: Int
  @Parameter("what is drawn from in proportion: class and attributes, crossed", aliases: ["stratify"])
  var by: [AttributeName] = []

  func rows(of metadata: RowMetadata, _ context: StageContext) throws -> [Int] {
    guard n <= metadata.count else { throw RowSelectionError.tooFew(asked: n, rows: metadata.count) }
    var generator = SeededGenerator(seed: context.seed)
    let strata = try strata(of: metadata)
    return zip(strata, SampleStage.shares(of: n, among: strata.map(\.count)))
      .flatMap { drawn($1, of: $0, &generator) }.sorted()
  }

  /// Rows by what they are drawn by; those of which that is not known are one more.
  private func strata(of metadata: RowMetadata) throws -> [[Int]] {
    guard !by.isEmpty else { return [Array(0..<metadata.count)] }
    for name in by { _ = try metadata.selectable(name.name) }
    let groups = try RowGroups([metadata], by: by.map(\.name), .skip, of: .all).crossed
    let unknown = groups.codes.indices.filter { groups.codes[$0] == nil }
    return (groups.rows + [unknown]).filter { !$0.isEmpty }
  }

  /// `n` in proportion to the counts, by largest remainders, each one at least where there are enough.
  static func shares(of n: Int, among counts: [Int]) -> [Int] {
    let total = counts.reduce(0, +)
    guard total > 0 else { return counts }
    let exact = counts.map { Double($0) * Double(n) / Double(total) }
    var shares = exact.map { Int($0) }
    let order = counts.indices.sorted { a, b in
      let (x, y) = (exact[a] - Double(shares[a]), exact[b] - Double(shares[b]))
      return abs(x - y) < 1e-9 ? a < b : x > y
    }
    for index in order.prefix(n - shares.reduce(0, +)) { shares[index] += 1 }
    guard n >= counts.count else { return shares }
    for index in shares.indices where shares[index] == 0 {
      guard let largest = shares.indices.max(by: { shares[$0] < shares[$1] }) else { break }
      (shares[largest], shares[index]) = (shares[largest] - 1, 1)
    }
    return shares
  }
}
