import Plans
import Testing

@testable import Interpreter

/// Files are looked for before anything runs; those that an earlier line writes need not be there yet.
@Suite struct AwaitedFilesTests {
  private let harness = SessionHarness(threads: 1)

  @Test func whatAnEarlierLineSavesIsNotMissing() {
    #expect(harness.codes("faces 20 | lbp | save \"nosuch/../f.npz\"").isEmpty == false, "its folder is not there")
    #expect(harness.codes("faces 20 | lbp | save \"f.npz\"\nload \"./f.npz\" | classes").isEmpty)
    #expect(harness.codes("faces 20 | save \"people\"\nload \"people\" | classes").isEmpty)
    #expect(harness.codes("faces 20 | save \"people\"\nfaces 20 | lbp | save \"people/f.csv\"").isEmpty)
    let model = "base = faces 20 | lbp | knn\nbase | save \"base.model\"\n"
    #expect(harness.codes(model + "open \"base.model\"").isEmpty)
    #expect(harness.codes("faces 20 | save \"people\"\n\(model)base | predict \"people/happy/1.png\"").isEmpty)
  }

  @Test func whatALaterLineSavesIsMissing() {
    #expect(harness.codes("load \"f.npz\" | classes\nfaces 20 | lbp | save \"f.npz\"") == ["E0501"])
    #expect(harness.codes("open \"base.model\"") == ["E0501"])
    #expect(harness.codes("faces 20 | lbp | save \"g.npz\"\nload \"f.npz\"") == ["E0501"])
  }

  /// The name of the file depends on what will be known only then.
  @Test func aNameThatIsNotKnownYetMayBeAny() {
    let save = "n = faces 20 | lbp\nk = n.rows\nn | save \"{k}.npz\"\n"
    #expect(harness.codes(save + "load \"20.npz\"").isEmpty)
  }

  @Test func aDefinitionIsCheckedWhereItIsCalled() {
    #expect(harness.codes("def all(models) = vote models\nfaces 20 | lbp | all [logreg, knn]").isEmpty)
    #expect(harness.codes("def all(models) = vote models\nfaces 20 | lbp | all []") == ["E0316"])
    #expect(harness.codes("def read(file) = open file\nread \"nosuch.result\"") == ["E0501"])
  }
}
