/// A lesson: a script of Mien whose text cells, questions and checks a person is led through.
public struct Lesson: Sendable {
  /// What `lesson` calls it: the name of its file.
  public let name: String
  public let title: String
  /// How long it takes, as its first cell says; nil where it does not.
  public let minutes: Int?
  public let steps: [LessonStep]
  /// Its text.
  public let text: String
  /// Where it was read; nil for one that comes with Mien.
  public var path: String?

  /// What is written behind the word `lesson` to play it from anywhere in the session.
  public var spelling: String { path.map { "\"\($0)\"" } ?? name }

  /// How many things it asks.
  public var questions: [LessonQuestion] { steps.compactMap(\.question) }
}

/// A cell of a lesson.
public enum LessonStep: Sendable {
  /// To be read; `{{base.accuracy}}` in it is what the run gave.
  case text(String)
  /// Shown, and run when the person says so.
  case code(String)
  /// Run unseen: what the text says must be so.
  case check(String)
  case question(LessonQuestion)

  var question: LessonQuestion? {
    if case .question(let question) = self { question } else { nil }
  }
}

/// What a lesson asks, and how answers are judged.
public struct LessonQuestion: Sendable {
  public enum Kind: Sendable, Equatable {
    case choice([Option])
    /// Larger than or smaller than what a calculation gives by `within` at most.
    case number(of: String, within: Double)
    /// The items, which belong in the order of what their calculations give, the largest first.
    case order([Option])
    /// A line of Mien.
    case line(LineAnswer)
  }

  /// One of several to choose from, or to put in order.
  public struct Option: Sendable, Equatable {
    public let text: String
    /// What decides whether it is right, or where it belongs; nil for what is right where nothing before it is.
    public let value: String?
    /// Whether it is right, whatever a run gives.
    public let isRight: Bool
    /// What is said to who chose it; empty where there is nothing to say.
    public let hint: String
  }

  /// What a line must do.
  public struct LineAnswer: Sendable, Equatable {
    /// Lines that mean the right thing, the first to be shown.
    public var right: [String] = []
    /// A comparison that the result must pass, in place of a right line, such as `(_.macro_f1 > 0.3)`.
    public var accepts: String?
    public var wrong: [KnownMistake] = []
  }

  /// Where it stands among the questions, from 0.
  public let index: Int
  public let prompt: String
  public let kind: Kind
  /// From the first to the most telling.
  public let hints: [String]
  /// Whether the guess is kept until the code below it has run.
  public let isPrediction: Bool
  /// What has a letter each; nil where no letter answers.
  var lettered: [Option]? {
    switch kind {
    case .choice(let options), .order(let options): options
    case .number, .line: nil
    }
  }
  /// What is said when it has been answered.
  public let explanation: String
}

/// A wrong answer that is known, with what is said to it.
public struct KnownMistake: Sendable, Equatable {
  /// A whole line, or `… | cv by=row` for any line that has these steps.
  public let line: String
  public let hint: String

  public init(line: String, hint: String) {
    (self.line, self.hint) = (line, hint)
  }
}
