import Samples
import Testing

@testable import Plans

@Suite struct ValueKindsTests {
  private let clips = ValueKinds(ContentKind("clips"))

  @Test func rowsAreOfAnyContent() {
    #expect(ValueKinds.rows.contains(clips))
    #expect(!ValueKinds.rows.isDisjoint(with: clips))
    #expect(ValueKinds.images.isDisjoint(with: clips))
    #expect(!clips.contains(.rows))
    #expect(ValueKinds.rows.isDisjoint(with: .table))
    #expect(ValueKinds.anything.contains(clips))
    #expect(!ValueKinds.anything.contains(.nothing))
    #expect(ValueKinds.anything.contains(ValueKinds(value: "a network")))
  }

  @Test func kindsAreToldInWords() {
    #expect(ValueKinds.rows.description == "images or features")
    #expect(ValueKinds.anything.description.hasPrefix("images, features, a result, a table, a number or text"))
    #expect(clips.union(.images).union(.result).description == "images, clips or a result")
    #expect(ValueKinds().description == "nothing")
  }

  @Test func whatComesOutFollowsFromWhatGoesIn() {
    let resize = Declaration(
      "resize", "Resizes.",
      pairs: [KindPair(.images, to: .images), KindPair(clips, to: clips), KindPair(.table, to: .document)], examples: []
    )
    #expect(resize.gives(for: .images) == .images)
    #expect(resize.gives(for: clips) == clips)
    #expect(resize.gives(for: .features).isEmpty)
    #expect(resize.gives(for: .rows) == clips.union(.images))
    #expect(resize.takes == clips.union(.images).union(.table))
    let skip = Declaration("skip", "Skips.", pairs: [.unchanged(.rows)], examples: [])
    #expect(skip.gives(for: clips) == clips)
    #expect(skip.gives(for: .images) == .images)
    #expect(skip.gives(for: .rows) == .rows)
  }
}
