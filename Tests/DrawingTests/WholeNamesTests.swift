import Testing

@testable import Drawing

/// What was cut for want of room is in the picture all the same.
@Suite struct WholeNamesTests {
  private static func chart(_ names: [String]) -> Chart {
    Chart(
      title: "Counts",
      panels: [.init([Layer(.bars, names.indices.map { Datum(x: .number(Double($0)), y: .place($0)) })])],
      x: Axis(numbers: "rows"), y: Axis("class", names: names))
  }

  private static func texts(_ names: [String], _ medium: Medium, _ width: Double) -> [SceneText] {
    ChartLayout.scene(of: chart(names), on: medium, width: width).texts
  }

  @Test(arguments: [(Medium.page, 320.0), (.cells, 60)])
  func cutNamesStandInFullBelow(_ medium: Medium, _ width: Double) {
    let names = ["a", "one of " + String(repeating: "very ", count: 30) + "many words", "b"]
    let texts = Self.texts(names, medium, width)
    let cut = texts.filter { $0.whole != nil }
    #expect(cut.map(\.whole) == [names[1]])
    let below = texts.drop { $0.text != "a name in full:" }.dropFirst()
    #expect(below.map(\.text).joined(separator: " ") == names[1])
    #expect(Set(below.map(\.box.x)).count == 2, "lines after the first are indented")
  }

  @Test func nothingIsSaidWhereNothingWasCut() {
    let texts = Self.texts(["anger", "fear"], .page, 640)
    #expect(texts.allSatisfy { $0.whole == nil && !$0.text.contains("full") })
  }

  @Test func aNameThatIsWholeElsewhereIsNotSaidAgain() {
    let names = ["surprised", "disgusted", "frightened"]
    let tiles = names.indices.map { Datum(x: .place($0), y: .place($0), value: 1) }
    let chart = Chart(
      title: "", panels: [.init([Layer(.tiles, tiles)])], x: Axis("predicted", names: names),
      y: Axis("true", names: names), ramp: Ramp("share", 0...1))
    let texts = ChartLayout.scene(of: chart, on: .cells, width: 40).texts
    #expect(texts.contains { $0.text.hasSuffix("…") && $0.whole == "surprised" })
    #expect(!texts.contains { $0.text.contains("full") })
  }

  @Test func namesWithoutRoomAreNumbersThatTheNamesAtTheLeftBeginWith() {
    let names = (0..<12).map { "class of kind \($0)" }
    let tiles = names.indices.map { Datum(x: .place($0), y: .place($0), value: 1) }
    func texts(_ y: [String], width: Double) -> [String] {
      let chart = Chart(
        title: "", panels: [.init([Layer(.tiles, tiles)])], x: Axis("predicted", names: names),
        y: Axis("true", names: y),
        ramp: Ramp("share", 0...1))
      return ChartLayout.scene(of: chart, on: .cells, width: width).texts.map(\.text)
    }
    let same = texts(names, width: 60)
    #expect(same.contains("1 class of kind 0") && same.contains("12 class of kind 11") && same.contains("12"))
    #expect(!same.contains("…") && !same.contains { $0.contains("full") })
    let others = texts((0..<12).map { "\($0)" }, width: 44)
    #expect(others.contains("names in full:") && others.contains("12 class of kind 11") && others.contains("11"))
  }

  @Test func ofManyNamesTheFirstAreListedAndTheOthersCounted() {
    let names = (0..<200).map { "a name that is too long for a terminal, number \($0)" }
    let texts = Self.texts(names, .cells, 60)
    #expect(texts.contains { $0.text == "names in full:" } && texts.contains { $0.text == "and 188 more" })
    #expect(texts.count { $0.whole != nil } == 200)
  }

  @Test func numbersStandBesideARuleNotUnderIt() {
    let data = (0..<21).map {
      Datum(x: .number(Double($0) / 20 - 0.9), y: .place($0), text: "-0.\(100 + $0)")
    }
    let rule = Datum(x: .number(0), y: .everywhere)
    let chart = Chart(
      title: "", panels: [.init([Layer(.points, data), Layer(.rule, [rule])])], x: Axis(numbers: "d"),
      y: Axis("", names: (0..<21).map { "\($0)" }))
    let scene = ChartLayout.scene(of: chart, on: .page, width: 500)
    let places = scene.shapes.compactMap { shape -> Double? in
      if case .line(let points, .text, _, isDashed: true) = shape { points[0].x } else { nil }
    }
    #expect(places.count == 1)
    let crossed = scene.texts.filter { $0.text.hasPrefix("-0.1") && $0.box.x < places[0] && places[0] < $0.box.maxX }
    #expect(crossed.isEmpty, "\(crossed.map(\.text))")
  }

  @Test func linesTellWhatTheyStandFor() {
    let medium = Medium.cells
    let text = "one two three four five six seven"
    let lines = medium.wrapped(text, to: 9, .label, lines: 2)
    #expect(lines == ["one two", "three fo…"])
    #expect(medium.wholes(of: lines, from: text) == [nil, "three four five six seven"])
    #expect(medium.wholes(of: ["one two", "three"], from: "one  two three") == [nil, nil])
  }
}
