import Diagnostics
import Interpreter
import Plans
import Stages
import Testing

@testable import CommandLine

/// What Tab offers: read off the same declarations that the checker uses.
@Suite struct CompleterTests {
  private let session: Session
  private let completer: Completer

  init() throws {
    session = HostHarness().session()
    let script = """
      base = faces n=40 subjects=8 intensity=1 | lbp grid=2 | svm linear
      grid = faces n=40 subjects=8 | lbp grid=2 | pca {2, 3}
      def describe(k=30) = lbp | pca k
      """
    try session.run(SourceText(name: "test.mien", text: script)) { _ in }
    completer = Completer(
      session: session, knownDataSets: { ["ziya07", "kori"] },
      listFolder: { $0 == "" ? ["faces/", "fer.csv", ".hidden"] : $0 == "faces/" ? ["a.png", "b b.png"] : [] })
  }

  private func offers(_ line: String) -> [String] { completer.complete(line).candidates }

  @Test(arguments: [("load \"a", true), ("load \"a\" ", false), ("f | l", false), ("# \"a", false), ("", false)])
  func quotesAreKnownBeforeAnythingIsListed(line: String, isQuoted: Bool) {
    #expect(Completer.isQuoted(atEndOf: line) == isQuoted)
  }

  @Test func stages() {
    #expect(offers("faces 40 | lb") == ["lbp"])
    #expect(offers("faces 40 | resi") == ["resize"])
    #expect(!offers("faces 40 | ").contains("load"), "a source only begins a pipeline")
    #expect(offers("faces 40 | ").contains("describe"), "a `def` is a stage like any other")
    #expect(offers("faces 40 | {lbp, pix") == ["pixels"])
    #expect(offers("x = face") == ["faces"])
    #expect(offers("zzz") == [])
  }

  @Test func commandsAndStatements() {
    #expect(offers("va") == ["vars"])
    #expect(offers("wh").contains("why"))
    #expect(offers("se").contains("set"))
    #expect(offers("help pc") == ["pca"])
    #expect(offers("explain E010").contains("E0104"))
  }

  @Test func parametersAndWords() {
    #expect(offers("faces 40 | lbp | svm r") == ["rbf"])
    #expect(offers("faces 40 | lbp | svm kernel=p") == ["poly"])
    #expect(offers("faces 40 | lbp | pca wh") == ["whiten="])
    #expect(completer.complete("faces 40 | lbp | pca wh").suffix == "", "the value follows at once")
    #expect(offers("faces 40 | lbp | pca whiten=") == ["no", "yes"])
    #expect(offers("faces 40 | lbp | svm {linear, po") == ["poly"])
    #expect(!offers("faces 40 | lbp | svm weights=balanced ").contains("weights="), "a parameter is given once")
  }

  @Test func variablesAndFields() {
    #expect(offers("ba").contains("base"))
    #expect(offers("compare ba") == ["base"])
    #expect(offers("why gr") == ["grid"])
    #expect(offers("base.macro").contains("macro_f1"))
    #expect(offers("expect (base.n_t") == ["n_test", "n_train"])
  }

  @Test func columns() {
    #expect(offers("grid | sort s") == ["shape"])
    #expect(offers("grid | select [k, r") == ["rows"])
    #expect(offers("grid | where (sh").contains("shape"))
  }

  /// With nothing typed, what fits there; with something typed, all that it can become.
  @Test func whatFitsIsOffered() {
    let images = offers("faces 40 | ")
    #expect(images.contains("lbp") && !images.contains("svm") && images.contains("classes"))
    let features = offers("x = faces 40 | lbp | ")
    #expect(features.contains("svm") && !features.contains("lbp") && !features.contains("cv"))
    #expect(offers("faces 40 | lbp | svm | ").contains("cv") && !offers("faces 40 | lbp | svm | ").contains("pca"))
    #expect(offers("faces 40 | s").contains("svm"))
    #expect(offers("faces 40 | lbp | pca {2, 3} | svm | sort m") == ["macro_f1"], "the columns of this sweep")
    let groups = completer.complete("faces 40 | lbp | ").groups
    #expect(groups.map(\.title).contains("model") && groups.flatMap(\.candidates).count == features.count)
  }

  @Test func settings() {
    #expect(offers("set se") == ["seed"])
    #expect(offers("set data s") == ["strict", "synthetic"])
    #expect(offers("set seed ") == [])
  }

  @Test func pathsAndDataSets() {
    #expect(offers("load \"z") == ["ziya07"])
    #expect(offers("load \"fa") == ["faces/"])
    #expect(offers("load \"faces/") == ["faces/a.png", "faces/b b.png"])
    #expect(offers("load [\"kori\", \"f") == ["faces/", "fer.csv"])
    #expect(offers("base | save \"f") == ["faces/", "fer.csv"])
    #expect(offers("load \".") == [".hidden"])
    #expect(completer.complete("load \"faces/b b").start == "load \"".utf8.count, "blanks belong to a path")
    #expect(offers("# load \"z") == [], "a comment is no place to complete")
  }

  /// Everything that is declared can be completed from its first letters.
  @Test func everyStageIsOffered() {
    for type in stageCatalogue.stages {
      let name = type.declaration.name
      let line = type.kind == .source ? "" : "base | "
      #expect(offers(line + name.prefix(2)).contains(name), "\(name)")
      for parameter in type.parameters where !parameter.takesAnyName {
        #expect(offers("\(line)\(name) \(parameter.name.prefix(2))").contains("\(parameter.name)="), "\(name)")
      }
    }
  }
}
