import Diagnostics
import Plans
import Testing

@testable import Interpreter

@Suite struct CompareTests {
  let harness = SessionHarness()
  private let data = "x = faces n=96 subjects=24 intensity=0.8 | lbp grid=4\n"

  private func document(_ text: String) throws -> Document {
    guard let document = try harness.last(text).payload.as(Document.self) else { throw NotOfKind(what: "a document") }
    return document
  }

  /// What stands under its tables, and goes with them into every written form.
  private func texts(_ document: Document) -> [String] { document.tables.flatMap(\.notes) }

  /// Four folds are four numbers; the subjects, each tested once, are 24.
  @Test func foldsThatTestEachSubjectOnceAreJudgedBySubject() throws {
    let document = try document(data + "a = x | svm linear | cv 4\nb = x | pca 2 | svm linear | cv 4\ncompare a b")
    #expect(
      texts(document).contains {
        $0.contains("jackknife over 24 subjects (Student's t), widened for the training rows")
      })
    let means = document.tables[0].rows[0].cells[1...3].map(\.number)
    #expect(try abs(#require(means[1]) - #require(means[0]) - #require(means[2])) < 1e-12)
  }

  @Test func testsThatRepeatArePairedBySubject() throws {
    let document = try document(
      data + "a = x | svm linear | repeat 4\nb = x | pca 2 | svm linear | repeat 4\ncompare a b")
    #expect(texts(document).contains { $0.contains("(Student's t), widened for the training rows that 4 folds share") })
    #expect(!texts(document).contains { $0.contains("McNemar:") })
    #expect(document.tables[0].columns == ["metric", "a", "b", "difference", "verdict"])
    #expect(document.fields.contains { $0.name == "macro_f1_p" })
    #expect(document.tables[0].provenance.contains { $0.text.hasPrefix("plan: b: faces") })
  }

  @Test func oneSplitIsPairedBySubject() throws {
    let document = try document(data + "a = x | svm linear\nb = x | pca 2 | svm linear\ncompare a b")
    #expect(texts(document).contains { $0.contains("test: jackknife over 6 subjects") })
    // McNemar's test counts rows, which are not independent here: it describes, and the line says so.
    #expect(texts(document).contains { $0.contains("only a got right") && $0.contains("if rows were independent") })
    #expect(document.fields.contains { $0.name == "mcnemar_p" })
    let bounds = ["low", "high"].compactMap { part in
      document.fields.first { $0.name == "accuracy_difference_\(part)" }?.value.number
    }
    let p = try #require(document.fields.first { $0.name == "accuracy_p" }?.value.number)
    #expect((p < 0.05) == (bounds[0] > 0 || bounds[1] < 0))
  }

  @Test func aMetricThatNoReportShowsCanBeAskedFor() throws {
    let document = try document(data + "a = x | svm linear\nb = x | pca 2 | svm linear\ncompare a b by=gmean")
    #expect(document.tables[0].rows.last?.cells[0] == .text("G-mean"))
    #expect(document.fields.contains { $0.name == "gmean_difference" })
  }

  @Test func whatCouldHaveBeenMissedIsTold() throws {
    let document = try document(data + "a = x | svm linear\nb = x | svm linear C=1.01\nc = x | knn 3\ncompare a c")
    let isMissed = document.fields.contains { $0.name.hasSuffix("_p") && ($0.value.number ?? 0) >= 0.05 }
    #expect(isMissed == texts(document).contains { $0.contains("would be missed in more than one test of five") })
  }

  /// Two people test: no interval is wider than scores can be apart, and no number is called the least that is found.
  @Test func noDifferenceIsGreaterThanCanBe() throws {
    let document = try document(
      "x = faces n=64 subjects=8 | lbp\na = x | svm linear\nb = x | knn 3\ncompare a b")
    let ends = document.fields.filter { $0.name.hasSuffix("_low") || $0.name.hasSuffix("_high") }
    #expect(!ends.isEmpty && ends.allSatisfy { abs($0.value.number ?? 9) <= 1 })
    #expect(texts(document).contains { $0.contains("accuracy however great") })
    #expect(!document.fields.contains { $0.name == "accuracy_smallest_detectable" })
  }

  @Test func threeArePairedWithHolm() throws {
    let document = try document(
      data + "a = x | svm linear | cv 4\nb = x | pca 2 | svm linear | cv 4\nc = x | logreg | cv 4\ncompare [a, b, c]")
    #expect(texts(document).contains { $0.contains("Holm's correction over 3 comparisons") })
    let pairs = document.tables[1]
    #expect(pairs.rows.map { [$0.cells[0].text, $0.cells[1].text] } == [["a", "b"], ["a", "c"], ["b", "c"]])
    let alone = try ["a b", "a c", "b c"].map { pair in
      try #require(self.document("compare \(pair)").fields.first { $0.name == "macro_f1_p" }?.value.number)
    }
    // Holm (1979): the least counts three times, the next twice, and none less than one before it.
    let order = [0, 1, 2].sorted { alone[$0] < alone[$1] }
    var (expected, highest) = ([0.0, 0, 0], 0.0)
    for (position, pair) in order.enumerated() {
      highest = max(highest, min(1, alone[pair] * Double(3 - position)))
      expected[pair] = highest
    }
    #expect(pairs.rows.map { $0.cells[3].number ?? .nan } == expected)
    #expect(expected != alone)
  }

  @Test func otherTestRowsAreRefused() throws {
    for text in [
      "a = x | svm linear | cv 4\nb = x | svm linear | cv 3", "a = x | svm linear\nb = x | svm linear | cv 4",
    ] {
      #expect {
        try SessionHarness().run(data + text + "\ncompare a b")
      } throws: { error in
        (error as? Diagnostic)?.code.id == "E0305"
      }
    }
  }

  @Test func oneResultIsNotEnough() {
    #expect {
      try harness.run(data + "a = x | svm linear\ncompare a")
    } throws: { error in
      (error as? Diagnostic)?.code.id == "E0304"
    }
  }
}
