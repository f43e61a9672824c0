import Diagnostics
import Interpreter
import Numerics
import Plans
import Samples
import Stages
import Testing

/// Rows of a kind that no module knows, from a source through every kind of stage and `cv`.
private struct Sentences: RowContent {
  static let kind = ContentKind("sentences")
  var texts: [String]
  var rowCount: Int { texts.count }
  var byteCount: Int { texts.reduce(0) { $0 + $1.utf8.count } }
  var shapeText: String { "\(texts.count) sentences" }
  func gatheringRows(_ rows: [Int], context: ExecutionContext) -> any RowContent { Self(texts: rows.map { texts[$0] }) }
}
private struct Diary: SourceStage {
  static let declaration = Declaration("diary", "Reads.", takes: .nothing, gives: .init(Sentences.kind), examples: [])
  func load(_ context: StageContext) throws -> Samples {
    let labels = Labels(names: ["glad", "sad"], codes: (0..<24).map { $0 % 2 })
    return Samples(
      content: Sentences(texts: (0..<24).map { $0 % 2 == 0 ? "The SUN day \($0)" : "The RAIN day \($0)" }),
      metadata: try RowMetadata(count: 24, columns: [.labels(labels)], origin: .init(name: "diary", fingerprint: "1")))
  }
}
private struct Lower: RowwiseStage {
  static let declaration = Declaration("lower", "Lowers.", pairs: [.unchanged(.init(Sentences.kind))], examples: [])
  func apply(to content: any RowContent, _ context: StageContext) throws -> any RowContent {
    Sentences(texts: try content.require(Sentences.self, for: "lower").texts.map { $0.lowercased() })
  }
}
private struct Strip: FittedStage {  // what every training row holds
  static let declaration = Declaration("strip", "Strips.", pairs: [.unchanged(.init(Sentences.kind))], examples: [])
  struct Fitted: FittedTransform {
    var common: Set<String>
    var byteCount: Int { common.count * 64 }
    func apply(to content: any RowContent, context: ExecutionContext) throws -> any RowContent {
      let texts = try content.require(Sentences.self, for: "strip").texts
      return Sentences(
        texts: texts.map { $0.split(separator: " ").map(String.init).first { !common.contains($0) } ?? "" })
    }
  }
  func fit(_ training: Samples, _ context: StageContext) throws -> Fitted {
    let words = try training.content.require(Sentences.self, for: "strip").texts.map { Set($0.split(separator: " ")) }
    return Fitted(common: Set(words.dropFirst().reduce(words[0]) { $0.intersection($1) }.map(String.init)))
  }
}
private struct Twice: ResamplerStage {
  static let declaration = Declaration("twice", "Repeats.", pairs: [.unchanged(.init(Sentences.kind))], examples: [])
  func resample(_ rows: Samples, _ context: StageContext) -> Samples { rows.gathering([0, 1] + Array(0..<rows.count)) }
}
private struct Remember: ModelStage {
  static let declaration = Declaration("recall", "Learns.", takes: .init(Sentences.kind), gives: .result, examples: [])
  struct Fitted: FittedModel {
    var (classNames, codes) = ([String](), [String: Int]())
    var byteCount: Int { codes.count * 64 }
    func predict(_ content: any RowContent, context: ExecutionContext) throws -> Predictions {
      Predictions(codes: try content.require(Sentences.self, for: "recall").texts.map { codes[$0] ?? 0 })
    }
  }
  func fit(_ training: Samples, _ context: StageContext) throws -> Fitted {
    let texts = try training.content.require(Sentences.self, for: "recall").texts
    let labels = try training.metadata.labels
    return Fitted(classNames: labels.names, codes: Dictionary(zip(texts, labels.codes), uniquingKeysWith: { $1 }))
  }
}

@Suite struct NewContentTests {
  private let session = Session(
    catalogue: Catalogue(
      stages: stageCatalogue.stages + [Diary.self, Lower.self, Strip.self, Twice.self, Remember.self],
      defaultEvaluator: stageCatalogue.defaultEvaluator, scorer: stageCatalogue.scorer),
    settings: RunSettings(threads: 1), cacheBudget: 1 << 24)

  private func last(_ text: String) throws -> PlanValue {
    var shown: [PlanValue] = []
    try session.run(SourceText(name: "test.mien", text: text)) {
      if case .shown(let value) = $0 { shown.append(value) }
    }
    return try #require(shown.last)
  }

  @Test func itGoesThroughEveryKindOfStage() throws {
    let value = try last("diary | lower | skip | strip | twice | recall | cv 3")
    #expect(value.field("accuracy") == .number(1))
    #expect(value.field("n_train") == .number(16))
    #expect(try last("diary | lower | strip").field("rows") == .number(24))
  }

  @Test func whatDoesNotFitIsToldBeforeAnythingRuns() {
    let problems = session.check(SourceText(name: "t.mien", text: "diary | lower | lbp")).map(\.message)
    #expect(problems == ["lbp takes images, but 'lower' gives sentences"])
  }
}
