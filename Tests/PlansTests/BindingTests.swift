import Diagnostics
import Samples
import Testing

@testable import Plans

@Suite struct BindingTests {
  /// A stage with a parameter of each kind.
  struct AllKinds: RowwiseStage {
    enum Word: String, WordParameter {
      case mild, hot
      static let placeholder = Word.mild
    }

    static let declaration = Declaration("all", "Has all.", takes: .features, gives: .features, examples: [])
    @Parameter("must be given", in: .between(1, 40), positional: true, aliases: ["n_components"]) var k: Int
    @Parameter("a word", positional: true) var taste = Word.mild
    @Parameter("a share", in: .between(0, 1)) var part = Share(0.25)
    @Parameter("a time", in: .greaterThan(0)) var time = Duration(seconds: 60)
    @Parameter("a list", in: .from(0)) var sizes: [Int] = []
    @Parameter("perhaps") var perhaps: Double? = nil
    @Parameter("a switch") var isOn = false

    func apply(to content: any RowContent, _ context: StageContext) throws -> any RowContent { content }
  }

  private func bind(_ arguments: [(String?, ArgumentValue)]) -> (AllKinds, [Diagnostic]) {
    let given = arguments.map { label, value in
      GivenArgument(label: label.map { ($0, toyPlace) }, value: value, location: toyPlace)
    }
    let bound = AllKinds.bound(to: given, at: toyPlace)
    return (bound.value, bound.diagnostics)
  }

  private func code(_ arguments: [(String?, ArgumentValue)]) -> [String] { bind(arguments).1.map(\.code.id) }

  @Test func argumentsFindTheirParameters() {
    let (stage, problems) = bind([
      (nil, .number(5, .plain)), (nil, .word("hot")), ("part", .number(50, .percent)),
      ("time", .number(2, .minutes)), ("sizes", .list([.number(1, .plain), .number(2, .plain)])),
      ("perhaps", .number(0.5, .plain)), ("isOn", .boolean(true)),
    ])
    #expect(problems.isEmpty)
    #expect(stage.k == 5 && stage.taste == .hot && stage.part.value == 0.5 && stage.time.seconds == 120)
    #expect(stage.sizes == [1, 2] && stage.perhaps == 0.5 && stage.isOn)
    #expect(
      stage.canonicalArguments == "isOn=yes k=5 part=50% perhaps=0.5 sizes=[1, 2] taste=hot time=120s")
  }

  @Test func aNamedArgumentLeavesItsPlaceToTheNext() {
    let (stage, problems) = bind([("k", .number(5, .plain)), (nil, .word("hot"))])
    #expect(problems.isEmpty && stage.k == 5 && stage.taste == .hot)
  }

  @Test func whatIsWrongHasItsCode() {
    let k: (String?, ArgumentValue) = (nil, .number(5, .plain))
    #expect(code([]) == ["E0106"])
    #expect(code([k, ("kk", .number(5, .plain))]) == ["E0102"])
    #expect(code([(nil, .text("five"))]) == ["E0103"])
    #expect(code([(nil, .number(5.5, .plain))]) == ["E0103"])
    #expect(code([k, (nil, .word("sweet"))]) == ["E0104"])
    #expect(code([(nil, .number(41, .plain))]) == ["E0105"])
    #expect(code([k, ("sizes", .list([.number(3, .plain), .number(-1, .plain)]))]) == ["E0105"])
    #expect(code([k, ("time", .number(0, .seconds))]) == ["E0105"])
    #expect(code([k, (nil, .word("hot")), (nil, .number(1, .plain))]) == ["E0107"])
    #expect(code([k, ("k", .number(6, .plain))]) == ["E0108"])
    #expect(code([k, ("perhaps", .number(.nan, .plain))]) == ["E0105"], "not a number is in no bounds")
  }

  @Test func allMistakesAreToldAtOnce() {
    #expect(code([(nil, .number(0, .plain)), (nil, .word("sweet")), ("no", .none)]) == ["E0105", "E0104", "E0102"])
  }

  @Test func theBoundsAreSaidInWords() throws {
    let problem = try #require(bind([(nil, .number(50, .plain))]).1.first)
    #expect(problem.message == "all: `k` must be between 1 and 40; got 50")
  }

  @Test func theBoundsAreSaidInTheUnitOfTheArgument() throws {
    let k: (String?, ArgumentValue) = (nil, .number(5, .plain))
    let share = try #require(bind([k, ("part", .number(101, .percent))]).1.first)
    #expect(share.message == "all: `part` must be between 0% and 100%; got 101%")
    let time = try #require(bind([k, ("time", .number(0, .minutes))]).1.first)
    #expect(time.message == "all: `time` must be greater than 0s; got 0min")
    #expect(Bounds.inside(0, 1).description(in: .percent) == "greater than 0% and less than 100%")
    #expect(Bounds.greaterThan(0, atMost: 1).description == "greater than 0 and at most 1")
    #expect(!Bounds.inside(0, 1).contains(0) && !Bounds.inside(0, 1).contains(1) && Bounds.inside(0, 1).contains(0.5))
  }

  @Test func aNameFromAnotherProgramIsAnsweredWithOurs() throws {
    let problem = try #require(bind([("n_components", .number(5, .plain))]).1.first)
    #expect(problem.primary?.text == "write `all 5` or `k=5`")
  }

  @Test func whatIsNotKnownYetIsNotMissing() {
    let given = GivenArgument(value: nil, location: toyPlace)
    #expect(AllKinds.bound(to: [given], at: toyPlace).diagnostics.isEmpty)
  }

  @Test func instancesShareNothing() {
    let (first, _) = bind([(nil, .number(5, .plain))])
    let (second, _) = bind([(nil, .number(6, .plain))])
    #expect(first.k == 5 && second.k == 6)
  }
}
