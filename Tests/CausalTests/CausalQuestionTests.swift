import Glibc
import Numerics
import Testing

@testable import Causal

/// How many random diagrams are tried; a second for 500.
private let randomDiagrams = getenv("MIEN_DIAGRAMS").flatMap { Int(String(cString: $0)) } ?? 500

@Suite struct CausalQuestionTests {
  private func question(_ text: String, _ exposure: String = "X", _ outcome: String = "Y") throws -> CausalQuestion {
    try CausalQuestion(CausalDiagram(text), exposure: exposure, outcome: outcome)
  }

  @Test func aConfounderIsAdjustedForAndAMediatorNot() throws {
    let question = try question("C -> X; C -> Y; X -> M -> Y; M -> D; X -> E; I -> X")
    #expect(question.adjustmentSets() == [["C"]])
    #expect(question.confounders == ["C"])
    #expect(question.mediators == ["M"])
    #expect(
      question.warnings() == [
        AdjustmentWarning(variable: "M", reason: .mediator),
        AdjustmentWarning(variable: "D", reason: .consequenceOfEffect),
        AdjustmentWarning(variable: "E", reason: .consequenceOfExposure),
      ])
    let instruments = question.instruments()
    #expect(instruments.map(\.instrument) == ["I"])
    #expect(instruments.map(\.given) == [[]])
    #expect(try question.isValidAdjustment(["C", "I"]))
    #expect(try !question.isValidAdjustment(["I"]))
    #expect(try !question.isValidAdjustment(["C", "D"]))
    let roles = Dictionary(uniqueKeysWithValues: question.roles().map { ($0.variable, $0.role) })
    #expect(roles["I"] == .instrument && roles["C"] == .confounder && roles["D"] == .consequence)
  }

  /// Greenland, Pearl & Robins 1999: the variable in the middle is best left alone.
  @Test func mBias() throws {
    let question = try question("A -> X; A -> M; B -> M; B -> Y; X -> Y")
    #expect(question.adjustmentSets() == [[]])
    #expect(question.warnings() == [AdjustmentWarning(variable: "M", reason: .opensPath)])
    #expect(question.colliders() == ["M"])
  }

  /// The same with the middle a confounder too: now it needs company.
  @Test func butterfly() throws {
    let arrows = "A -> X; A -> M; B -> M; B -> Y; M -> X; M -> Y; X -> Y"
    #expect(try question(arrows).adjustmentSets() == [["A", "M"], ["M", "B"]])
    #expect(try question("A [latent]; B [latent]; \(arrows)").adjustmentSets().isEmpty)
  }

  @Test func frontDoor() throws {
    let question = try question("X <-> Y; X -> M -> Y")
    #expect(question.adjustmentSets().isEmpty)
    #expect(question.frontDoorSets() == [["M"]])
    #expect(try self.question("X <-> Y; X -> M -> Y; X -> Y").frontDoorSets().isEmpty)
    #expect(try self.question("X <-> Y; X -> M -> Y; X <-> M").frontDoorSets().isEmpty)
  }

  /// Figure 1 of Shrier & Platt 2008, "Reducing bias through directed acyclic graphs", a standing example of dagitty.
  /// Their own choice was fatigue and weakness; networkx's `is_d_separator` over all sets gives these seven.
  @Test func warmingUpAndInjury() throws {
    let diagram = """
      Coach -> Motivation; Coach -> Fitness; Genetics -> Fitness; Genetics -> Fatigue; Genetics -> Tissue
      Tissue -> Fatigue; Fitness -> Fatigue; Fitness -> Pre-game; Tissue -> Weakness; Contact -> Previous
      Contact -> Intra-game; Motivation -> Previous; Motivation -> Warm-up -> Intra-game; Pre-game -> Warm-up
      Fatigue -> Intra-game; Fatigue -> Injury; Weakness -> Injury; Intra-game -> Injury
      """
    let question = try question(diagram, "Warm-up", "Injury")
    #expect(
      Set(question.adjustmentSets().map(Set.init)) == [
        ["Coach", "Fitness"], ["Coach", "Pre-game"], ["Motivation", "Fitness"], ["Motivation", "Pre-game"],
        ["Fitness", "Genetics"], ["Fatigue", "Tissue"], ["Fatigue", "Weakness"],
      ])
    #expect(question.warnings().map(\.variable).contains("Previous"))
  }

  /// Figure 3.8 of Pearl, Glymour & Jewell 2016; the sets are those of dagitty (study question 3.3.1).
  @Test func primerFigure38() throws {
    let figure = "A -> X; B -> A; B -> Z; C -> D; C -> Z; D -> Y; W -> Y; X -> W; Z -> X; Z -> Y"
    #expect(
      try Set(question(figure).adjustmentSets().map(Set.init)) == [["A", "Z"], ["B", "Z"], ["C", "Z"], ["D", "Z"]])
    #expect(
      try Set(question(figure, "D", "Y").adjustmentSets().map(Set.init)) == [
        ["C"], ["W", "Z"], ["X", "Z"], ["A", "Z"], ["B", "Z"],
      ])
  }

  @Test func conditionalInstrument() throws {
    let question = try question("U [latent]; U -> X; U -> Y; W -> Z; W -> Y; Z -> X; X -> Y")
    let instruments = question.instruments()
    #expect(instruments.map(\.instrument) == ["Z"])
    #expect(instruments.map(\.given) == [["W"]])
  }

  @Test func pathsAreTold() throws {
    let found = try question("C -> X; C -> Y; X -> Y; X -> K; Y -> K").paths()
    #expect(found.areAll)
    #expect(found.paths.map(\.text) == ["X → Y", "X ← C → Y", "X → K ← Y"])
    #expect(found.paths.map(\.isOpen) == [true, true, false])
    #expect(found.paths.map(\.isBackdoor) == [false, true, false])
    #expect(found.paths[2].colliders == ["K"])
  }

  @Test func marksAndBadQuestions() throws {
    let diagram = try CausalDiagram("T [exposure] -> Y [outcome]")
    let question = try CausalQuestion(diagram)
    #expect(question.exposure == "T" && question.outcome == "Y" && !question.isReversed)
    #expect(try CausalQuestion(diagram, exposure: "Y", outcome: "T").isReversed)
    #expect(throws: CausalError.sameVariable("T")) { try CausalQuestion(diagram, exposure: "T", outcome: "T") }
    #expect(throws: CausalError.unknownVariable("Q", known: ["T", "Y"])) {
      try CausalQuestion(diagram, exposure: "Q")
    }
  }

  /// Random diagrams of 2 to 8 variables against the definitions, by paths and by trying every set.
  @Test func agreesWithEveryPathAndEverySet() throws {
    for trial in 0..<randomDiagrams {
      var generator = SeededGenerator.derived(from: 18, trial)
      let count = 2 + trial % 7
      let brute = BruteForceDiagram(count: count, chance: 0.15 + 0.35 * generator.uniform(), generator: &generator)
      let diagram = try CausalDiagram(brute.text)
      let t = generator.below(count)
      let y = (t + 1 + generator.below(count - 1)) % count
      let question = try CausalQuestion(diagram, exposure: "v\(t)", outcome: "v\(y)")
      func mask(_ names: [String]) -> Int { names.compactMap { Int($0.dropFirst()) }.reduce(0) { $0 | 1 << $1 } }
      #expect(
        Set(question.adjustmentSets().map(mask)) == brute.adjustmentSets(t, y), "\(brute.text): v\(t), v\(y)")
      let pair = 1 << t | 1 << y
      let given = diagram.impliedIndependences().filter { mask([$0.first, $0.second]) == pair }.map { mask($0.given) }
      let isAdjacent = brute.arrows[t][y] || brute.arrows[y][t]
      let expected = isAdjacent ? [] : brute.minimalClosingSets(brute.paths(t, y), among: ((1 << count) - 1) & ~pair)
      #expect(Set(given) == expected, "\(brute.text): v\(t), v\(y)")
    }
  }
}
