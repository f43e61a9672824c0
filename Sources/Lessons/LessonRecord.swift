import Basics

/// How far a person has come in a lesson.
public struct LessonRecord: Sendable, Equatable {
  /// What became of a question.
  public struct Answer: Sendable, Equatable {
    public var question: Int
    /// What was said last.
    public var said: String
    /// The best of all tries, from 0 to 1.
    public var score: Double
    public var tries: Int
    public var hints: Int
    public var wasSkipped = false
  }

  public let lesson: String
  /// The step that comes next.
  public var step = 0
  public var answers: [Answer] = []
  public var isFinished = false

  public init(lesson: String) { self.lesson = lesson }

  /// The answer to a question, made where there is none yet.
  public subscript(question: Int) -> Answer {
    get {
      answers.first { $0.question == question } ?? Answer(question: question, said: "", score: 0, tries: 0, hints: 0)
    }
    set {
      answers.removeAll { $0.question == question }
      answers.append(newValue)
      answers.sort { $0.question < $1.question }
    }
  }

  /// The sum of all scores.
  public var score: Double { answers.reduce(0) { $0 + $1.score } }
}

/// The records of all lessons, as a text that is kept from day to day.
public struct LessonRecords: Sendable, Equatable {
  public private(set) var all: [LessonRecord]

  public init(_ all: [LessonRecord] = []) { self.all = all }

  /// What a text of `text` says; nothing of what cannot be read in it.
  public init(reading text: String) {
    let value = try? JSONValue(parsing: Array(text.utf8))
    all = (value?.elements ?? []).compactMap { LessonRecord($0) }
  }

  public subscript(lesson: String) -> LessonRecord? {
    get { all.first { $0.lesson == lesson } }
    set {
      all.removeAll { $0.lesson == lesson }
      if let newValue { all.append(newValue) }
      all.sort { $0.lesson < $1.lesson }
    }
  }

  /// As JSON, a lesson a member.
  public var text: String { JSONValue.array(all.map(\.json)).text + "\n" }
}

extension LessonRecord {
  fileprivate init?(_ json: JSONValue) {
    guard let lesson = json["lesson"]?.string else { return nil }
    self.lesson = lesson
    step = max(0, json["step"]?.int ?? 0)
    isFinished = json["finished"]?.bool ?? false
    answers = (json["answers"]?.elements ?? []).compactMap { answer in
      guard let question = answer["question"]?.int else { return nil }
      return Answer(
        question: question, said: answer["said"]?.string ?? "",
        score: min(1, max(0, answer["score"]?.double ?? 0)), tries: answer["tries"]?.int ?? 0,
        hints: answer["hints"]?.int ?? 0, wasSkipped: answer["skipped"]?.bool ?? false)
    }
  }

  fileprivate var json: JSONValue {
    .object([
      "lesson": .string(lesson), "step": .number(Double(step)), "finished": .boolean(isFinished),
      "answers": .array(
        answers.map { answer in
          .object([
            "question": .number(Double(answer.question)), "said": .string(answer.said), "score": .number(answer.score),
            "tries": .number(Double(answer.tries)), "hints": .number(Double(answer.hints)),
            "skipped": .boolean(answer.wasSkipped),
          ])
        }),
    ])
  }
}
