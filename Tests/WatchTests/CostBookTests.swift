import Diagnostics
import Interpreter
import Plans
import Stages
import Syntax
import Testing

@testable import Watch

import struct CommandLine.Host

@Suite struct CostBookTests {
  private let session = ReplayHarness.host.session()

  /// What is expected of a line.
  private func cost(_ line: String, _ book: CostBook) -> CostBook.Cost? {
    let script = parse(SourceText(name: "s", text: line)).script
    return session.outlooks(of: script).first.flatMap { book.cost(of: $0.plans) }
  }

  private func book(after line: String) throws -> CostBook {
    var book = CostBook()
    try session.run(SourceText(name: "s", text: line)) { outcome in
      if case .shown(let value) = outcome { book.enter(value) }
    }
    return book
  }

  @Test func whatHasRunCostsNothingAndWhatIsLikeItCostsAsMuch() throws {
    let line = "faces n=40 subjects=8 | resize 8 | pixels | pca 2 | logreg | cv 2"
    let book = try book(after: line)
    #expect(cost(line, book) == .cached)
    #expect(cost("faces n=40 subjects=8 | resize 8", book) == .cached)
    // The same stages on other splits, or with other arguments, have to run.
    for other in [line.replacing("cv 2", with: "cv 3"), line.replacing("pca 2", with: "pca 3")] {
      guard case .seconds(let seconds)? = cost(other, book) else {
        Issue.record("nothing is expected of \(other)")
        continue
      }
      #expect(seconds > 0)
    }
    #expect(cost(line.replacing("logreg", with: "svm"), book) == nil)
    #expect(cost("x = 3", book) == nil)
  }

  @Test func whatPlansShareIsCountedOnce() throws {
    let start = "faces n=40 subjects=8 | resize 8 | pixels"
    let book = try book(after: "\(start) | pca 2 | {logreg, lda} | cv 2")
    func seconds(_ end: String) throws -> Double {
      guard case .seconds(let seconds)? = cost("\(start) | pca 3\(end)", book) else { throw Unknown() }
      return seconds
    }
    let apart = try seconds(" | logreg | cv 2") + seconds(" | lda | cv 2")
    let shared = try seconds("")
    let together = try seconds(" | {logreg, lda} | cv 2")
    #expect(shared > 0 && abs(apart - shared - together) < 1e-9)
  }

  private struct Unknown: Error {}

  @Test func theLogKnowsWhatEarlierSittingsTook() throws {
    let line = "faces n=40 subjects=8 | resize 8 | pixels | pca 2 | logreg"
    _ = try book(after: line)
    var run = try #require(session.experimentLog.runs().first)
    run.seconds = 7
    #expect(cost(line, CostBook(runs: [run])) == .seconds(7))
  }
}
